import { setOut } from './encode';
import { resetGroups } from './groups';
import { bump, full, resetHeap, setHeap } from './memory';
import { resetSentinels, setDecimal, setDecimalMark } from './number';
import { setWindow } from './roll';
import { addRow, ragged, resetRows, rows, setRows } from './rows';
import { lines, openQuote, resetLines, setScan } from './scan';
import { resetValues } from './values';

// The kernel of `describe`: bytes → values → tables, in WebAssembly. What the other side may call.

export { done, largest, openSection, prepareSegment, smallest, writeEntries, writeValues } from './encode';
export { groupSlots, groupTable } from './groups';
export { addSentinel } from './number';
export { record, scan, setPlace } from './scan';

const OUT_BYTES: usize = 1 << 16;
/** Vector loads may read this far past the end of the buffer. */
const SLACK_BYTES: usize = 128;

let config: usize = 0;
let buffer: usize = 0;
let output: usize = 0;

export function configPointer(): usize {
  return config;
}

export function bufferPointer(): usize {
  return buffer;
}

export function outPointer(): usize {
  return output;
}

/**
 * Lays out memory. The caller then writes at `configPointer()`: a slot of 8 bytes for each wanted field (left empty), the
 * slot of each column, the slot and then the unit (0 text, 1 month, 2 day) of each key part, the wanted field numbers in
 * ascending order; all but the first as 32-bit words.
 */
export function configure(
  bufferBytes: usize,
  budgetBytes: usize,
  wantedCount: u32,
  columnCount: u32,
  keyCount: u32,
  headerFields: u32,
  delimiter: u32,
  decimal: u32,
  window: u32,
  emptyIsMissing: bool,
): void {
  config = (__heap_base + 15) & ~(<usize>15);
  const wanted = config + <usize>wantedCount * 8 + <usize>columnCount * 4 + <usize>keyCount * 8;
  buffer = (wanted + <usize>wantedCount * 4 + 63) & ~(<usize>63);
  output = buffer + bufferBytes + SLACK_BYTES;
  const heap = output + OUT_BYTES + SLACK_BYTES;
  const pages = <i32>((heap + 0x1ffff) >>> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) abort();
  setRows(config, wantedCount, columnCount, keyCount, headerFields, emptyIsMissing);
  setScan(<u8>delimiter, wanted, wantedCount);
  setDecimalMark(<u8>decimal);
  resetSentinels();
  setWindow(window);
  setOut(output, OUT_BYTES);
  setHeap(heap, budgetBytes);
  reset();
}

/** Forgets all groups, values and counts; keeps the set-up. */
export function reset(): void {
  resetHeap();
  resetGroups();
  resetValues();
  resetRows();
  resetLines();
}

export function rowCount(): u32 {
  return rows;
}

export function raggedCount(): u32 {
  return ragged;
}

export function lineCount(): u32 {
  return lines;
}

export function openQuoteAt(): usize {
  return openQuote;
}

export function isFull(): bool {
  return full;
}

/** The number that the host has read for `readField`. */
export function setNumber(m: i64, s: i32): void {
  setDecimal(m, s);
}

/** Memory for a row's fields that do not lie in the buffer. */
export function stage(bytes: usize): usize {
  return bump(bytes);
}

/** Adds a row whose wanted fields the caller has put into the slots. */
export function addStagedRow(fields: u32, filled: u32, position: u64): void {
  addRow(fields, filled, position);
}
