import {
  CELL_BYTES,
  CELL_ROLL_SCALE,
  GROUP_CELLS,
  GROUP_FIRST,
  GROUP_HASH,
  GROUP_KEY,
  GROUP_KEY_BYTES,
} from '../layout';
import { readDate } from './dates';
import { allocate, bump, release } from './memory';
import { UNSET } from './roll';

// Key text → group. A key is written so that comparing its bytes compares its parts one after another: 0 for null, or 1, the
// text with every 0 byte followed by 255, and two 0 bytes. Keys are padded with zeros to whole 64-bit words.

const FIRST_SLOTS: u32 = 64;

let table: usize = 0;
let capacity: u32 = 0;
let count: u32 = 0;

let scratch: usize = 0;
let scratchBytes: usize = 0;
let keyEnd: usize = 0;

export function resetGroups(): void {
  table = 0;
  capacity = 0;
  count = 0;
  scratch = 0;
  scratchBytes = 0;
}

export function groupTable(): usize {
  return table;
}

export function groupSlots(): u32 {
  return capacity;
}

/** Starts a key whose parts come from `bytes` bytes of text. */
export function beginKey(bytes: usize): void {
  const need = (bytes << 1) + 256;
  if (need > scratchBytes) {
    if (scratchBytes != 0) release(scratch, scratchBytes);
    scratch = allocate(need);
    scratchBytes = need;
  }
  keyEnd = scratch;
}

export function addNull(): void {
  store<u8>(keyEnd, 0);
  keyEnd++;
}

/** Adds the content of the raw field `[start, end)` as a part. */
export function addText(start: usize, end: usize): void {
  store<u8>(keyEnd, 1);
  keyEnd++;
  if (start < end && load<u8>(start) == 34) addQuoted(start + 1, end);
  else addBytes(start, end);
  store<u16>(keyEnd, 0);
  keyEnd += 2;
}

function addBytes(start: usize, end: usize): void {
  let at = start;
  while (at < end) {
    const byte = load<u8>(at++);
    store<u8>(keyEnd++, byte);
    if (byte == 0) store<u8>(keyEnd++, 255);
  }
}

function addQuoted(start: usize, end: usize): void {
  let at = start;
  while (at < end) {
    const byte = load<u8>(at++);
    if (byte == 34) {
      if (at >= end || load<u8>(at) != 34) break;
      at++;
    }
    store<u8>(keyEnd++, byte);
    if (byte == 0) store<u8>(keyEnd++, 255);
  }
  addBytes(at, end);
}

/** Adds the month or day that a date text says: `MM/DD/YYYY…` or `YYYY-MM-DD…`; null for anything else. */
export function addDate(start: usize, end: usize, withDay: bool): void {
  const begin = keyEnd;
  addText(start, end);
  // The part just written is the decoded content: read it from there, then write the date over it.
  let from = begin + 1;
  let to = keyEnd - 2;
  while (from < to && (load<u8>(from) == 32 || load<u8>(from) == 9 || load<u8>(from) == 13)) from++;
  while (to > from && (load<u8>(to - 1) == 32 || load<u8>(to - 1) == 9 || load<u8>(to - 1) == 13)) to--;
  const date = readDate(from, to);
  keyEnd = begin;
  if (date == 0) {
    addNull();
    return;
  }
  const year = date / 10000;
  store<u8>(keyEnd, 1);
  writeDigits(keyEnd + 1, year, 4);
  store<u8>(keyEnd, 45, 5);
  writeDigits(keyEnd + 6, (date / 100) % 100, 2);
  keyEnd += 8;
  if (withDay) {
    store<u8>(keyEnd, 45);
    writeDigits(keyEnd + 1, date % 100, 2);
    keyEnd += 3;
  }
  store<u16>(keyEnd, 0);
  keyEnd += 2;
}

function writeDigits(at: usize, value: u32, width: usize): void {
  let rest = value;
  for (let i = width; i > 0; i--) {
    store<u8>(at + i - 1, <u8>(48 + (rest % 10)));
    rest /= 10;
  }
}

/** The group of the key that was just written, made if it is new. */
export function findGroup(columnCount: u32, position: u64): usize {
  const bytes = keyEnd - scratch;
  const words = (bytes + 7) >> 3;
  store<u64>(keyEnd, 0);
  let mixed: u64 = 0x2545f4914f6cdd1d;
  for (let i: usize = 0; i < words; i++) {
    mixed = (mixed ^ load<u64>(scratch + (i << 3))) * 0x9e3779b97f4a7c15;
    mixed ^= mixed >> 29;
  }
  const hash = <u32>mixed;
  if (capacity != 0) {
    const found = load<u32>(lookUp(hash, words));
    if (found != 0) return found;
  }
  if (count >= capacity >> 1) growTable();
  const group = newGroup(columnCount, position);
  store<u32>(group, hash, GROUP_HASH);
  const key = bump(words << 3);
  memory.copy(key, scratch, words << 3);
  store<u32>(group, <u32>key, GROUP_KEY);
  store<u32>(group, <u32>bytes, GROUP_KEY_BYTES);
  store<u32>(lookUp(hash, words), <u32>group);
  count++;
  return group;
}

/** A group with empty cells. */
function newGroup(columnCount: u32, position: u64): usize {
  const bytes = <usize>GROUP_CELLS + <usize>columnCount * <usize>CELL_BYTES;
  const group = bump(bytes);
  memory.fill(group, 0, bytes);
  store<u64>(group, position, GROUP_FIRST);
  for (let c: usize = 0; c < <usize>columnCount; c++) {
    store<i32>(group + GROUP_CELLS + c * CELL_BYTES, UNSET, CELL_ROLL_SCALE);
  }
  return group;
}

/** The slot that holds the key in `scratch`, or the free slot where it belongs. */
function lookUp(hash: u32, words: usize): usize {
  let slot = hash & (capacity - 1);
  while (true) {
    const place = table + ((<usize>slot) << 2);
    const group = <usize>load<u32>(place);
    if (group == 0 || (load<u32>(group, GROUP_HASH) == hash && sameKey(group, words))) return place;
    slot = (slot + 1) & (capacity - 1);
  }
}

@inline
function sameKey(group: usize, words: usize): bool {
  if (<usize>(load<u32>(group, GROUP_KEY_BYTES) + 7) >> 3 != words) return false;
  const key = <usize>load<u32>(group, GROUP_KEY);
  for (let i: usize = 0; i < words; i++) {
    if (load<u64>(key + (i << 3)) != load<u64>(scratch + (i << 3))) return false;
  }
  return true;
}

function growTable(): void {
  const old = table;
  const oldCapacity = capacity;
  capacity = oldCapacity == 0 ? FIRST_SLOTS : oldCapacity << 1;
  table = allocate((<usize>capacity) << 2);
  for (let i: u32 = 0; i < oldCapacity; i++) {
    const group = load<u32>(old + ((<usize>i) << 2));
    if (group == 0) continue;
    let slot = load<u32>(group, GROUP_HASH) & (capacity - 1);
    while (load<u32>(table + ((<usize>slot) << 2)) != 0) slot = (slot + 1) & (capacity - 1);
    store<u32>(table + ((<usize>slot) << 2), group);
  }
  if (oldCapacity != 0) release(old, (<usize>oldCapacity) << 2);
}
