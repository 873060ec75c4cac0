import type { PartitionTotals, Refusal } from '../jobs/job.ts';
import type { Manifest, Partition, Position } from '../run-dir/manifest.ts';

/** What is known of a partition that was processed. */
export type Processed = Pick<PartitionTotals, 'start' | 'end' | 'refusal'>;

/** The first partition that did not start where the one before it ended, and how it must be cut. */
export interface BrokenLink {
  partition: Partition;
  expected: Position;
  found: Position | null;
}

/**
 * Follows the partitions from the first: each must start where the one before ended, unless it starts with a file. By
 * induction all of them then read exactly the records of the input, whatever quotes lay around the cuts. A partition whose
 * start was guessed wrong is given back with the right one. `processed` may lack partitions: links to those are not judged.
 */
export function findBrokenLink(manifest: Manifest, processed: ReadonlyMap<number, Processed>): BrokenLink | null {
  let before: Position | null = null;
  let known = true;
  for (const partition of manifest.partitions) {
    const [first] = partition.slices;
    if (first === undefined) continue;
    const found = processed.get(partition.index);
    const starts = startsFile(manifest, partition);
    if (!starts && known && before !== null && found !== undefined && !samePlace(before, found.start)) {
      return { partition: recut(partition, before), expected: before, found: found.start };
    }
    // After a partition that is not there, or was refused, nothing is known of where the next one starts.
    known = found !== undefined && found.refusal === null && (starts || known);
    before = known ? (found as Processed).end : null;
  }
  return null;
}

/** Whether a partition begins with the first record of a file, so that its start is no guess. */
export function startsFile(manifest: Manifest, partition: Partition): boolean {
  const [first] = partition.slices;
  if (first === undefined) return true;
  const file = manifest.input.files[first.file];
  if (file === undefined) return true;
  return file.compression === 'gzip' ? first.start === 0 : first.start === file.dataStart;
}

function samePlace(a: Position, b: Position | null): boolean {
  return b !== null && a.file === b.file && a.at === b.at && a.skip === b.skip;
}

/** The partition with its first slice starting at a known place. */
export function recut(partition: Partition, start: Position): Partition {
  const [first, ...rest] = partition.slices;
  if (first === undefined) return partition;
  return { ...partition, slices: [{ ...first, start: start.at, skip: start.skip, certain: true }, ...rest] };
}

/** The first refusal of a partition whose start is confirmed; others may come from a wrong guess of the start. */
export function confirmedRefusal(manifest: Manifest, processed: ReadonlyMap<number, Processed>): Refusal | null {
  let before: Position | null = null;
  for (const partition of manifest.partitions) {
    if (partition.slices.length === 0) continue;
    const found = processed.get(partition.index);
    const starts = startsFile(manifest, partition);
    const confirmed: boolean = found !== undefined && (starts || (before !== null && samePlace(before, found.start)));
    if (confirmed && found !== undefined && found.refusal !== null) return found.refusal;
    before = confirmed && found !== undefined ? found.end : null;
  }
  return null;
}
