import { RecordScanner, type ScannedRecord } from '../../csv/records.ts';
import { type ByteSource, openSource, positionAfter } from '../../input/source.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { InputFile, Position, Slice } from '../../run-dir/manifest.ts';
import type { Cells } from './cells.ts';

const LINE_FEED = 10;

/** What a scan works with, for all slices of a partition. */
export interface ScanContext {
  kernel: Kernel;
  cells: Cells;
  /** Rows, and lines, after which the kernel's counters are emptied by a flush. */
  segmentRows: number;
  /** Lines that the kernel has counted and forgotten at flushes. */
  linesFlushed: number;
  /** Writes away all that was gathered; called when memory is full. */
  flush(): void;
  /** Told of every chunk that was read. */
  onBytes(byteCount: number): void;
}

export interface SliceScan {
  /** Where the first record that was read starts, and where the one after the last starts. */
  start: Position;
  end: Position;
  /** From the one to the other, in bytes of the text, and how far behind the slice's start the first record starts. */
  bytes: number;
  skipped: number;
  lines: number;
  /** Offset in the slice's stream of the quote that the end of the file left open. */
  openQuote: number | null;
}

/** Reads the records that start in a slice, the last one to its end, into the kernel. */
export async function scanSlice(context: ScanContext, slice: Slice, file: InputFile): Promise<SliceScan> {
  const source = openSource(slice, file);
  try {
    return await new Scan(context, slice, file, source).run();
  } finally {
    source.close();
  }
}

class Scan {
  private readonly context: ScanContext;
  private readonly slice: Slice;
  private readonly file: InputFile;
  private readonly source: ByteSource;
  private readonly kernel: Kernel;
  private readonly linesAtStart: number;
  /** Offset in the source's bytes of the buffer's first byte, and how many bytes the buffer holds. */
  private base = 0;
  private have = 0;
  private last = false;
  /** Where the slice's end lies in a gzip source, once it was reached. */
  private boundary: number | null = null;

  constructor(context: ScanContext, slice: Slice, file: InputFile, source: ByteSource) {
    this.context = context;
    this.slice = slice;
    this.file = file;
    this.source = source;
    this.kernel = context.kernel;
    this.linesAtStart = this.linesNow();
  }

  private linesNow(): number {
    return this.context.linesFlushed + this.kernel.exports.lineCount();
  }

  async run(): Promise<SliceScan> {
    // A gzip member may begin anywhere in a record: the scan before reads up to the first line feed in this one.
    const inRecord = this.file.compression === 'gzip' && !this.slice.certain && this.slice.skip === undefined;
    if (inRecord) await this.skipLine();
    const start = this.base;
    let openQuote: number | null = null;
    for (;;) {
      await this.fill();
      const next = this.scan();
      this.drop(next);
      const open = this.kernel.exports.openQuoteAt() >>> 0;
      if (open !== 0) openQuote = this.base + open - next;
      if (this.base >= this.stop() || openQuote !== null) break;
      if (this.last && this.have === 0) break;
      if (this.have === this.kernel.setup.bufferBytes) await this.readLongRecord();
    }
    const place = (offset: number) => positionAfter(this.source, this.file, this.slice.file, offset);
    return {
      start: place(start),
      end: place(this.base),
      bytes: this.base - start,
      skipped: start,
      lines: this.linesNow() - this.linesAtStart,
      openQuote,
    };
  }

  /** Records that start at this offset or after it belong to the next slice. */
  private stop(): number {
    if (this.slice.end >= this.file.bytes) return Number.POSITIVE_INFINITY;
    if (this.file.compression === 'none') return this.slice.end - this.slice.start;
    // Members are many in some files, and the boundary is among those that came last.
    this.boundary ??= this.source.members.findLast((member) => member.at === this.slice.end)?.from ?? null;
    // The line that starts exactly at a member's start is still this slice's, because the next one leaves its first line out.
    return this.boundary === null ? Number.POSITIVE_INFINITY : this.boundary + 1;
  }

