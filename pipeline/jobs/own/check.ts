import { EnjambreError, usageError } from '../../errors.ts';
import { DESCRIBE_DEFAULTS } from '../describe/options.ts';
import type {
  CheckJob,
  CheckNames,
  CheckOptions,
  CheckReport,
  Fault,
  FormatCheck,
  Law,
  Sample,
} from './check-interface.ts';
import { reducedFault, Trial } from './check-laws.ts';
import { linesOf, rowsOf } from './check-sample.ts';
import { type AnyFold, checkDefinition, isFold } from './definition.ts';
import { lineOfFunction } from './function-line.ts';
import type { LoadedJob } from './load.ts';
import { parseOptions } from './options.ts';

/** A fold breaks a law; the message shows rows for it, of which none can be left out. */
export class NotMergeable extends EnjambreError {
  readonly fault: Fault;

  constructor(fault: Fault, names: CheckNames = {}) {
    super(formatCheck(fault, names), { code: 'not-mergeable', next: hintOf(fault, names) });
    this.name = 'NotMergeable';
    this.fault = fault;
  }
}

/**
 * Tries a fold in many ways; see `CheckJob`.
 *
 * @throws NotMergeable with rows and cuts that give another result
 * @throws EnjambreError `job-invalid`, or `usage` for an option or a sample that cannot be used
 */
export const checkJob: CheckJob = (job, sample, given = {}) => {
  const fold = checkDefinition(job, 'the job');
  if (!isFold(fold))
    throw usageError(
      'Only a fold can be checked, and this is a frame job',
      'run it with --partitions 1 and 7, and compare: enjambre compare RUN RUN',
    );
  const items = fold.add === undefined ? linesOf(sample) : rowsOf(sample, given);
  const options = parseOptions(fold.options, given.options, items.header);
  const { missing = DESCRIBE_DEFAULTS.missing, tolerance = 0, rows = 50 } = given;
  const trial = new Trial(fold, items, { options, missing: [...missing], tolerance });
  const used = items.items.slice(0, rows);
  const fault = trial.fault(used);
  if (fault === null) return { holds: true, checked: trial.checked, rows: used.length };
  throw new NotMergeable(reducedFault(trial, used, fault));
};

/**
 * The same for a job's file: messages name it and the sample, and the line of the function.
 *
 * @throws as `checkJob`
 */
export function checkFile(
  { code, definition, javascript }: Pick<LoadedJob, 'code' | 'definition' | 'javascript'>,
  sample: Sample,
  { sampleName, ...options }: CheckOptions & { sampleName: string },
): CheckReport {
  try {
    return checkJob(definition, sample, options);
  } catch (error) {
    if (!(error instanceof NotMergeable)) throw error;
    const { fault } = error;
    const fn = fault.fn === null ? undefined : (definition as AnyFold)[fault.fn];
    const line = fault.line ?? lineOfFunction(javascript, fn);
    throw new NotMergeable({ ...fault, line }, { job: code.name, sample: sampleName });
  }
}

const BROKEN: Record<Exclude<Law, 'works'>, string> = {
  merge: 'cutting the input changes the result of this fold',
  associative: 'the order of joining parts changes the result of this fold',
  empty: 'joining with an empty part changes the result of this fold',
  repeat: 'the same rows, counted a second time, give another result',
  states: 'a state that is written and read again gives another result',
};

/** A broken law in words, for people: rows, cuts, the two results, and what to look at. */
export const formatCheck: FormatCheck = (fault, names = {}) => {
  const { law, rows, places, cuts, difference } = fault;
  const [header = '', ...items] = rows;
  const of = names.sample === undefined ? '' : ` of ${names.sample}`;
  const lines = [
    `${headingOf(fault, names)}.`,
    '',
    items.length === 0 ? 'Without any row' : `With ${counted(items.length, 'row')}${of}`,
  ];
  const margin = Math.max(0, ...places.map((place) => place.length)) + 2;
  if (header !== '' && items.length > 0) lines.push(`    ${' '.repeat(margin)}${header}`);
  for (const [index, item] of items.entries()) {
    if (cuts.includes(index) && index > 0) lines.push(`    -------- cut: partition ${cuts.indexOf(index) + 1}`);
    lines.push(`    ${`${places[index]}: `.padEnd(margin)}${item}`);
  }
  if (cuts.includes(0) || cuts.includes(items.length))
    lines.push(`    and ${cuts.includes(0) ? 'an empty part before' : 'an empty part after'} them`);
  if (difference !== null) {
    const { path, whole, parts } = difference;
    const other = law === 'repeat' ? 'the second time' : law === 'states' ? 'written and read' : 'joined from parts';
    const width = Math.max('as a whole'.length, other.length);
    lines.push(`${path} is`, `    ${'as a whole'.padEnd(width)}  ${whole}`, `    ${other.padEnd(width)}  ${parts}`);
  }
  return lines.join('\n');
};

/** `my-job.ts:12: add failed: …`, as far as file and line are known. */
function headingOf({ law, error, line }: Fault, { job }: CheckNames): string {
  const what = law === 'works' ? `${error}` : BROKEN[law];
  if (job !== undefined) return `${job}${line === null ? '' : `:${line}`}: ${what}`;
  const where = line === null ? '' : ` (line ${line})`;
  return law === 'works' ? `This fold fails: ${what}${where}` : `${what[0]?.toUpperCase()}${what.slice(1)}${where}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function hintOf({ law, difference, line }: Fault, { job }: CheckNames): string {
  if (difference?.kind === 'rounding')
    return 'sums of floating-point numbers depend on their order: add them with context.exact, or accept the difference: --tolerance 1e-9';
  if (difference?.kind === 'order') return 'the values are the same, in another order: sort them in `result`';
  switch (law) {
    case 'empty':
      return '`merge` with what `empty` gives must change nothing: begin sums with 0, and minima with null or Infinity';
    case 'repeat':
      return 'look for something that is kept outside of the state: a variable of the file, or an object that `empty` gives twice';
    case 'states':
      return 'keep plain data in the state: objects, lists, Map, Set, numbers, text, bigint';
    case 'works':
      return job === undefined
        ? 'mend that first'
        : `mend ${line === null ? job : `line ${line} of ${job}`}, then check again`;
    default:
      return '`merge` must give what `add` gives for the rows of both parts: keep sums and counts, and divide in `result`';
  }
}
