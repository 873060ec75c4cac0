import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { remainderOf } from '../../input/text-partitions.ts';
import { syncDirectory, writeDurably } from '../../run-dir/durable.ts';
import type { InputFile, Manifest } from '../../run-dir/manifest.ts';
import { TextFile } from '../../run-dir/text-file.ts';

/** What a replica tells of a file. */
export interface ReplicaCounts {
  words: number;
  letters: number;
}

/** The number of the replica that has the files of a remainder: as Swarm does, replicas count from 1. */
export function replicaOf(remainder: number, replicaCount: number): number {
  return remainder === 0 ? replicaCount : remainder;
}

export function replicaPath(folder: string, id: number): string {
  return join(folder, `results_${id}.json`);
}

/** The merged results of all replicas. */
export function mergedPath(folder: string): string {
  return join(folder, 'results.json');
}

/** Beside results: what was counted, `results_1.identity`. Without it, old and new counts could be merged. */
function identityPath(results: string): string {
  return results.replace(/\.json$/, '.identity');
}

/** True if the results are there, complete, and those of this input. */
export function isOfIdentity(results: string, identity: string): boolean {
  try {
    return readFileSync(identityPath(results), 'utf8') === identity;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Writes results and then their identity: after a crash between, they count as missing, and never as those of another input. */
export function writeIdentified(
  results: string,
  identity: string,
  files: Iterable<readonly [string, ReplicaCounts]>,
): void {
  const folder = dirname(results);
  rmSync(identityPath(results), { force: true });
  syncDirectory(folder);
  writeReplicaFile(results, files);
  writeDurably(identityPath(results), identity);
}

/** Removes merged results that are not of this input. */
export function removeOutdated(folder: string, identity: string): void {
  const merged = mergedPath(folder);
  if (isOfIdentity(merged, identity)) return;
  rmSync(merged, { force: true });
  rmSync(identityPath(merged), { force: true });
  syncDirectory(folder);
}

/**
 * Writes `{"a.txt": {"words": 2, "letters": 10}, …}`, complete or not at all. By hand, because an object would put names that
 * look like numbers first.
 */
export function writeReplicaFile(path: string, files: Iterable<readonly [string, ReplicaCounts]>): void {
  const out = new TextFile(path);
  let isFirst = true;
  for (const [name, { words, letters }] of files) {
    out.write(`${isFirst ? '{' : ',\n '}${JSON.stringify(name)}: {"words": ${words}, "letters": ${letters}}`);
    isFirst = false;
  }
  out.write(isFirst ? '{}\n' : '}\n');
  out.close();
  out.appear();
}

/** The results of a run that was assigned by MD5, one file for each partition, as its replica would have written it. */
export function writeReplicaResults(run: string, manifest: Manifest, counts: readonly ReplicaCounts[]): void {
  const { files } = manifest.input;
  const replicaCount = manifest.partitions.length;
  const byRemainder: [string, ReplicaCounts][][] = Array.from({ length: replicaCount }, () => []);
  for (const [index, { name }] of files.entries()) {
    byRemainder[remainderOf(name, replicaCount)]?.push([name, counts[index] as ReplicaCounts]);
  }
  for (const [remainder, own] of byRemainder.entries()) {
    writeReplicaFile(replicaPath(run, replicaOf(remainder, replicaCount)), own);
  }
}

/** The files of a replica, in input order. */
export function filesOfRemainder(files: readonly InputFile[], remainder: number, replicaCount: number): InputFile[] {
  return files.filter(({ name }) => remainderOf(name, replicaCount) === remainder);
}
