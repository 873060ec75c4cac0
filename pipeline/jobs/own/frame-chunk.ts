import type { Danfo, DataFrame } from '../../frame/danfo.ts';
import type { InputFile, Slice } from '../../run-dir/manifest.ts';
import type { Task } from '../job.ts';
import { NumberCounts } from './frame-counts.ts';
import type { FrameOptions } from './frame-options.ts';
import type { Before } from './places.ts';
import { RowView } from './row.ts';

/** Where a row stands; its line and byte are known if what lies before its slice is. */
export interface RowPlace {
  /** Index in the partition's slices. */
  slice: number;
  file: string;
  linesInto: number;
  bytesInto: number;
  before: Before | null;
}

interface ChunkColumn {
  /** In the header. */
  index: number;
  /** Index in the options' numbers; null for text. */
  number: number | null;
}

/** Gathers rows until they are enough for a frame. */
export class Chunk {
  readonly row: RowView;
  readonly counts: NumberCounts;
  first: RowPlace | null = null;
  /** Of the last row that was taken. */
  last: RowPlace | null = null;
  private rows: (string | number | null)[][] = [];
  private readonly columns: ChunkColumn[];
  private readonly names: readonly string[];
  private readonly dtypes: readonly string[];
  private readonly chunkRows: number;
  private readonly slices: readonly Slice[];
  private readonly files: readonly InputFile[];
  /** No text that means "no value" is longer. */
  private readonly longestMissing: number;

  constructor({ manifest, partition }: Task) {
    const { columns, numbers, missing, chunkRows } = manifest.options as FrameOptions;
    const { header, dialect, files } = manifest.input;
    this.row = new RowView({ header, columns, missing, dialect });
    this.counts = new NumberCounts(numbers.length);
    this.names = columns;
    this.columns = columns.map((name) => {
      const number = numbers.indexOf(name);
      return { index: this.row.indexOf(name), number: number < 0 ? null : number };
    });
    this.dtypes = this.columns.map(({ number }) => (number === null ? 'string' : 'float32'));
    this.chunkRows = chunkRows;
    this.slices = partition.slices;
    this.files = files;
    this.longestMissing = Math.max(0, ...missing.map((text) => text.length));
  }

  get rowCount(): number {
    return this.rows.length;
  }

  /** Takes the row that is being read. True when the rows are enough. */
  take(slice: number): boolean {
    const { row } = this;
    this.last = { slice, file: row.file, linesInto: row.linesInto, bytesInto: row.bytesInto, before: row.before };
    this.first ??= this.last;
    this.rows.push(
      this.columns.map(({ index, number }) => (number === null ? this.text(index) : this.number(index, number))),
    );
    return this.rows.length >= this.chunkRows;
  }

  private text(index: number): string | null {
    const text = this.row.textAt(index);
    return text.length <= this.longestMissing && this.row.isMissingAt(index) ? null : text;
  }

  private number(index: number, number: number): number {
    const { row, counts } = this;
    const value = row.numberAt(index);
    if (value !== null) {
      counts.present(number);
      return value;
    }
    if (row.isMissingAt(index)) counts.missing(number);
    else counts.invalid(number, () => ({ text: row.textAt(index), ...this.ledgerPlace(index) }));
    return Number.NaN;
  }

  /** The line of the row and the byte of the field, as partitions know them: the ledger counts the lines before. */
  private ledgerPlace(index: number): { slice: number; lines: number; byte: number } {
    const { slice, linesInto } = this.last as RowPlace;
    const bytesInto = this.row.bytesIntoField(index);
    const { start, skip, certain, file } = this.slices[slice] as Slice;
    if (this.files[file]?.compression !== 'gzip') return { slice, lines: linesInto, byte: start + bytesInto };
    // The first line of such a slice is the one before's.
    const skippedLines = !certain && skip === undefined ? 1 : 0;
    return { slice, lines: Math.max(0, linesInto - skippedLines), byte: bytesInto };
  }

  /** A frame of the rows, which are then forgotten. */
  toFrame(danfo: Danfo): DataFrame {
    const rows = this.rows;
    this.rows = [];
    return new danfo.DataFrame(rows, { columns: [...this.names], dtypes: [...this.dtypes] });
  }

  /** After the frame was used: its rows' places are of no more interest. */
  forgetPlaces(): void {
    this.first = null;
  }
}
