import { readFileSync } from 'node:fs';
import type { Int } from '../../../pipeline/partial/numbers.ts';
import { shorten } from '../../../pipeline/partial/numbers.ts';
import { SegmentReader, SegmentWriter } from '../../../pipeline/partial/segment.ts';
import type { RollingPart } from '../../../pipeline/stats/rolling.ts';

/** All that a cell says, in plain lists. */
export interface PlainCell {
  missing: number;
  invalid: number;
  /** Null when there is no value. */
  rolling: Omit<RollingPart, 'count'> | null;
  scale: number;
  /** Ascending, each once. */
  entries: [value: bigint, count: number][];
}

export interface PlainGroup {
  key: number[];
  rows: number;
  first: number;
  cells: PlainCell[];
}

export function countOf({ entries }: PlainCell): number {
  return entries.reduce((sum, [, count]) => sum + count, 0);
}

export function writeSegment(path: string, window: number, columnCount: number, groups: PlainGroup[]) {
  const writer = new SegmentWriter(path, columnCount, window);
  for (const { key, cells, ...head } of groups) {
    writer.group({ ...head, key: Uint8Array.from(key) });
    for (const cell of cells) writeCell(writer, cell);
  }
  return writer.close();
}

function writeCell(writer: SegmentWriter, cell: PlainCell): void {
  const { missing, invalid, rolling, scale, entries } = cell;
  writer.counts(countOf(cell), missing, invalid);
  if (rolling === null) return;
  writer.rolling({ ...rolling, count: countOf(cell) });
  const smallest = shorten((entries[0] as [bigint, number])[0]);
  const largest = shorten((entries.at(-1) as [bigint, number])[0]);
  writer.table({ scale, smallest, largest });
  for (const [index, [value, count]] of entries.entries()) {
    const before = entries[index - 1]?.[0] ?? value;
    writer.entry(shorten(value - before), count);
  }
  writer.endTable();
}

export function readSegment(path: string, bufferBytes: number): { window: number; groups: PlainGroup[] } {
  const reader = new SegmentReader(path, bufferBytes);
  const groups: PlainGroup[] = [];
  try {
    for (let head = reader.nextGroup(); head !== null; head = reader.nextGroup()) {
      const cells = Array.from({ length: reader.columnCount }, () => readCell(reader));
      groups.push({ ...head, key: [...head.key], cells });
    }
  } finally {
    reader.close();
  }
  return { window: reader.window, groups };
}

function readCell(reader: SegmentReader): PlainCell {
  const { missing, invalid, rolling, table } = reader.cell();
  if (rolling === null || table === null) return { missing, invalid, rolling: null, scale: 0, entries: [] };
  const { count: _, ...part } = rolling;
  const entries: PlainCell['entries'] = [];
  let value = BigInt(table.head.smallest);
  while (table.entries.nextEntry()) {
    value += BigInt(table.entries.step);
    entries.push([value, table.entries.entryCount]);
  }
  if (value !== BigInt(table.head.largest)) throw new Error(`the table ends at ${value}, not ${table.head.largest}`);
  return { missing, invalid, rolling: part, scale: table.head.scale, entries };
}

/** What is known of a list of values, by definition. */
export function plainCell(values: bigint[], scale: number, window: number): PlainCell {
  const counts = new Map<bigint, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let squares = 0n;
  for (let at = 0; at + window <= values.length; at++) {
    const sum = values.slice(at, at + window).reduce((a, b) => a + b, 0n);
    squares += sum * sum;
  }
  const short = (list: bigint[]): Int[] => list.map(shorten);
  const head = short(values.slice(0, window));
  const tail = values.length > window ? short(values.slice(-window)) : head;
  return {
    missing: 0,
    invalid: 0,
    rolling: values.length === 0 ? null : { scale, squares, head, tail },
    scale: values.length === 0 ? 0 : scale,
    entries: [...counts].sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

export function fileBytes(path: string): Uint8Array {
  return readFileSync(path);
}
