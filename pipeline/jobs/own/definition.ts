import { closestNames } from '../../csv/closest-name.ts';
import type { Fold, FrameJob, OptionSpecs } from './interface.ts';
import { flagOf, parseOptions } from './options.ts';
import { jobInvalid } from './transpile.ts';

/** A fold, whatever its state and options. */
export type AnyFold = Fold<unknown, OptionSpecs>;
/** A frame job, whatever its options. */
export type AnyFrameJob = FrameJob<OptionSpecs>;

/** What a job's file exports, once its shape was checked. */
export type OwnDefinition = AnyFold | AnyFrameJob;

export function isFold(definition: OwnDefinition): definition is AnyFold {
  return 'empty' in definition;
}

const SHARED_MEMBERS = ['kind', 'summary', 'options', 'columns'];
const FOLD_FUNCTIONS = ['empty', 'add', 'addBytes', 'merge', 'result'];
const FRAME_FUNCTIONS = ['frame', 'combine'];

/** Flags of the command itself, which a job's options may not be called. */
const RESERVED = new Set(
  ['partitions', 'workers', 'attempts', 'memory', 'engine', 'hash', 'out', 'json', 'delimiter', 'decimal', 'encoding']
    .concat([
      'missing',
      'chunk-rows',
      'lang',
      'report',
      'no-report',
      'help',
      'strict',
      'compare-naive',
      'version',
      'set',
    ])
    .map((name) => `--${name}`),
);

/**
 * Checks what a job's file exports.
 *
 * @param name how messages call the file
 * @throws EnjambreError `job-invalid`: what is missing, or what is not as it must be
 */
export function checkDefinition(exported: unknown, name: string): OwnDefinition {
  if (exported === undefined) {
    throw jobInvalid(`${name} exports no job: it has no default export`, 'begin the job with: export default {');
  }
  if (typeof exported !== 'object' || exported === null) {
    throw jobInvalid(
      `${name} exports ${typeName(exported)}, and a job is an object`,
      'begin it with: export default {',
    );
  }
  const members = exported as Record<string, unknown>;
  const kind = kindOf(members, name);
  const needs =
    kind === 'fold' ? 'a fold needs empty, add or addBytes, merge and result' : 'a frame job needs frame and combine';
  const functions = kind === 'fold' ? FOLD_FUNCTIONS : FRAME_FUNCTIONS;
  const known = [...SHARED_MEMBERS, ...functions, ...(kind === 'frame' ? ['numbers'] : [])];
  for (const member of Object.keys(members)) {
    if (known.includes(member) || members[member] === undefined) continue;
    const [closest] = closestNames(member, known, 1);
    const next = closest === undefined ? 'declare it outside of the object' : `did you mean \`${closest}\`?`;
    throw jobInvalid(`${name} has \`${member}\`, which no ${kind === 'fold' ? 'fold' : 'frame job'} knows`, next);
  }
  for (const member of functions) {
    const isThere = members[member] !== undefined;
    if (isThere && typeof members[member] !== 'function') {
      throw jobInvalid(
        `\`${member}\` in ${name} is ${typeName(members[member])}, and must be a function`,
        `mend ${name}`,
      );
    }
    if (!isThere && !member.startsWith('add'))
      throw jobInvalid(`${name} has no \`${member}\`: ${needs}`, `add it to ${name}`);
  }
  if (kind === 'fold' && (members.add === undefined) === (members.addBytes === undefined)) {
    const what = members.add === undefined ? 'has neither `add` nor `addBytes`' : 'has both `add` and `addBytes`';
    throw jobInvalid(`${name} ${what}: ${needs}`, 'add takes the rows of CSV files, addBytes lines of any text');
  }
  checkTexts(members, name);
  checkSpecs(members.options, name);
  return exported as OwnDefinition;
}

function kindOf(members: Record<string, unknown>, name: string): 'fold' | 'frame' {
  const [fold, frame] = [FOLD_FUNCTIONS, FRAME_FUNCTIONS].map((names) => names.filter((member) => member in members));
  const counts = [fold?.length ?? 0, frame?.length ?? 0] as const;
  if (members.kind === 'fold' || members.kind === 'frame') return members.kind;
  if (members.kind !== undefined) {
    throw jobInvalid(
      `\`kind\` in ${name} is ${JSON.stringify(members.kind)}`,
      "leave it out, or say 'fold' or 'frame'",
    );
  }
  if (counts[0] === counts[1]) {
    const what = counts[0] === 0 ? 'is neither a fold nor a frame job' : 'is both a fold and a frame job';
    throw jobInvalid(
      `${name} ${what}: a fold has empty, add or addBytes, merge and result; a frame job has frame and combine`,
      'look at docs/jobs.md for one of each',
    );
  }
  return counts[0] > counts[1] ? 'fold' : 'frame';
}

function checkTexts(members: Record<string, unknown>, name: string): void {
  if (members.summary !== undefined && typeof members.summary !== 'string') {
    throw jobInvalid(`\`summary\` in ${name} is ${typeName(members.summary)}, and must be text`, `mend ${name}`);
  }
  for (const member of ['columns', 'numbers']) {
    const value = members[member];
    if (value === undefined || typeof value === 'function' || isTexts(value)) continue;
    throw jobInvalid(
      `\`${member}\` in ${name} must be a list of column names, or a function that gives one`,
      `mend ${name}`,
    );
  }
}

function checkSpecs(options: unknown, name: string): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw jobInvalid(`\`options\` in ${name} is ${typeName(options)}, and must be an object`, `mend ${name}`);
  }
  for (const [option, spec] of Object.entries(options as Record<string, unknown>)) {
    const bad = specFault(option, spec);
    if (bad !== null) throw jobInvalid(`The option \`${option}\` in ${name} ${bad}`, `mend ${name}`);
  }
}

const TYPES = ['string', 'number', 'integer', 'boolean', 'column', 'columns'];

function specFault(option: string, spec: unknown): string | null {
  if (!/^[a-z][A-Za-z0-9]*$/.test(option)) return 'must be named as minValue is: letters and digits';
  if (/^no[A-Z]/.test(option)) return 'must be named without "no": a flag is off unless it is given';
  if (RESERVED.has(flagOf(option))) return `needs another name: ${flagOf(option)} is a flag of enjambre run`;
  if (typeof spec !== 'object' || spec === null) return 'must be an object';
  const { type, description, default: value, values } = spec as Record<string, unknown>;
  if (typeof type !== 'string' || !TYPES.includes(type))
    return `has the type ${JSON.stringify(type)}, and not one of ${TYPES.join(', ')}`;
  if (typeof description !== 'string') return 'has no description';
  if (values !== undefined && (type !== 'string' || !isTexts(values))) return 'has `values` that are no list of texts';
  if (value === undefined) return null;
  try {
    parseOptions({ [option]: spec } as OptionSpecs, { [option]: value as string });
  } catch {
    return `has the default ${JSON.stringify(value)}, which it does not allow itself`;
  }
  return null;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return `${/^[aeiou]/.test(typeof value) ? 'an' : 'a'} ${typeof value}`;
}
