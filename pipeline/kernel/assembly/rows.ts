import { readField, rollWide } from './host';
import {
  CELL_BYTES,
  CELL_COUNT,
  CELL_INVALID,
  CELL_MISSING,
  CELL_ROLL_SCALE,
  GROUP_CELLS,
  GROUP_ROWS,
} from '../layout';
import { addDate, addNull, addText, beginKey, findGroup } from './groups';
import { isSentinel, mantissa, parseField, scale } from './number';
import { roll, WIDE } from './roll';
import { addValue } from './values';

// One row: its wanted fields, already found, go to the cells of its group.

/** Start and end of each wanted field of the present row, two 32-bit words each. */
export let slots: usize = 0;
/** Slot of each column, then slot and unit of each key part. */
let columnSlots: usize = 0;
let keySlots: usize = 0;
let keyUnits: usize = 0;
let columnCount: u32 = 0;
let keyCount: u32 = 0;
let headerFields: u32 = 0;
let emptyIsMissing = true;

export let rows: u32 = 0;
export let ragged: u32 = 0;

let onlyGroup: usize = 0;

export function setRows(config: usize, wanted: u32, columns: u32, keys: u32, fields: u32, empty: bool): void {
  slots = config;
  columnSlots = slots + ((<usize>wanted) << 3);
  keySlots = columnSlots + ((<usize>columns) << 2);
  keyUnits = keySlots + ((<usize>keys) << 2);
  columnCount = columns;
  keyCount = keys;
  headerFields = fields;
  emptyIsMissing = empty;
}

export function resetRows(): void {
  rows = 0;
  ragged = 0;
  onlyGroup = 0;
}

@inline
function slotStart(slot: u32): usize {
  return load<u32>(slots + ((<usize>slot) << 3));
}

@inline
function slotEnd(slot: u32): usize {
  return load<u32>(slots + ((<usize>slot) << 3), 4);
}

/** Counts a row of `fields` fields, of which the first `filled` wanted ones were found. */
export function addRow(fields: u32, filled: u32, position: u64): void {
  rows++;
  if (fields != headerFields) ragged++;
  let group = onlyGroup;
  if (keyCount != 0 || group == 0) {
    group = groupOf(filled, position);
    onlyGroup = group;
  }
  store<u32>(group, load<u32>(group, GROUP_ROWS) + 1, GROUP_ROWS);
  let cell = group + GROUP_CELLS;
  for (let c: u32 = 0; c < columnCount; c++) {
    const slot = load<u32>(columnSlots + ((<usize>c) << 2));
    if (slot < filled) addField(cell, c, slotStart(slot), slotEnd(slot));
    else store<u32>(cell, load<u32>(cell, CELL_MISSING) + 1, CELL_MISSING);
    cell += CELL_BYTES;
  }
}

function groupOf(filled: u32, position: u64): usize {
  let bytes: usize = 0;
  for (let k: usize = 0; k < <usize>keyCount; k++) {
    const slot = load<u32>(keySlots + (k << 2));
    bytes += slot < filled ? slotEnd(slot) - slotStart(slot) + 16 : 16;
  }
  beginKey(bytes);
  for (let k: usize = 0; k < <usize>keyCount; k++) {
    const slot = load<u32>(keySlots + (k << 2));
    const unit = load<u32>(keyUnits + (k << 2));
    if (slot >= filled) addNull();
    else if (unit == 0) addText(slotStart(slot), slotEnd(slot));
    else addDate(slotStart(slot), slotEnd(slot), unit == 2);
  }
  return findGroup(columnCount, position);
}

@inline
function addField(cell: usize, column: u32, start: usize, end: usize): void {
  if (!parseField(start, end) || isSentinel()) {
    if (start == end && emptyIsMissing) {
      store<u32>(cell, load<u32>(cell, CELL_MISSING) + 1, CELL_MISSING);
      return;
    }
    const kind = readField(start, end, cell, column);
    if (kind < 2) {
      const counter = cell + (kind == 0 ? CELL_MISSING : CELL_INVALID);
      store<u32>(counter, load<u32>(counter) + 1);
      return;
    }
    if (kind == 3) {
      // The host has counted the value itself; its window goes on there too.
      store<u32>(cell, load<u32>(cell, CELL_COUNT) + 1, CELL_COUNT);
      return;
    }
  }
  store<u32>(cell, load<u32>(cell, CELL_COUNT) + 1, CELL_COUNT);
  addValue(cell, mantissa, scale);
  if (!roll(cell, mantissa, scale)) rollWide(cell, mantissa, scale);
}
