import { findRecordStart } from '../csv/cuts.ts';
import type { Dialect, InputFile, Partition } from '../run-dir/manifest.ts';
import type { OpenFile } from './open-file.ts';
import { readBlock } from './open-file.ts';
import { tile, viewBytes, widestViewBytes } from './tiling.ts';

/**
 * Partitions of rows, by the rules of `tile`. A slice of a plain file starts where a record is believed to start; a gzip slice
 * wherever in a record its member does. When a count is asked for, partitions can be empty: when there are fewer rows, or
 * fewer gzip members, than partitions.
 *
 * @param partitionCount chosen from size and cores if undefined
 * @param headerFieldCount fields of the header: tells rows from the text of a quoted field
 * @throws EnjambreError `usage` for a count out of range; errors of `openFile`.
 */
export function planPartitions(
  files: readonly InputFile[],
  partitionCount: number | undefined,
  cores: number,
  dialect: Dialect,
  headerFieldCount: number,
): Partition[] {
  const delimiter = dialect.delimiter.charCodeAt(0);
  return tile(files, {
    partitionCount,
    cores,
    fileBytes: 0,
    sliceEmptyFiles: false,
    placeNear: (open, wanted) => recordStartNear(open, wanted, delimiter, headerFieldCount),
  });
}

/** Undefined if no line ends within the widest view: then no cut is made, and one slice takes both sides of it. */
function recordStartNear(
  open: OpenFile,
  wanted: number,
  delimiter: number,
  headerFieldCount: number,
): number | undefined {
  let found: number | undefined;
  for (const byteCount of viewBytes) {
    if (found !== undefined && byteCount === widestViewBytes) break;
    const bytes = readBlock(open, wanted - 1, byteCount);
    const complete = wanted - 1 + bytes.length >= open.bytes;
    const start = findRecordStart({ bytes, complete }, delimiter, headerFieldCount);
    if (start !== undefined) found = wanted - 1 + start.at;
    if (complete || (start !== undefined && start.belief !== 'weak')) break;
  }
  return found;
}
