import { closestNames } from '../../csv/closest-name.ts';
import type { Manifest } from '../../run-dir/manifest.ts';
import type { Fold, FrameJob, OptionSpecs } from './interface.ts';
import { checkSpecs, isTexts, typeName } from './option-specs.ts';
import { jobInvalid } from './transpile.ts';

/** A fold, whatever its state and options. */
export type AnyFold = Fold<unknown, OptionSpecs>;
/** A frame job, whatever its options. */
export type AnyFrameJob = FrameJob<OptionSpecs>;

/** What a job's file exports, once its shape was checked. */
export type OwnDefinition = AnyFold | AnyFrameJob;

/** A job's definition, as the adapters to `Job` get it. */
export interface OwnSource {
  name: string;
  /** How messages call the job's file. */
  file: string;
  kind: 'fold' | 'frame';
  /** Known while a run is planned; null for a run that is there already. */
  definition: OwnDefinition | null;
  /** Gives the definition where partitions are processed and combined. */
  load(run: string, manifest: Manifest): Promise<OwnDefinition>;
}

export function isFold(definition: OwnDefinition): definition is AnyFold {
  return 'empty' in definition;
}

const SHARED_MEMBERS = ['kind', 'summary', 'options', 'columns'];
const FOLD_FUNCTIONS = ['empty', 'add', 'addBytes', 'merge', 'result'];
const FRAME_FUNCTIONS = ['frame', 'combine'];

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
