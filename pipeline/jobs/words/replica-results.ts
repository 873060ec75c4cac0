import { join } from 'node:path';
import { remainderOf } from '../../input/text-partitions.ts';
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