  private async fill(): Promise<void> {
    const { buffer, setup } = this.kernel;
    const target = this.kernel.bytes().subarray(buffer + this.have, buffer + setup.bufferBytes);
    if (target.length === 0 || this.last) return;
    const reading = this.source.read(target);
    const byteCount = typeof reading === 'number' ? reading : await reading;
    this.have += byteCount;
    this.last = byteCount === 0;
    this.context.onBytes(byteCount);
  }

  /** Lets the kernel read what the buffer holds; the address of the first record that it left. */
  private scan(): number {
    const { buffer, exports } = this.kernel;
    const { cells } = this.context;
    const end = buffer + this.have;
    const stop = Math.min(buffer + Math.max(0, this.stop() - this.base), 0xffffffff);
    const streamStart = this.file.compression === 'none' ? this.slice.start : 0;
    let next = buffer;
    for (;;) {
      cells.streamOrigin = streamStart + this.base - buffer;
      cells.linesBefore = this.context.linesFlushed - this.linesAtStart;
      exports.setPlace(BigInt(cells.streamOrigin), stop);
      next = exports.scan(next, end, this.last ? 1 : 0) >>> 0;
      const stoppedFull = exports.isFull() !== 0;
      const counted = Math.max(exports.rowCount() >>> 0, exports.lineCount() >>> 0);
      if (stoppedFull || cells.isFull || counted >= this.context.segmentRows) this.context.flush();
      if (!stoppedFull) return next;
    }
  }

  /** Forgets the buffer's bytes before the address. */
  private drop(address: number): void {
    const { buffer } = this.kernel;
    if (address === buffer) return;
    this.kernel.bytes().copyWithin(buffer, address, buffer + this.have);
    this.base += address - buffer;
    this.have -= address - buffer;
  }

  private async skipLine(): Promise<void> {
    for (;;) {
      await this.fill();
      const { buffer } = this.kernel;
      const feed = this.kernel
        .bytes()
        .subarray(buffer, buffer + this.have)
        .indexOf(LINE_FEED);
      this.drop(buffer + (feed < 0 ? this.have : feed + 1));
      if (feed >= 0 || this.last) return;
    }
  }

  /** A record that is longer than the buffer: read byte by byte, keeping only the fields that the job wants. */
  private async readLongRecord(): Promise<void> {
    const { kernel, context } = this;
    const streamStart = this.file.compression === 'none' ? this.slice.start : 0;
    const records: ScannedRecord[] = [];
    const scanner = new RecordScanner({
      delimiter: kernel.setup.delimiter,
      offset: streamStart + this.base,
      wanted: new Set(kernel.wanted),
      name: this.file.name,
      onRecord: (record) => {
        records.push(record);
        return false;
      },
    });
    while (records.length === 0) {
      const held = kernel.bytes().subarray(kernel.buffer, kernel.buffer + this.have);
      const taken = scanner.feed(held);
      for (let at = held.indexOf(LINE_FEED); at >= 0 && at < taken; at = held.indexOf(LINE_FEED, at + 1)) {
        context.linesFlushed++;
      }
      this.drop(kernel.buffer + taken);
      if (records.length > 0) break;
      await this.fill();
      if (this.last) scanner.end();
    }
    const record = records[0] as ScannedRecord;
    const found = kernel.wanted.filter((field) => field < record.fieldCount);
    const texts = found.map((field) => quoted(record.fields[field] ?? new Uint8Array()));
    context.cells.longRowAt = record.start;
    kernel.addRow(record.fieldCount, texts, record.start);
    context.cells.longRowAt = null;
  }
}

/** A content as a quoted field: the kernel takes fields as they stand in the file. */
function quoted(content: Uint8Array): Uint8Array {
  const raw = [34];
  for (const byte of content) {
    if (byte === 34) raw.push(34);
    raw.push(byte);
  }
  raw.push(34);
  return Uint8Array.from(raw);
}
