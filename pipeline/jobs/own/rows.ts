import { RecordScanner, type ScannedRecord } from '../../csv/records.ts';
import { openSource } from '../../input/source.ts';
import type { InputFile, Position, Slice } from '../../run-dir/manifest.ts';
import type { Task } from '../job.ts';
import { type Before, countLineFeeds, knownBefore } from './places.ts';
import type { RowView } from './row.ts';
import { SliceBuffer } from './slice-buffer.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;

export interface RowReading {
  /** The object that serves every row in turn. */
  row: RowView;
  /** Called for each row; when it returns a promise, reading waits for it. */
  onRow(row: RowView): void | Promise<void>;
  /** What lies before the slice, where it was counted. */
  before?: Before | undefined;
}

export interface SliceRows {
  /** Where the first row that was read starts, and where the one after the last starts. */
  start: Position;
  end: Position;
  rows: number;
  ragged: number;
  /** Line feeds in the rows, empty lines too. */
  lines: number;
  /** Offset in the slice's stream of the quote that the end of the file left open. */
  openQuote: number | null;
}

/** Reads the rows that start in a slice, the last one to its end: the same rows as the job `describe`. */
export async function readRows(
  { manifest, limits, onBytes }: Pick<Task, 'manifest' | 'limits' | 'onBytes'>,
  slice: Slice,
  reading: RowReading,
): Promise<SliceRows> {
  const file = manifest.input.files[slice.file] as InputFile;
  const source = openSource(slice, file);
  const delimiter = manifest.input.dialect.delimiter.charCodeAt(0);
  try {
    const buffer = new SliceBuffer(slice, file, source, limits.bufferBytes, onBytes);
    return await new SliceReader(buffer, reading, delimiter).read();
  } finally {
    source.close();
  }
}

class SliceReader {
  private readonly buffer: SliceBuffer;
  private readonly row: RowView;
  private readonly onRow: RowReading['onRow'];
  private readonly delimiter: number;
  private rows = 0;
  private ragged = 0;
  private lines = 0;
  private openQuote: number | null = null;
  /** What `onRow` does with the last row. */
  private pending: ReturnType<RowReading['onRow']> = undefined;

  constructor(buffer: SliceBuffer, { row, onRow, before }: RowReading, delimiter: number) {
    const { slice, file, bytes } = buffer;
    this.buffer = buffer;
    this.row = row;
    this.onRow = onRow;
    this.delimiter = delimiter;
    row.bytes = bytes;
    row.file = file.name;
    row.before = before ?? knownBefore(slice, file);
  }

  async read(): Promise<SliceRows> {
    const { buffer } = this;
    const { slice, file } = buffer;
    // A gzip member may begin anywhere in a row: the slice before reads up to the first line feed in this one.
    if (file.compression === 'gzip' && !slice.certain && slice.skip === undefined) await buffer.skipLine();
    const start = buffer.base;
    for (;;) {
      const filling = buffer.fill();
      if (filling !== undefined) await filling;
      let next = this.scan(0);
      while (this.pending !== undefined) {
        await this.pending;
        this.pending = undefined;
        next = this.scan(next);
      }
      buffer.drop(next);
      if (buffer.base >= this.stop() || this.openQuote !== null) break;
      if (buffer.isLast && buffer.have === 0) break;
      if (buffer.isFull) await this.readLongRow();
    }
    const { rows, ragged, lines, openQuote } = this;
    return { start: buffer.placeOf(start), end: buffer.placeOf(buffer.base), rows, ragged, lines, openQuote };
  }

  /** Rows that start at this offset or after it belong to the next slice. */
  private stop(): number {
    // The line that starts exactly at a member's start is still this slice's, because the next one leaves its first line out.
    return this.buffer.file.compression === 'gzip' ? this.buffer.end + 1 : this.buffer.end;
  }

