import { mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { EnjambreError, usageError } from '../../errors.ts';
import { checkUntouched, type HashKind } from '../../input/identity.ts';
import { inspectText } from '../../input/inspect-text.ts';
import { remainderOf } from '../../input/text-partitions.ts';
import { sliceOf } from '../../input/tiling.ts';
import type { Encoding, InputFile } from '../../run-dir/manifest.ts';
import { DEFAULT_LIMITS } from '../job.ts';
import {
  filesOfRemainder,
  isOfIdentity,
  mergedPath,
  type ReplicaCounts,
  removeOutdated,
  replicaOf,
  replicaPath,
  writeIdentified,
} from './replica-results.ts';
import { SliceScanner } from './scan.ts';

/** One replica of a service, and what all of them count. */
export interface ReplicaRequest {
  /** File names, folders, patterns. */
  inputs: string[];
  /** From 1, as Swarm's `{{.Task.Slot}}` counts; 0 is taken as the last one. */
  replicaId: number;
  replicaCount: number;
  /** Folder of the results. */
  out: string;
  /** @default sampled */
  hash?: HashKind;
  /** Of all files. @default found out, file by file */
  encoding?: Encoding;
  onBytes?(byteCount: number): void;
}

export interface ReplicaOutcome extends ReplicaCounts {
  /** `OUT/results_<id>.json`. */
  path: string;
  /** Files of this replica. */
  fileCount: number;
  /** Files of the whole input: what `mergeReplicas` needs. */
  files: InputFile[];
  /** Of the whole input, as all replicas must have seen it: what `mergeReplicas` needs. */
  identity: string;
  /** Sentences on what was found out about the input. */
  detected: string[];
}

const MOST_REPLICAS = 65_536;

/**
 * Counts the files whose MD5 of the name, modulo the number of replicas, is this replica's remainder, and writes them to
 * `OUT/results_<id>.json`. Replica R of R takes remainder 0, so that every file is counted by exactly one. Merged results of
 * another input are removed.
 *
 * @throws EnjambreError `usage`, `input-changed`; errors of `inspectText`
 */
export async function countReplica(request: ReplicaRequest): Promise<ReplicaOutcome> {
  const { inputs, replicaId, replicaCount, out, hash = 'sampled', encoding, onBytes = () => {} } = request;
  checkReplica(replicaId, replicaCount);
  // What replicas have written already is no text to count, even if it lies among the texts.
  const ignore = (path: string) =>
    dirname(path) === resolve(out) && /^results(_\d+)?\.(json|identity)/.test(basename(path));
  const reading = { hash, ignore, ...(encoding === undefined ? {} : { encoding }) };
  const { files, dialect, detected, identity: input } = await inspectText(inputs, reading);
  const scanner = new SliceScanner(null, { bufferBytes: DEFAULT_LIMITS.bufferBytes, onBytes, onText: () => {} });
  const counted: [string, ReplicaCounts][] = [];
  const totals = { words: 0, letters: 0 };
  for (const file of filesOfRemainder(files, replicaId % replicaCount, replicaCount)) {
    const slice = sliceOf(file, 0);
    const { words, letters } = (await scanner.scan(slice, 0, file, file.encoding ?? dialect.encoding)).counts;
    await checkUntouched(file);
    counted.push([file.name, { words, letters }]);
    totals.words += words;
    totals.letters += letters;
  }
  mkdirSync(out, { recursive: true });
  const path = replicaPath(out, replicaId);
  const identity = `${JSON.stringify({ input, encoding: dialect.encoding, replicaCount })}\n`;
  removeOutdated(out, identity);
  writeIdentified(path, identity, counted);
  return { path, ...totals, fileCount: counted.length, files, identity, detected };
}

/** @throws EnjambreError `usage` */
function checkReplica(id: number, count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > MOST_REPLICAS) {
    throw usageError(`REPLICA_COUNT ${count} is not allowed`, `it takes a whole number from 1 to ${MOST_REPLICAS}`);
  }
  if (Number.isInteger(id) && id >= 0 && id <= count) return;
  throw usageError(`There is no replica ${id} of ${count}`, `REPLICA_ID takes a whole number from 1 to ${count}`);
}

export type ReplicaMerge =
  | ({ done: true; path: string; fileCount: number } & ReplicaCounts)
  /** Replicas that have not written their results of this input yet. */
  | { done: false; missing: number[] };

/**
 * Merges the results of all replicas into `OUT/results.json`, in input order, once all of them are there. Results of another
 * input, or without identity, are missing.
 *
 * @throws EnjambreError `replica-results`: a file is missing, counted twice or by the wrong replica, or is not of the input
 */
export function mergeReplicas(
  out: string,
  { files, identity }: { files: readonly Pick<InputFile, 'name'>[]; identity: string },
  replicaCount: number,
): ReplicaMerge {
  checkReplica(replicaCount, replicaCount);
  const missing: number[] = [];
  const found = new Map<string, ReplicaCounts>();
  for (let remainder = 0; remainder < replicaCount; remainder++) {
    const id = replicaOf(remainder, replicaCount);
    const results = readReplica(out, id, identity) ?? (remainder === 0 ? readReplica(out, 0, identity) : null);
    if (results === null) missing.push(id);
    for (const [name, counts] of results ?? []) {
      if (remainderOf(name, replicaCount) !== remainder)
        throw wrong(out, `${JSON.stringify(name)} is not replica ${id}'s`);
      found.set(name, counts);
    }
  }
  if (missing.length > 0) return { done: false, missing: missing.sort((a, b) => a - b) };
  const merged = files.map(({ name }): [string, ReplicaCounts] => {
    const counts = found.get(name);
    if (counts === undefined) throw wrong(out, `${JSON.stringify(name)} was counted by no replica`);
    return [name, counts];
  });
  if (found.size !== merged.length) {
    const names = new Set(files.map(({ name }) => name));
    const strange = [...found.keys()].find((name) => !names.has(name));
    throw wrong(out, `${JSON.stringify(strange)} is no file of the input`);
  }
  const path = mergedPath(out);
  writeIdentified(path, identity, merged);
  const sum = (of: (counts: ReplicaCounts) => number) => merged.reduce((total, [, counts]) => total + of(counts), 0);
  return {
    done: true,
    path,
    fileCount: merged.length,
    words: sum(({ words }) => words),
    letters: sum(({ letters }) => letters),
  };
}

/** Null when the replica has written nothing of this input yet. */
function readReplica(out: string, id: number, identity: string): [string, ReplicaCounts][] | null {
  const path = replicaPath(out, id);
  if (!isOfIdentity(path, identity)) return null;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    // The reader makes every name a property of its own, `__proto__` too; their order is not used.
    const entries = Object.entries(JSON.parse(text) as Record<string, ReplicaCounts>);
    if (entries.every(([, { words, letters }]) => isCount(words) && isCount(letters))) return entries;
  } catch {
    // Told below, together with what else may be wrong.
  }
  throw wrong(out, `results_${id}.json cannot be read`);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function wrong(out: string, what: string): EnjambreError {
  return new EnjambreError(`The replicas' results in ${out} do not belong together: ${what}`, {
    code: 'replica-results',
    next: `remove them, then count again with all replicas: rm ${JSON.stringify(out)}/results_*`,
  });
}
