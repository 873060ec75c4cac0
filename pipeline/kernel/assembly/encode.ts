import {
  ENTRY_BYTES,
  ENTRY_COUNT,
  ENTRY_SECTION,
  ENTRY_VALUE,
  SECTION_DENSE,
  SECTION_LENGTH,
  SECTION_LOW,
  SECTION_SPARSE,
  SECTION_SPARSE_LENGTH,
} from '../layout';
import { entries, packEntries } from './values';

// The heap → bytes of a segment: value tables in ascending order as steps and counts, in base-128 numbers.

let out: usize = 0;
let outBytes: usize = 0;

export function setOut(at: usize, bytes: usize): void {
  out = at;
  outBytes = bytes;
}

@inline
function place(index: u32): usize {
  return entries() + <usize>index * ENTRY_BYTES;
}

@inline
function before(a: usize, section: u32, value: i64): bool {
  const other = load<u32>(a, ENTRY_SECTION);
  return other < section || (other == section && load<i64>(a, ENTRY_VALUE) < value);
}

@inline
function after(a: usize, section: u32, value: i64): bool {
  const other = load<u32>(a, ENTRY_SECTION);
  return other > section || (other == section && load<i64>(a, ENTRY_VALUE) > value);
}

/** Quicksort by section, then value. Entries come in the order of their hashes, so the middle one is a fair pivot. */
function sortEntries(from: i32, to: i32): void {
  while (to - from > 16) {
    const middle = place(from + ((to - from) >> 1));
    const section = load<u32>(middle, ENTRY_SECTION);
    const value = load<i64>(middle, ENTRY_VALUE);
    let i = from;
    let j = to;
    while (i <= j) {
      while (before(place(i), section, value)) i++;
      while (after(place(j), section, value)) j--;
      if (i <= j) {
        swap(place(i), place(j));
        i++;
        j--;
      }
    }
    if (j - from < to - i) {
      sortEntries(from, j);
      from = i;
    } else {
      sortEntries(i, to);
      to = j;
    }
  }
  for (let i = from + 1; i <= to; i++) {
    const value = load<i64>(place(i));
    const rest = load<i64>(place(i), 8);
    const section = <u32>rest;
    let j = i - 1;
    while (j >= from && after(place(j), section, value)) {
      memory.copy(place(j + 1), place(j), ENTRY_BYTES);
      j--;
    }
    store<i64>(place(j + 1), value);
    store<i64>(place(j + 1), rest, 8);
  }
}

@inline
function swap(a: usize, b: usize): void {
  const low = load<i64>(a);
  const high = load<i64>(a, 8);
  store<i64>(a, load<i64>(b));
  store<i64>(a, load<i64>(b, 8), 8);
  store<i64>(b, low);
  store<i64>(b, high, 8);
}

/** Sorts the value table and tells each section where its entries lie. Nothing can be added after it, until a reset. */
export function prepareSegment(): void {
  const length = packEntries();
  if (length == 0) return;
  sortEntries(0, <i32>length - 1);
  for (let i: u32 = 0; i < length; ) {
    const section = load<u32>(place(i), ENTRY_SECTION);
    let end = i + 1;
    while (end < length && load<u32>(place(end), ENTRY_SECTION) == section) end++;
    store<u32>(section, i, SECTION_SPARSE);
    store<u32>(section, end - i, SECTION_SPARSE_LENGTH);
    i = end;
  }
}

// A walk over one section, its dense table and its sorted entries side by side.
let dense: usize = 0;
let denseAt: u32 = 0;
let denseEnd: u32 = 0;
let low: i64 = 0;
let sparseAt: u32 = 0;
let sparseEnd: u32 = 0;
let previous: i64 = 0;

/** Smallest and largest value of the section that was opened. */
export let smallest: i64 = 0;
export let largest: i64 = 0;
/** All of the section has been written. */
export let done = false;

/** Starts writing a section; false when it holds no value. */
export function openSection(section: usize): bool {
  dense = load<u32>(section, SECTION_DENSE);
  denseAt = 0;
  denseEnd = load<u32>(section, SECTION_LENGTH);
  low = load<i64>(section, SECTION_LOW);
  sparseAt = load<u32>(section, SECTION_SPARSE);
  sparseEnd = sparseAt + load<u32>(section, SECTION_SPARSE_LENGTH);
  while (denseEnd > 0 && denseCount(denseEnd - 1) == 0) denseEnd--;
  while (denseAt < denseEnd && denseCount(denseAt) == 0) denseAt++;
  const hasDense = denseAt < denseEnd;
  const hasSparse = sparseAt < sparseEnd;
  if (!hasDense && !hasSparse) return false;
  smallest = i64.MAX_VALUE;
  largest = i64.MIN_VALUE;
  if (hasDense) {
    smallest = low + <i64>denseAt;
    largest = low + <i64>denseEnd - 1;
  }
  if (hasSparse) {
    smallest = min<i64>(smallest, load<i64>(place(sparseAt)));
    largest = max<i64>(largest, load<i64>(place(sparseEnd - 1)));
  }
  previous = smallest;
  done = false;
  return true;
}

@inline
function denseCount(index: u32): u32 {
  return load<u32>(dense + ((<usize>index) << 2));
}

@inline
function writeNumber(at: usize, number: u64): usize {
  let rest = number;
  let to = at;
  while (rest > 127) {
    store<u8>(to++, <u8>(rest | 128));
    rest >>= 7;
  }
  store<u8>(to++, <u8>rest);
  return to;
}

/** Writes steps and counts into the output area, as many as fit; ends with a step of 0 when all are written. Bytes written. */
export function writeEntries(): u32 {
  let to = out;
  const limit = out + outBytes - 32;
  while (to < limit) {
    const hasDense = denseAt < denseEnd;
    const hasSparse = sparseAt < sparseEnd;
    if (!hasDense && !hasSparse) {
      to = writeNumber(to, 0);
      done = true;
      break;
    }
    let value = i64.MAX_VALUE;
    let count: u64 = 0;
    if (hasSparse) {
      value = load<i64>(place(sparseAt), ENTRY_VALUE);
      count = <u64>load<u32>(place(sparseAt), ENTRY_COUNT);
    }
    if (hasDense && low + <i64>denseAt <= value) {
      if (hasSparse && low + <i64>denseAt == value) sparseAt++;
      else count = 0;
      value = low + <i64>denseAt;
      count += <u64>denseCount(denseAt++);
      while (denseAt < denseEnd && denseCount(denseAt) == 0) denseAt++;
    } else {
      sparseAt++;
    }
    // The first value is in the section's header, and has no step.
    if (value != smallest) to = writeNumber(to, <u64>(value - previous));
    to = writeNumber(to, count);
    previous = value;
  }
  return <u32>(to - out);
}

/** Writes `length` 64-bit values as zigzag numbers into the output area. Bytes written. */
export function writeValues(values: usize, length: u32): u32 {
  let to = out;
  for (let i: usize = 0; i < <usize>length; i++) {
    const value = load<i64>(values + (i << 3));
    to = writeNumber(to, <u64>((value << 1) ^ (value >> 63)));
  }
  return <u32>(to - out);
}
