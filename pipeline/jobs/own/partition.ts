import { EnjambreError } from '../../errors.ts';
import type { InputFile, Slice } from '../../run-dir/manifest.ts';
import type { PartitionTotals, Refusal, Task } from '../job.ts';
import { emptyTotals } from '../totals.ts';
import { Thrown } from './failure.ts';
import { countBefore, type Places, PlaceWanted } from './places.ts';
import type { RowView } from './row.ts';
import { type RowReading, readRows, type SliceRows } from './rows.ts';

/** Errors about the text itself, which a wrong guess of the partition's start can cause as well. */
const TEXT_ERRORS = new Set(['field-too-long', 'unclosed-quote', 'line-too-long']);

/**
 * Reads the rows of a partition, slice after slice. The totals are without a partial; with a refusal, what was read is void.
 * Ends with `PlaceWanted` where `onRow` asked for a line number that is not known: `withPlaces` begins anew then.
 */
export function readPartition(
  task: Task,
  places: Places,
  row: RowView,
  onRow: RowReading['onRow'],
): Promise<PartitionTotals> {
  return readSlices(task, (slice, index) => {
    const guarded: RowReading['onRow'] = () => {
      let pending: ReturnType<RowReading['onRow']>;
      try {
        pending = onRow(row);
      } finally {
        // Also when the job has failed: what it did without the place may be why.
        if (row.placeWanted) checkPlace(row, index);
      }
      return pending?.finally(() => checkPlace(row, index));
    };
    const rows = readRows(task, slice, { row, onRow: guarded, before: places.get(index) });
    return rows.catch((error: unknown) => placed(error, row, slice, task));
  });
}

/** Adds where in the input the job has failed. */
async function placed(error: unknown, row: RowView, slice: Slice, { manifest }: Task): Promise<never> {
  if (!(error instanceof Thrown) || error.place !== undefined) throw error;
  const file = manifest.input.files[slice.file] as InputFile;
  const before = row.before ?? (await countBefore(slice, file));
  error.place = `${file.name} line ${before.lines + row.linesInto + 1}, byte ${before.bytes + row.bytesInto}`;
  throw error;
}

function checkPlace(row: RowView, slice: number): void {
  if (!row.placeWanted) return;
  row.placeWanted = false;
  throw new PlaceWanted(slice);
}

/** Reads slice after slice, and adds up their totals; a text that cannot be read becomes a refusal. */
export async function readSlices(
  task: Task,
  read: (slice: Slice, index: number) => Promise<SliceRows>,
): Promise<PartitionTotals> {
  const totals = emptyTotals();
  for (const [index, slice] of task.partition.slices.entries()) {
    const file = task.manifest.input.files[slice.file];
    if (file === undefined)
      throw new Error(`partition ${task.partition.index} names file ${slice.file}, which is not there`);
    try {
      const { start, end, rows, ragged, lines, openQuote } = await read(slice, index);
      totals.start ??= start;
      totals.end = end;
      totals.rows += rows;
      totals.ragged += ragged;
      totals.slices.push({ file: slice.file, rows, ragged, lines });
      if (openQuote !== null) {
        const offset = openQuote + (file.compression === 'none' ? slice.start : 0);
        totals.refusal = openQuoteRefusal(slice.file, offset);
        return totals;
      }
    } catch (error) {
      totals.refusal = asRefusal(error, slice.file);
      totals.start ??= { file: slice.file, at: slice.start, skip: slice.skip ?? 0 };
      return totals;
    }
  }
  return totals;
}

function openQuoteRefusal(file: number, offset: number): Refusal {
  const next = 'close the quote there, or write it twice if it is part of the text';
  return { code: 'unclosed-quote', message: 'a quoted field opens and is never closed', next, file, offset };
}

function asRefusal(error: unknown, file: number): Refusal {
  if (!(error instanceof EnjambreError) || !TEXT_ERRORS.has(error.code)) throw error;
  return { code: error.code, message: error.message, next: error.next ?? '', file, offset: -1 };
}
