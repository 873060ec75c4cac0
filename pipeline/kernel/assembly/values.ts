import {
  CELL_SECTION,
  ENTRY_BYTES,
  ENTRY_COUNT,
  ENTRY_SECTION,
  ENTRY_VALUE,
  SECTION_BYTES,
  SECTION_COUNT,
  SECTION_DENSE,
  SECTION_LENGTH,
  SECTION_LOW,
  SECTION_NEXT,
  SECTION_SCALE,
} from '../layout';
import { allocate, bump, markFull, release, roomFor } from './memory';

// How often each value occurred. Values that lie close together are counted in a dense table of their section, which may
// grow as long as it stays small beside the number of values counted; all others go to one hash table.

const DENSE_MOST: u32 = 1 << 16;
const FIRST_ENTRIES: u32 = 1 << 10;

let table: usize = 0;
let capacity: u32 = 0;
let used: u32 = 0;

export function resetValues(): void {
  table = 0;
  capacity = 0;
  used = 0;
}

@inline
export function addValue(cell: usize, m: i64, s: i32): void {
  let section = <usize>load<u32>(cell, CELL_SECTION);
  while (section != 0 && load<i32>(section, SECTION_SCALE) != s) section = load<u32>(section, SECTION_NEXT);
  if (section != 0) {
    const index = <u64>(m - load<i64>(section, SECTION_LOW));
    if (index < <u64>load<u32>(section, SECTION_LENGTH)) {
      const count = (<usize>load<u32>(section, SECTION_DENSE)) + ((<usize>index) << 2);
      store<u32>(count, load<u32>(count) + 1);
      store<u32>(section, load<u32>(section, SECTION_COUNT) + 1, SECTION_COUNT);
      return;
    }
  }
  addOutside(cell, section, m, s);
}

/** A value of a new section, or outside its section's dense table. */
function addOutside(cell: usize, found: usize, m: i64, s: i32): void {
  let section = found;
  if (section == 0) {
    section = bump(SECTION_BYTES);
    memory.fill(section, 0, SECTION_BYTES);
    store<i32>(section, s, SECTION_SCALE);
    store<u32>(section, load<u32>(cell, CELL_SECTION), SECTION_NEXT);
    store<u32>(cell, <u32>section, CELL_SECTION);
  }
  const count = load<u32>(section, SECTION_COUNT) + 1;
  store<u32>(section, count, SECTION_COUNT);
  if (growDense(section, m, count)) {
    const place = (<usize>load<u32>(section, SECTION_DENSE)) + ((<usize>(m - load<i64>(section, SECTION_LOW))) << 2);
    store<u32>(place, load<u32>(place) + 1);
  } else {
    addEntry(<u32>section, m);
  }
}

/** Widens the dense table to hold `m`, if that keeps it within 16 slots a value counted; at most 65,536 slots. */
function growDense(section: usize, m: i64, count: u32): bool {
  // Values near the ends of 64 bits would overflow the arithmetic of ranges below.
  if (m > (<i64>1) << 60 || m < -((<i64>1) << 60)) return false;
  const length = load<u32>(section, SECTION_LENGTH);
  const low = load<i64>(section, SECTION_LOW);
  if (length == 0) {
    store<u32>(section, <u32>allocate(32 << 2), SECTION_DENSE);
    store<u32>(section, 32, SECTION_LENGTH);
    store<i64>(section, m - 16, SECTION_LOW);
    return true;
  }
  const most = min<u64>(DENSE_MOST, 64 + ((<u64>count) << 4));
  const from = min<i64>(low, m);
  const to = max<i64>(low + <i64>length - 1, m);
  const need = <u64>(to - from) + 1;
  if (need > most) return false;
  let larger: u64 = <u64>length << 1;
  while (larger < need) larger <<= 1;
  if (larger > most) return false;
  const dense = <usize>load<u32>(section, SECTION_DENSE);
  const block = allocate((<usize>larger) << 2);
  // The free half goes to the side that the new value came from, so that a trend does not force a copy a value.
  const newLow = m < low ? low + <i64>length - <i64>larger : low;
  memory.copy(block + ((<usize>(low - newLow)) << 2), dense, (<usize>length) << 2);
  release(dense, (<usize>length) << 2);
  store<u32>(section, <u32>block, SECTION_DENSE);
  store<u32>(section, <u32>larger, SECTION_LENGTH);
  store<i64>(section, newLow, SECTION_LOW);
  return true;
}

@inline
function slotOf(section: u32, m: i64): u32 {
  const mixed = (<u64>m ^ ((<u64>section) << 40)) * 0x9e3779b97f4a7c15;
  return <u32>((mixed ^ (mixed >> 29)) >> 20);
}

function addEntry(section: u32, m: i64): void {
  if (used >= (capacity >> 2) * 3) growTable();
  const entry = find(section, m);
  const count = load<u32>(entry, ENTRY_COUNT);
  if (count == 0) {
    store<i64>(entry, m, ENTRY_VALUE);
    store<u32>(entry, section, ENTRY_SECTION);
    used++;
  }
  store<u32>(entry, count + 1, ENTRY_COUNT);
}

function find(section: u32, m: i64): usize {
  let slot = slotOf(section, m) & (capacity - 1);
  while (true) {
    const entry = table + <usize>slot * ENTRY_BYTES;
    if (load<u32>(entry, ENTRY_COUNT) == 0) return entry;
    if (load<i64>(entry, ENTRY_VALUE) == m && load<u32>(entry, ENTRY_SECTION) == section) return entry;
    slot = (slot + 1) & (capacity - 1);
  }
}

/** Doubles the table. Past the budget it asks for a flush instead, and only grows when it is really about to fill up. */
function growTable(): void {
  const larger = capacity == 0 ? FIRST_ENTRIES : capacity << 1;
  if (capacity != 0 && !roomFor((<usize>larger) * ENTRY_BYTES)) {
    markFull();
    if (used < capacity - (capacity >> 3)) return;
  }
  const old = table;
  const oldCapacity = capacity;
  table = allocate((<usize>larger) * ENTRY_BYTES);
  capacity = larger;
  for (let slot: u32 = 0; slot < oldCapacity; slot++) {
    const entry = old + <usize>slot * ENTRY_BYTES;
    if (load<u32>(entry, ENTRY_COUNT) == 0) continue;
    memory.copy(find(load<u32>(entry, ENTRY_SECTION), load<i64>(entry, ENTRY_VALUE)), entry, ENTRY_BYTES);
  }
  if (oldCapacity != 0) release(old, (<usize>oldCapacity) * ENTRY_BYTES);
}

/** Packs the entries to the front of the table; how many there are. They no longer can be looked up. */
export function packEntries(): u32 {
  let at: u32 = 0;
  for (let slot: u32 = 0; slot < capacity; slot++) {
    const entry = table + <usize>slot * ENTRY_BYTES;
    if (load<u32>(entry, ENTRY_COUNT) == 0) continue;
    if (at != slot) memory.copy(table + <usize>at * ENTRY_BYTES, entry, ENTRY_BYTES);
    at++;
  }
  return at;
}

export function entries(): usize {
  return table;
}
