import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync } from 'node:fs';
import type { RollingPart } from '../stats/rolling.ts';
import { type Int, NumberReader, NumberWriter, shorten } from './numbers.ts';
import type { Entries, MergedTable, Table, TableHead } from './tables.ts';

// A segment is a sorted, mergeable file: what some contiguous piece of the input says. A partial is one segment; a worker
// that fills its memory writes several and merges them.
//
//   segment  magic, columns, window, group …, 0
//   group    1, key length, key, rows, offset of its first record, cell for each column
//   cell     count, missing, invalid, and if count > 0: rolling, table
//   rolling  scale, squares, first values (at most one window), last values (one window, if there are more)
//   table    scale, smallest value, largest value, count of the smallest, (step to the next value, its count) …, 0

const MAGIC = Buffer.from('enjambre segment 1\n');

/** Version of the format above: part of a job's identity, so that partials of two versions never meet. */
export const SEGMENT_FORMAT = 1;

export interface GroupHead {
  /** Key bytes, as the kernel writes them: their order is the order of groups. */
  key: Uint8Array;
  rows: number;
  /** Offset of the group's first record in its partition's stream. */
  first: number;
}

export interface CellHead {
  count: number;
  missing: number;
  invalid: number;
  /** Null when there is no value. */
  rolling: RollingPart | null;
  table: Table | null;
}

/** Writes a segment. The caller sends groups by ascending key, and each cell's entries by ascending value. */
export class SegmentWriter {
  private readonly fd: number;
  private readonly out: NumberWriter;
  private readonly hash = createHash('sha256');
  private readonly window: number;
  private firstEntry = false;

  constructor(path: string, columnCount: number, window: number) {
    this.fd = openSync(path, 'w');
    this.window = window;
    this.out = new NumberWriter(this.fd, (bytes) => this.hash.update(bytes));
    this.out.bytes(MAGIC);
    this.out.unsigned(columnCount);
    this.out.unsigned(window);
  }

  group(head: GroupHead): void {
    this.out.unsigned(1);
    this.out.unsigned(head.key.length);
    this.out.bytes(head.key);
    this.out.unsigned(head.rows);
    this.out.unsigned(head.first);
  }

  counts(count: number, missing: number, invalid: number): void {
    this.out.unsigned(count);
    this.out.unsigned(missing);
    this.out.unsigned(invalid);
  }

  rollingHead(scale: number, squares: bigint): void {
    this.out.signed(scale);
    this.out.unsigned(squares);
  }

  rolling(part: RollingPart): void {
    this.rollingHead(part.scale, part.squares);
    for (const value of part.head) this.out.signed(value);
    if (part.count > this.window) for (const value of part.tail) this.out.signed(value);
  }

  table(head: TableHead): void {
    this.out.signed(head.scale);
    this.out.signed(head.smallest);
    this.out.signed(head.largest);
    this.firstEntry = true;
  }

  /** One value: its step from the value before, and how often it occurred. */
  entry(step: Int, count: number): void {
    if (!this.firstEntry) this.out.unsigned(step);
    this.firstEntry = false;
    this.out.unsigned(count);
  }

  endTable(): void {
    this.out.unsigned(0);
  }

  mergedTable({ scale, origin, maxOffset, drain }: MergedTable): void {
    this.table({ scale, smallest: shorten(origin), largest: shorten(origin + BigInt(maxOffset)) });
    let before = 0;
    let beforeBig = 0n;
    drain({
      add: (offset, count) => {
        this.entry(offset - before, count);
        before = offset;
      },
      addBig: (offset, count) => {
        this.entry(shorten(offset - beforeBig), count);
        beforeBig = offset;
      },
    });
    this.endTable();
  }

  /** Bytes that are already in this format: values, or entries. */
  raw(bytes: Uint8Array): void {
    this.out.bytes(bytes);
  }

  /** Ends the segment and makes it durable. */
  close(): { bytes: number; sha256: string } {
    this.out.unsigned(0);
    this.out.flush();
    fsyncSync(this.fd);
    closeSync(this.fd);
    return { bytes: this.out.bytesWritten, sha256: this.hash.digest('hex') };
  }

  /** Gives up: closes the file, whose content is then worthless. */
  abandon(): void {
    closeSync(this.fd);
  }
}

/** The entries of a table, from bytes in the format above. */
export class TableEntries implements Entries {
  private readonly numbers: NumberReader;
  private isFirst = true;
  step: Int = 0;
  entryCount = 0;

  constructor(numbers: NumberReader) {
    this.numbers = numbers;
  }

  nextEntry(): boolean {
    this.step = this.isFirst ? 0 : this.numbers.unsigned();
    if (this.step === 0 && !this.isFirst) return false;
    this.isFirst = false;
    this.entryCount = this.numbers.count();
    return true;
  }
}

/** Reads a segment in the order in which it was written: group, then each cell, then the cell's entries to the last. */
export class SegmentReader {
  readonly columnCount: number;
  readonly window: number;
  private readonly numbers: NumberReader;

  constructor(path: string, bufferBytes?: number) {
    this.numbers = new NumberReader(path, bufferBytes);
    const magic = this.numbers.bytes(MAGIC.length);
    if (Buffer.compare(magic, MAGIC) !== 0) throw new Error(`${path} is not a segment`);
    this.columnCount = this.numbers.count();
    this.window = this.numbers.count();
  }

  nextGroup(): GroupHead | null {
    if (this.numbers.unsigned() === 0) return null;
    const key = this.numbers.bytes(this.numbers.count());
    return { key, rows: this.numbers.count(), first: this.numbers.count() };
  }

  cell(): CellHead {
    const count = this.numbers.count();
    const missing = this.numbers.count();
    const invalid = this.numbers.count();
    if (count === 0) return { count, missing, invalid, rolling: null, table: null };
    const rolling = this.rolling(count);
    const scale = this.numbers.signed() as number;
    const head = { scale, smallest: this.numbers.signed(), largest: this.numbers.signed() };
    return { count, missing, invalid, rolling, table: { head, entries: new TableEntries(this.numbers) } };
  }

  private rolling(count: number): RollingPart {
    const scale = this.numbers.signed() as number;
    const squares = BigInt(this.numbers.unsigned());
    const head = this.values(Math.min(count, this.window));
    return { count, scale, squares, head, tail: count > this.window ? this.values(this.window) : head };
  }

  private values(length: number): Int[] {
    const values = new Array<Int>(length);
    for (let i = 0; i < length; i++) values[i] = this.numbers.signed();
    return values;
  }

  close(): void {
    this.numbers.close();
  }
}
