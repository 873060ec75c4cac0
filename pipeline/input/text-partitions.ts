import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { InputFile, Partition, Slice } from '../run-dir/manifest.ts';
import { findBlank } from '../text/blanks.ts';
import type { OpenFile } from './open-file.ts';
import { readBlock } from './open-file.ts';
import { checkPartitionCount, sliceOf, tile, viewBytes } from './tiling.ts';

/** Opening a small file takes about as long as counting this much text. */
const fileBytes = 4096;

/** A worker holds what it must know of each file of its partition, and what it has counted there. */
const partitionFiles = 4096;

/**
 * Partitions of text, by the rules of `tile`. Every file has a slice, an empty one `[0, 0)`.
 *
 * The words between two slices of a file are shared out by a rule that both sides follow: the boundary that belongs to a cut is
 * just after the first ASCII whitespace at the cut or after it, or the end of the text. A slice begins at the boundary of its
 * start, unless that is the start of the file, and is read on to the boundary of its end. A plain file is cut only where such
 * whitespace is near, so that no partition has to look for it far away.
 *
 * @param partitionCount chosen from size and cores if undefined
 * @throws EnjambreError `usage` for a count out of range; errors of `openFile`.
 */
export function planTextPartitions(
  files: readonly InputFile[],
  partitionCount: number | undefined,
  cores: number,
): Partition[] {
  return tile(files, { partitionCount, cores, partitionFiles, fileBytes, sliceEmptyFiles: true, placeNear: blankNear });
}

function blankNear(open: OpenFile, wanted: number): number | undefined {
  for (const byteCount of viewBytes) {
    const bytes = readBlock(open, wanted, byteCount);
    const found = findBlank(bytes, 0);
    if (found >= 0) return wanted + found;
    if (bytes.length < byteCount) return undefined;
  }
  return undefined;
}

/**
 * One partition for each replica of a service: partition r has the files whose `remainderOf` is r, whole, in input order.
 *
 * @throws EnjambreError `usage` for a count out of range
 */
export function planReplicaPartitions(files: readonly InputFile[], replicaCount: number): Partition[] {
  checkPartitionCount(replicaCount);
  const groups: Slice[][] = Array.from({ length: replicaCount }, () => []);
  for (const [index, file] of files.entries()) {
    groups[remainderOf(file.name, replicaCount)]?.push(sliceOf(file, index));
  }
  return groups.map((slices, index) => ({ index, slices }));
}

/** The MD5 of a name, taken as a number with the first digit highest, modulo the number of replicas. */
export function remainderOf(name: string, replicaCount: number): number {
  const digest = createHash('md5').update(Buffer.from(name)).digest();
  let remainder = 0;
  for (const byte of digest) remainder = (remainder * 256 + byte) % replicaCount;
  return remainder;
}
