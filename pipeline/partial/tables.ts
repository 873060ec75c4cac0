import { pow10 } from '../exact/decimal.ts';
import { Heap } from './heap.ts';
import { type Int, shorten } from './numbers.ts';

/** What precedes the entries of a value table; values are integers at `scale`. */
export interface TableHead {
  scale: number;
  smallest: Int;
  largest: Int;
}

/** A stream of distinct values in ascending order: `step` from the value before (0 at first), and how often it occurred. */
export interface Entries {
  step: Int;
  entryCount: number;
  /** Moves to the next entry; false after the last. */
  nextEntry(): boolean;
}

export interface Table {
  head: TableHead;
  entries: Entries;
}

/** Takes distinct values in ascending order, as offsets from the smallest: safe integers by `add`, longer ones by `addBig`. */
export interface TableConsumer {
  add(offset: number, count: number): void;
  addBig(offset: bigint, count: number): void;
}

/** Several tables as one. */
export interface MergedTable {
  /** The largest of the tables' scales. */
  scale: number;
  /** Smallest value, at `scale`. */
  origin: bigint;
  /** Largest value less the smallest; a `number` exactly when the offsets come by `add`. */
  maxOffset: Int;
  /** Sends every distinct value to `consumer`; to be called once. */
  drain(consumer: TableConsumer): void;
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
/** A dense array of at most this many counts serves for merging, when the values lie dense enough. */
const DENSE_SLOTS = 1 << 17;

/** Merges tables, of which there is at least one; `count` is the number of values in all of them. */
export function mergeTables(tables: Table[], count: number): MergedTable {
  const scale = Math.max(...tables.map((table) => table.head.scale));
  const ends = tableEnds(tables, scale);
  const origin = ends.smallest;
  const maxOffset = shorten(ends.largest - origin);
  const drain = (consumer: TableConsumer) => {
    const sources = tables.map(({ head, entries }) => {
      const factor = pow10(scale - head.scale);
      // A factor beyond safe integers means that the table holds one value only, which takes no step.
      const step = factor <= MAX_SAFE ? Number(factor) : 0;
      return { entries, factor, step, start: BigInt(head.smallest) * factor - origin };
    });
    if (typeof maxOffset === 'bigint') drainBig(sources, consumer);
    else if (sources.length === 1) drainOne(sources[0] as Source, consumer);
    else if (maxOffset < DENSE_SLOTS && maxOffset < 64 + 16 * count) drainDense(sources, maxOffset, consumer);
    else drainSparse(sources, consumer);
  };
  return { scale, origin, maxOffset, drain };
}

function tableEnds(tables: Table[], scale: number): { smallest: bigint; largest: bigint } {
  const ends = tables.map(({ head }) => {
    const factor = pow10(scale - head.scale);
    return { smallest: BigInt(head.smallest) * factor, largest: BigInt(head.largest) * factor };
  });
  return ends.reduce((a, b) => ({
    smallest: a.smallest < b.smallest ? a.smallest : b.smallest,
    largest: a.largest > b.largest ? a.largest : b.largest,
  }));
}

/** A table, to be read at the merged scale. */
interface Source {
  entries: Entries;
  /** What its steps are multiplied by, and the same as a number for tables whose offsets are safe. */
  factor: bigint;
  step: number;
  /** Offset of its first value. */
  start: bigint;
}

function drainOne({ entries, step, start }: Source, consumer: TableConsumer): void {
  let offset = Number(start);
  while (entries.nextEntry()) {
    offset += (entries.step as number) * step;
    consumer.add(offset, entries.entryCount);
  }
}

function drainDense(sources: Source[], maxOffset: number, consumer: TableConsumer): void {
  const counts = new Float64Array(maxOffset + 1);
  for (const { entries, step, start } of sources) {
    let offset = Number(start);
    while (entries.nextEntry()) {
      offset += (entries.step as number) * step;
      counts[offset] = (counts[offset] as number) + entries.entryCount;
    }
  }
  for (let offset = 0; offset <= maxOffset; offset++) {
    const count = counts[offset] as number;
    if (count !== 0) consumer.add(offset, count);
  }
}

function drainSparse(sources: Source[], consumer: TableConsumer): void {
  const heap = new Heap<number>();
  const offsets = sources.map((source) => Number(source.start));
  for (const [index, source] of sources.entries()) {
    if (source.entries.nextEntry()) heap.push(offsets[index] as number, index);
  }
  while (heap.size > 0) {
    const offset = heap.least;
    let count = 0;
    do {
      const index = heap.leastItem;
      const { entries, step } = sources[index] as Source;
      count += entries.entryCount;
      if (entries.nextEntry()) heap.replace(heap.least + (entries.step as number) * step);
      else heap.pop();
    } while (heap.size > 0 && heap.least === offset);
    consumer.add(offset, count);
  }
}

function drainBig(sources: Source[], consumer: TableConsumer): void {
  const heap = new Heap<bigint>();
  for (const [index, source] of sources.entries()) {
    if (source.entries.nextEntry()) heap.push(source.start, index);
  }
  while (heap.size > 0) {
    const offset = heap.least;
    let count = 0;
    do {
      const { entries, factor } = sources[heap.leastItem] as Source;
      count += entries.entryCount;
      if (entries.nextEntry()) heap.replace(heap.least + BigInt(entries.step) * factor);
      else heap.pop();
    } while (heap.size > 0 && heap.least === offset);
    consumer.addBig(offset, count);
  }
}