  /** Reads the whole rows that the buffer holds from `from` on; gives the place of the first byte that it left. */
  private scan(from: number): number {
    const { delimiter, row } = this;
    const { bytes: buffer, base, have, isLast: last } = this.buffer;
    const { starts, ends, noted } = row;
    const stop = Math.min(this.stop() - base, have);
    let start = from;
    while (start < stop) {
      let at = start;
      let fields = 0;
      let lines = 0;
      let byte = 0;
      for (;;) {
        if (fields < noted) starts[fields] = at;
        if (at < have && buffer[at] === QUOTE) {
          const opened = at;
          // To the quote that is not one of two.
          for (at++; at < have; at++) {
            byte = buffer[at] as number;
            if (byte === LINE_FEED) lines++;
            else if (byte === QUOTE && (at + 1 >= have || buffer[at + 1] !== QUOTE)) break;
            else if (byte === QUOTE) at++;
          }
          // A quote at the buffer's end may be the first of two.
          if (!last && at + 1 >= have) return start;
          if (at >= have) return this.leaveOpen(opened, lines);
          at++;
        }
        byte = 0;
        while (at < have) {
          byte = buffer[at] as number;
          if (byte === delimiter || byte === LINE_FEED) break;
          at++;
        }
        if (at >= have && !last) return start;
        if (fields < noted) ends[fields] = at;
        fields++;
        if (at >= have || byte === LINE_FEED) break;
        at++;
      }
      if (this.endRow(start, at, fields, lines)) return at < have ? at + 1 : at;
      start = at < have ? at + 1 : at;
    }
    return start;
  }

  /** Takes a row that ends at its line feed, or at the file's end. True when reading must wait. */
  private endRow(start: number, end: number, fields: number, linesWithin: number): boolean {
    const { row } = this;
    const { bytes, base, have, linesSkipped } = this.buffer;
    const terminated = end < have;
    const crlf = terminated && end > start && bytes[end - 1] === CARRIAGE_RETURN;
    const linesBefore = this.lines;
    this.lines += linesWithin + (terminated ? 1 : 0);
    if (end - start === (crlf ? 1 : 0)) return false;
    if (crlf && fields <= row.noted) row.ends[fields - 1] = end - 1;
    row.fieldCount = fields;
    row.linesInto = linesSkipped + linesBefore;
    row.bytesInto = base + start;
    this.give();
    return this.pending !== undefined;
  }

  private give(): void {
    this.rows++;
    if (this.row.isRagged) this.ragged++;
    this.pending = this.onRow(this.row);
  }

  private leaveOpen(quote: number, lines: number): number {
    this.lines += lines;
    this.openQuote = this.buffer.base + quote;
    return this.buffer.have;
  }

  /** A row that is longer than the buffer: memory holds only the fields that may be asked for. */
  private async readLongRow(): Promise<void> {
    const { row, buffer } = this;
    const { slice, file, linesSkipped } = buffer;
    const records: ScannedRecord[] = [];
    const scanner = new RecordScanner({
      delimiter: this.delimiter,
      offset: buffer.base + (file.compression === 'none' ? slice.start : 0),
      wanted: row.wanted,
      name: file.name,
      onRecord: (record) => records.push(record) < 0,
    });
    const [bytesInto, linesInto] = [buffer.base, linesSkipped + this.lines];
    while (records.length === 0) {
      const taken = scanner.feed(buffer.bytes.subarray(0, buffer.have));
      this.lines += countLineFeeds(buffer.bytes.subarray(0, taken));
      buffer.drop(taken);
      if (records.length > 0) break;
      await buffer.fill();
      if (!buffer.isLast || buffer.have > 0) continue;
      scanner.end();
      if (records.length === 0) return;
    }
    const { fieldCount, fields } = records[0] as ScannedRecord;
    Object.assign(row, { fieldCount, contents: fields, bytesInto, linesInto });
    this.give();
    await this.pending;
    this.pending = undefined;
    row.contents = null;
  }
}
