import { Buffer } from 'node:buffer';
import type { Kernel } from '../../kernel/kernel.ts';
import {
  CELL_BYTES,
  CELL_COUNT,
  CELL_HEAD,
  CELL_INVALID,
  CELL_MISSING,
  CELL_RING,
  CELL_RING_AT,
  CELL_ROLL_SCALE,
  CELL_SECTION,
  GROUP_CELLS,
  GROUP_FIRST,
  GROUP_KEY,
  GROUP_KEY_BYTES,
  GROUP_ROWS,
  SECTION_NEXT,
  SECTION_SCALE,
} from '../../kernel/layout.ts';
import { NumberReader, shorten } from '../../partial/numbers.ts';
import { type SegmentWriter, TableEntries } from '../../partial/segment.ts';
import { mergeTables, type Table, type TableHead } from '../../partial/tables.ts';
import type { Cells } from './cells.ts';

/** 64-bit values that one call may write: each takes at most ten bytes of the kernel's 64 KiB output area. */
const VALUES_AT_ONCE = 4096;

/** Counts of one column over all groups. */
export interface ColumnTotals {
  count: number;
  missing: number;
  invalid: number;
}

/** Writes all that the kernel and its host hold into a segment, groups by key, and adds to `totals`; nothing is reset. */
export function writeSegment(kernel: Kernel, cells: Cells, writer: SegmentWriter, totals: ColumnTotals[]): void {
  kernel.exports.prepareSegment();
  for (const group of sortedGroups(kernel)) {
    const view = kernel.view();
    writer.group({
      key: keyOf(kernel, group),
      rows: view.getUint32(group + GROUP_ROWS, true),
      first: Number(view.getBigUint64(group + GROUP_FIRST, true)),
    });
    for (const [column, total] of totals.entries()) {
      const cell = group + GROUP_CELLS + column * CELL_BYTES;
      total.count += view.getUint32(cell + CELL_COUNT, true);
      total.missing += view.getUint32(cell + CELL_MISSING, true);
      total.invalid += view.getUint32(cell + CELL_INVALID, true);
      writeCell(kernel, cells, cell, writer);
    }
  }
}

function keyOf(kernel: Kernel, group: number): Uint8Array {
  const view = kernel.view();
  const at = view.getUint32(group + GROUP_KEY, true);
  return kernel.bytes().subarray(at, at + view.getUint32(group + GROUP_KEY_BYTES, true));
}

function sortedGroups(kernel: Kernel): number[] {
  const view = kernel.view();
  const table = kernel.exports.groupTable();
  const groups: { group: number; key: Uint8Array }[] = [];
  for (let slot = 0; slot < kernel.exports.groupSlots(); slot++) {
    const group = view.getUint32(table + slot * 4, true);
    if (group !== 0) groups.push({ group, key: keyOf(kernel, group) });
  }
  return groups.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ group }) => group);
}

function writeCell(kernel: Kernel, cells: Cells, cell: number, writer: SegmentWriter): void {
  const view = kernel.view();
  const count = view.getUint32(cell + CELL_COUNT, true);
  writer.counts(count, view.getUint32(cell + CELL_MISSING, true), view.getUint32(cell + CELL_INVALID, true));
  if (count === 0) return;
  const wide = cells.get(cell);
  if (wide?.rolling === undefined) writeRolling(kernel, cells, cell, writer);
  else writer.rolling(wide.rolling.part());
  const sections = sectionsOf(kernel, cell);
  if (sections.length === 1 && wide?.values === undefined) {
    writeSection(kernel, sections[0] as number, writer);
  } else {
    const tables = [...sections.map((section) => readSection(kernel, section)), ...(wide?.values?.tables() ?? [])];
    writer.mergedTable(mergeTables(tables, count));
  }
}

function writeRolling(kernel: Kernel, cells: Cells, cell: number, writer: SegmentWriter): void {
  const view = kernel.view();
  const { window } = kernel.setup;
  const scale = view.getInt32(cell + CELL_ROLL_SCALE, true);
  writer.rollingHead(scale, cells.squares(cell, scale));
  const head = view.getUint32(cell + CELL_HEAD, true);
  const ring = view.getUint32(cell + CELL_RING, true);
  const at = view.getUint32(cell + CELL_RING_AT, true);
  writeValues(kernel, head, Math.min(view.getUint32(cell + CELL_COUNT, true), window), writer);
  if (ring === 0) return;
  writeValues(kernel, ring + at * 8, window - at, writer);
  writeValues(kernel, ring, at, writer);
}

function writeValues(kernel: Kernel, values: number, length: number, writer: SegmentWriter): void {
  for (let at = 0; at < length; at += VALUES_AT_ONCE) {
    const bytes = kernel.exports.writeValues(values + at * 8, Math.min(VALUES_AT_ONCE, length - at));
    writer.raw(kernel.bytes().subarray(kernel.out, kernel.out + bytes));
  }
}

function sectionsOf(kernel: Kernel, cell: number): number[] {
  const view = kernel.view();
  const sections: number[] = [];
  let section = view.getUint32(cell + CELL_SECTION, true);
  while (section !== 0) {
    sections.push(section);
    section = view.getUint32(section + SECTION_NEXT, true);
  }
  return sections;
}

function sectionHead(kernel: Kernel, section: number): TableHead {
  kernel.exports.openSection(section);
  const scale = kernel.view().getInt32(section + SECTION_SCALE, true);
  const value = (global: WebAssembly.Global) => shorten(global.value as unknown as bigint);
  return { scale, smallest: value(kernel.exports.smallest), largest: value(kernel.exports.largest) };
}

function* sectionBytes(kernel: Kernel): Generator<Uint8Array> {
  do {
    const bytes = kernel.exports.writeEntries();
    yield kernel.bytes().subarray(kernel.out, kernel.out + bytes);
  } while (kernel.exports.done.value === 0);
}

function writeSection(kernel: Kernel, section: number, writer: SegmentWriter): void {
  writer.table(sectionHead(kernel, section));
  for (const bytes of sectionBytes(kernel)) writer.raw(bytes);
}

/** A section in memory of its own: the kernel can walk only one at a time, and merging needs all of a cell's. */
function readSection(kernel: Kernel, section: number): Table {
  const head = sectionHead(kernel, section);
  const pieces: Buffer[] = [];
  // Each piece is copied before the next one takes its place in the kernel's output area.
  for (const bytes of sectionBytes(kernel)) pieces.push(Buffer.from(bytes));
  const encoded = Buffer.concat(pieces);
  return { head, entries: new TableEntries(new NumberReader(encoded)) };
}
