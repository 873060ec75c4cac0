import { bankSquares } from './host';
import {
  CELL_COUNT,
  CELL_HEAD,
  CELL_HEAD_CAPACITY,
  CELL_RING,
  CELL_RING_AT,
  CELL_ROLL_SCALE,
  CELL_SQUARES,
  CELL_SUM,
} from '../layout';
import { allocate, bump, release } from './memory';

// Rolling variance needs Σ(sum of a window)² over all full windows; the sums of squares follow from the value table and the
// first and last values. The state is in integers at one decimal scale of the cell, and is exact: 64-bit window sums, a
// 192-bit total. What does not fit is handed to the host, which goes on with big integers.

export const UNSET: i32 = 0x7ffffffe;
export const WIDE: i32 = 0x7fffffff;

let windowLength: u32 = 500;
/** The largest value of which a whole window still has a sum within 62 bits. */
let valueLimit: i64 = 0;
const powers = memory.data(19 * 8, 8);

export function setWindow(length: u32): void {
  windowLength = length;
  valueLimit = ((<i64>1) << 62) / <i64>length;
  let power: i64 = 1;
  for (let k: usize = 0; k < 19; k++) {
    store<i64>(powers + (k << 3), power);
    power *= 10;
  }
}

/** Adds one value to the cell's window; CELL_COUNT counts it already. False: it does not fit, and nothing was changed. */
@inline
export function roll(cell: usize, m: i64, s: i32): bool {
  let value = m;
  if (s != load<i32>(cell, CELL_ROLL_SCALE)) {
    if (!align(cell, s)) return false;
    const shift = load<i32>(cell, CELL_ROLL_SCALE) - s;
    if (shift > 18) return false;
    const power = load<i64>(powers + ((<usize>shift) << 3));
    if (m > valueLimit / power || m < -valueLimit / power) return false;
    value = m * power;
  } else if (value > valueLimit || value < -valueLimit) return false;
  push(cell, value);
  return true;
}

/** Makes the cell's scale at least `s`. */
function align(cell: usize, s: i32): bool {
  const scale = load<i32>(cell, CELL_ROLL_SCALE);
  if (scale == WIDE) return false;
  if (scale != UNSET) return s < scale || rescale(cell, s);
  store<i32>(cell, s, CELL_ROLL_SCALE);
  return true;
}

/** Multiplies the whole state by a power of ten; false when something would not fit, with the state as it was. */
function rescale(cell: usize, s: i32): bool {
  const shift = s - load<i32>(cell, CELL_ROLL_SCALE);
  if (shift > 18) return false;
  const power = load<i64>(powers + ((<usize>shift) << 3));
  const head = <usize>load<u32>(cell, CELL_HEAD);
  const ring = <usize>load<u32>(cell, CELL_RING);
  const held = <usize>min<u32>(load<u32>(cell, CELL_COUNT) - 1, windowLength);
  if (!fits(head, held, power) || (ring != 0 && !fits(ring, held, power))) return false;
  bankSquares(cell);
  store<u64>(cell, 0, CELL_SQUARES);
  store<u64>(cell, 0, CELL_SQUARES + 8);
  store<u64>(cell, 0, CELL_SQUARES + 16);
  multiply(head, held, power);
  if (ring != 0) multiply(ring, held, power);
  store<i64>(cell, load<i64>(cell, CELL_SUM) * power, CELL_SUM);
  store<i32>(cell, s, CELL_ROLL_SCALE);
  return true;
}

function fits(values: usize, length: usize, power: i64): bool {
  const limit = valueLimit / power;
  for (let i: usize = 0; i < length; i++) {
    const value = load<i64>(values + (i << 3));
    if (value > limit || value < -limit) return false;
  }
  return true;
}

function multiply(values: usize, length: usize, power: i64): void {
  for (let i: usize = 0; i < length; i++) store<i64>(values + (i << 3), load<i64>(values + (i << 3)) * power);
}

function push(cell: usize, value: i64): void {
  const ring = <usize>load<u32>(cell, CELL_RING);
  if (ring == 0) {
    pushHead(cell, value);
    return;
  }
  const at = load<u32>(cell, CELL_RING_AT);
  const slot = ring + ((<usize>at) << 3);
  const sum = load<i64>(cell, CELL_SUM) + value - load<i64>(slot);
  store<i64>(slot, value);
  store<u32>(cell, at + 1 == windowLength ? 0 : at + 1, CELL_RING_AT);
  store<i64>(cell, sum, CELL_SUM);
  addSquare(cell, sum);
}

/** The first windowful of values, and the step from there to the ring. */
function pushHead(cell: usize, value: i64): void {
  const index = load<u32>(cell, CELL_COUNT) - 1;
  let head = <usize>load<u32>(cell, CELL_HEAD);
  if (index == windowLength) {
    const ring = bump((<usize>windowLength) << 3);
    memory.copy(ring, head, (<usize>windowLength) << 3);
    store<u32>(cell, <u32>ring, CELL_RING);
    push(cell, value);
    return;
  }
  const capacity = load<u32>(cell, CELL_HEAD_CAPACITY);
  if (index == capacity) {
    const larger = capacity == 0 ? 8 : capacity << 1;
    const block = allocate((<usize>larger) << 3);
    if (capacity != 0) {
      memory.copy(block, head, (<usize>capacity) << 3);
      release(head, (<usize>capacity) << 3);
    }
    head = block;
    store<u32>(cell, <u32>head, CELL_HEAD);
    store<u32>(cell, larger, CELL_HEAD_CAPACITY);
  }
  store<i64>(head + ((<usize>index) << 3), value);
  const sum = load<i64>(cell, CELL_SUM) + value;
  store<i64>(cell, sum, CELL_SUM);
  if (index + 1 == windowLength) addSquare(cell, sum);
}

@inline
function addSquare(cell: usize, sum: i64): void {
  const size = <u64>(sum < 0 ? -sum : sum);
  if (size >> 32 == 0) {
    const square = size * size;
    const low = load<u64>(cell, CELL_SQUARES) + square;
    store<u64>(cell, low, CELL_SQUARES);
    if (low < square) carry(cell, 1);
    return;
  }
  addLongSquare(cell, size);
}

function addLongSquare(cell: usize, size: u64): void {
  const high = size >> 32;
  const low = size & 0xffffffff;
  const cross = high * low; // counts twice: its top bit moves to the upper word
  const lower = low * low + (cross << 33);
  const upper = high * high + (cross >> 31) + u64(lower < low * low);
  const total = load<u64>(cell, CELL_SQUARES) + lower;
  store<u64>(cell, total, CELL_SQUARES);
  carry(cell, upper + u64(total < lower));
}

function carry(cell: usize, amount: u64): void {
  const middle = load<u64>(cell, CELL_SQUARES + 8) + amount;
  store<u64>(cell, middle, CELL_SQUARES + 8);
  if (middle < amount) store<u64>(cell, load<u64>(cell, CELL_SQUARES + 16) + 1, CELL_SQUARES + 16);
}
