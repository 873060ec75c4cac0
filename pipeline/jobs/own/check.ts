import { EnjambreError, usageError } from '../../errors.ts';
import { DESCRIBE_DEFAULTS } from '../describe/options.ts';
import type { CheckJob, Fault, FormatCheck } from './check-interface.ts';
import { smallestFault, Trial } from './check-laws.ts';
import { linesOf, rowsOf } from './check-sample.ts';
import { checkDefinition, isFold } from './definition.ts';
import { parseOptions } from './options.ts';

/** A fold breaks a law; the message shows the smallest sample that was found for it. */
export class NotMergeable extends EnjambreError {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(formatCheck(fault), { code: 'not-mergeable', next: hintOf(fault) });
    this.name = 'NotMergeable';
    this.fault = fault;
  }
}

/**
 * Tries a fold in many ways; see `CheckJob`.
 *
 * @throws NotMergeable with the smallest sample and cuts that give another result
 * @throws EnjambreError `job-invalid`, or `usage` for an option or a sample that cannot be used
 */
export const checkJob: CheckJob = (job, sample, given = {}) => {
  const fold = checkDefinition(job, 'the job');
  if (!isFold(fold))
    throw usageError('Only a fold can be checked, and this is a frame job', 'run it with --partitions 1 and 7');
  const items = fold.add === undefined ? linesOf(sample) : rowsOf(sample, given);
  const options = parseOptions(fold.options, given.options, items.header);
  const { missing = DESCRIBE_DEFAULTS.missing, tolerance = 0, rows = 50 } = given;
  const trial = new Trial(fold, items, { options, missing: [...missing], tolerance });
  const used = items.items.slice(0, rows);
  const fault = trial.fault(used);
  if (fault === null) return { holds: true, checked: trial.checked, rows: used.length };
  throw new NotMergeable(smallestFault(trial, used, fault));
};

const BROKEN: Record<Fault['law'], string> = {
  merge: 'Cutting the input changes the result of this fold',
  associative: 'The order of joining parts changes the result of this fold',
  empty: 'Joining with an empty part changes the result of this fold',
  repeat: 'The same rows, counted a second time, give another result',
  states: 'A state that is written and read again gives another result',
  works: 'This fold fails',
};

/** A broken law in words, for people: rows, cuts, the two results, and what to look at. */
export const formatCheck: FormatCheck = (fault) => {
  const { law, rows, cuts, difference, error } = fault;
  const [header = '', ...items] = rows;
  const lines = [
    `${BROKEN[law]}.`,
    '',
    items.length === 0 ? 'Without any row' : `With ${counted(items.length, 'row')}`,
  ];
  if (header !== '' && items.length > 0) lines.push(`    ${header}`);
  for (const [index, item] of items.entries()) {
    if (cuts.includes(index) && index > 0) lines.push('    -------- cut');
    lines.push(`    ${item}`);
  }
  if (cuts.includes(0) || cuts.includes(items.length))
    lines.push(`    and ${cuts.includes(0) ? 'an empty part before' : 'an empty part after'} them`);
  if (error !== null) lines.push(`the job fails: ${error}`);
  if (difference !== null) {
    const { path, whole, parts } = difference;
    const other = law === 'repeat' ? 'the second time' : law === 'states' ? 'written and read' : 'joined from parts';
    const width = Math.max('as a whole'.length, other.length);
    lines.push(`${path} is`, `    ${'as a whole'.padEnd(width)}  ${whole}`, `    ${other.padEnd(width)}  ${parts}`);
  }
  return lines.join('\n');
};

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function hintOf({ law, difference }: Fault): string {
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
      return 'mend that first';
    default:
      return '`merge` must give what `add` gives for the rows of both parts: keep sums and counts, and divide in `result`';
  }
}
