import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Assignment } from '../engines/engine.ts';
import { EnjambreError, usageError } from '../errors.ts';
import { checkUntouched } from '../input/identity.ts';
import type { ChosenPartial, PartitionTotals, Task } from '../jobs/job.ts';
import { jobOf } from '../jobs/jobs.ts';
import { checksum } from '../run-dir/checksum.ts';
import { syncDirectory, writeDurably } from '../run-dir/durable.ts';
import { ATTEMPT_PARTIAL, ATTEMPT_SUMMARY, paths } from '../run-dir/layout.ts';
import type { InputFile, Manifest, Partition } from '../run-dir/manifest.ts';

/** `attempt.json`: what one worker made of one partition. */
export interface AttemptSummary {
  partition: number;
  attempt: number;
  jobIdentity: string;
  inputIdentity: string;
  totals: PartitionTotals;
  /** Who did it, and when; milliseconds since 1970. */
  worker: { host: string; process: number; runtime: string; startedAt: number; finishedAt: number };
}

/** `partials/<partition>.json`: the attempt that counts. */
export interface Commit {
  partition: number;
  attempt: number;
  /** SHA-256 of the attempt's summary, which has that of the partial. */
  summary: string;
}

/**
 * Processes one partition and leaves the attempt in its place: written aside, synced, then renamed, so that an attempt is
 * there whole or not at all.
 */
export async function makeAttempt(
  run: string,
  manifest: Manifest,
  { partition, attempt }: Assignment,
  worker: Pick<Task, 'limits' | 'prepared'> & Partial<Pick<Task, 'onBytes'>>,
): Promise<AttemptSummary> {
  const startedAt = Date.now();
  const parent = paths.attempts(run, partition.index);
  const directory = join(parent, `.${attempt}.${process.pid}.tmp`);
  if (existsSync(paths.attempt(run, partition.index, attempt))) {
    throw usageError(`Attempt ${attempt} at partition ${partition.index} is there already`, 'leave out --attempt');
  }
  mkdirSync(directory, { recursive: true });
  try {
    for (const file of filesOf(manifest, partition)) await checkUntouched(file);
    const totals = await jobOf(manifest).process({
      onBytes: () => {},
      ...worker,
      run,
      manifest,
      partition,
      directory,
    });
    for (const file of filesOf(manifest, partition)) await checkUntouched(file);
    const maker = {
      host: hostName(),
      process: process.pid,
      runtime: 'Deno' in globalThis ? 'deno' : 'node',
      startedAt,
      finishedAt: Date.now(),
    };
    const { jobIdentity, input } = manifest;
    const { index } = partition;
    const summary = { partition: index, attempt, jobIdentity, inputIdentity: input.identity, totals, worker: maker };
    writeDurably(join(directory, ATTEMPT_SUMMARY), `${JSON.stringify(summary)}\n`);
    renameSync(directory, paths.attempt(run, index, attempt));
    syncDirectory(parent);
    return summary;
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

function filesOf(manifest: Manifest, partition: Partition): InputFile[] {
  return partition.slices.map(({ file }) => manifest.input.files[file] as InputFile);
}

/** Deno tells it only with a permission of its own, which a worker does not need otherwise. */
function hostName(): string {
  try {
    return hostname();
  } catch {
    return 'unknown';
  }
}

/** Numbers of a partition's finished attempts, ascending. */
export function listAttempts(run: string, partition: number): number[] {
  const parent = paths.attempts(run, partition);
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

/**
 * Reads an attempt and checks that it is whole and belongs to this run: identities, and the partial's size and checksum.
 *
 * @throws EnjambreError `attempt-damaged`, `attempt-foreign`
 */
export function readAttempt(run: string, manifest: Manifest, partition: number, attempt: number): AttemptSummary {
  return verifyAttempt(run, manifest, partition, attempt).summary;
}

function verifyAttempt(run: string, manifest: Manifest, partition: number, attempt: number) {
  const directory = paths.attempt(run, partition, attempt);
  const damaged = (what: string, cause?: unknown) =>
    new EnjambreError(`Attempt ${attempt} of partition ${partition} cannot be used: ${what} (${directory})`, {
      code: 'attempt-damaged',
      next: `enjambre resume ${run}`,
      cause,
    });
  let text: string;
  let summary: AttemptSummary;
  try {
    text = readFileSync(join(directory, ATTEMPT_SUMMARY), 'utf8');
    summary = JSON.parse(text) as AttemptSummary;
  } catch (error) {
    throw damaged(`${ATTEMPT_SUMMARY} cannot be read`, error);
  }
  const sameRun = summary.jobIdentity === manifest.jobIdentity && summary.inputIdentity === manifest.input.identity;
  if (!sameRun || summary.partition !== partition) throw damaged('it belongs to another job or input');
  const { partial, output = [] } = summary.totals;
  for (const { name, sha256 } of [...(partial === null ? [] : [{ ...partial, name: ATTEMPT_PARTIAL }]), ...output]) {
    const found = checksum(join(directory, name));
    if (found === null) throw damaged(`${name} is missing`);
    if (found !== sha256) throw damaged(`${name} has changed since it was written`);
  }
  return { summary, digest: createHash('sha256').update(text).digest('hex') };
}

/** Chooses an attempt for its partition, after checking it. */
export function commitAttempt(run: string, manifest: Manifest, partition: number, attempt: number): AttemptSummary {
  const { summary, digest } = verifyAttempt(run, manifest, partition, attempt);
  mkdirSync(paths.partials(run), { recursive: true });
  const commit: Commit = { partition, attempt, summary: digest };
  writeDurably(paths.partial(run, partition), `${JSON.stringify(commit)}\n`);
  return summary;
}

/** Takes back the choice: the partition must be processed again. */
export function withdrawCommit(run: string, partition: number): void {
  rmSync(paths.partial(run, partition), { force: true });
}

/** The attempt that was chosen for a partition, checked again; null when none was. */
export function readCommit(run: string, manifest: Manifest, partition: number): AttemptSummary | null {
  const path = paths.partial(run, partition);
  if (!existsSync(path)) return null;
  const { attempt, summary } = parseCommit(run, partition, readFileSync(path, 'utf8'));
  const found = verifyAttempt(run, manifest, partition, attempt);
  if (found.digest === summary) return found.summary;
  throw new EnjambreError(
    `The summary of attempt ${attempt} of partition ${partition} has changed since it was chosen`,
    {
      code: 'attempt-damaged',
      next: `enjambre resume ${run}`,
    },
  );
}

function parseCommit(run: string, partition: number, text: string): Commit {
  try {
    const commit = JSON.parse(text) as Commit;
    if (Number.isInteger(commit.attempt)) return commit;
  } catch {
    // Told below, together with other damage.
  }
  throw new EnjambreError(
    `The choice of an attempt at partition ${partition} cannot be read (${paths.partial(run, partition)})`,
    {
      code: 'attempt-damaged',
      next: `enjambre resume ${run}`,
    },
  );
}

/** What `combine` needs of a chosen attempt. */
export function chosenPartial(run: string, { partition, attempt, totals }: AttemptSummary): ChosenPartial {
  return { partition, totals, path: join(paths.attempt(run, partition, attempt), ATTEMPT_PARTIAL) };
}
