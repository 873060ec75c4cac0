import { Buffer } from 'node:buffer';
import { rmSync } from 'node:fs';
import { Rolling } from '../stats/rolling.ts';
import { type GroupHead, SegmentReader, SegmentWriter } from './segment.ts';
import { type MergedTable, mergeTables } from './tables.ts';

/** One column of one group over all segments; its values are read by draining the table. */
export interface MergedCell {
  count: number;
  missing: number;
  invalid: number;
  rolling: Rolling;
  /** Null when there is no value; must be drained before the next cell. */
  table: MergedTable | null;
}

export interface MergedGroup extends GroupHead {
  cells(): Iterable<MergedCell>;
}

/** Segments that are merged at once: bounds open files and buffers. */
const FAN_IN = 128;
const BUFFER_BYTES = 1 << 14;

/** Walks the groups of several segments, which are in input order, by ascending key. Each group's cells must be drained. */
export function* mergeGroups(readers: SegmentReader[]): Generator<MergedGroup> {
  const heads = readers.map((reader) => reader.nextGroup());
  for (;;) {
    let least: GroupHead | null = null;
    for (const head of heads) {
      if (head !== null && (least === null || Buffer.compare(head.key, least.key) < 0)) least = head;
    }
    if (least === null) return;
    const { key, first } = least;
    const members: number[] = [];
    let rows = 0;
    for (const [index, head] of heads.entries()) {
      if (head === null || Buffer.compare(head.key, key) !== 0) continue;
      members.push(index);
      rows += head.rows;
    }
    const cells = () => mergeCells(members.map((index) => readers[index] as SegmentReader));
    yield { key, rows, first, cells };
    for (const index of members) heads[index] = (readers[index] as SegmentReader).nextGroup();
  }
}

function* mergeCells(readers: SegmentReader[]): Generator<MergedCell> {
  const columnCount = readers[0]?.columnCount ?? 0;
  for (let column = 0; column < columnCount; column++) yield mergeCell(readers);
}

function mergeCell(readers: SegmentReader[]): MergedCell {
  const heads = readers.map((reader) => reader.cell());
  const rolling = new Rolling(readers[0]?.window ?? 1);
  let count = 0;
  let missing = 0;
  let invalid = 0;
  for (const head of heads) {
    count += head.count;
    missing += head.missing;
    invalid += head.invalid;
    if (head.rolling !== null) rolling.append(head.rolling);
  }
  const tables = heads.flatMap(({ table }) => (table === null ? [] : [table]));
  return { count, missing, invalid, rolling, table: tables.length === 0 ? null : mergeTables(tables, count) };
}

export function openSegments(paths: string[]): SegmentReader[] {
  return paths.map((path) => new SegmentReader(path, BUFFER_BYTES));
}

/** Merges segments, in input order, into one. */
export function mergeSegments(paths: string[], target: string): { bytes: number; sha256: string } {
  const readers = openSegments(paths);
  const { columnCount, window } = readers[0] as SegmentReader;
  const writer = new SegmentWriter(target, columnCount, window);
  try {
    for (const group of mergeGroups(readers)) {
      writer.group(group);
      for (const cell of group.cells()) writeCell(writer, cell);
    }
  } catch (error) {
    writer.abandon();
    throw error;
  } finally {
    for (const reader of readers) reader.close();
  }
  return writer.close();
}

function writeCell(writer: SegmentWriter, { count, missing, invalid, rolling, table }: MergedCell): void {
  writer.counts(count, missing, invalid);
  if (table === null) return;
  writer.rolling(rolling.merged());
  writer.mergedTable(table);
}

/** Merges neighbours into temporary segments until there are few enough to be open at once. */
export function narrowSegments(
  paths: string[],
  temporary: (index: number) => string,
): { paths: string[]; release(): void } {
  let level = paths;
  const made: string[] = [];
  while (level.length > FAN_IN) {
    const next: string[] = [];
    for (let at = 0; at < level.length; at += FAN_IN) {
      const target = temporary(made.length);
      mergeSegments(level.slice(at, at + FAN_IN), target);
      made.push(target);
      next.push(target);
    }
    level = next;
  }
  const release = () => {
    for (const path of made) rmSync(path, { force: true });
  };
  return { paths: level, release };
}
