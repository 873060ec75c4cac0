// A one-column file of distinct decimals in shuffled order, and what its statistics are, known without reading it.
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';

export const distinctColumn = 'valor';

/** Digits after the decimal point; the text `42.0815` is 420815 units. */
const scale = 10_000;

/**
 * The fraction that goes with integer part `y`, in units. Each integer part occurs once, so all values are distinct and
 * sorting by integer part sorts the values; the fractions keep them from being evenly spaced.
 * @param {number} y
 */
const fraction = (y) => (Math.imul(y ^ (y >>> 7), 0x9e3779b1) >>> 0) % scale;

/** @param {number} y */
const unitsOf = (y) => y * scale + fraction(y);

/**
 * Writes `rows` values, one of each integer part from 0 to rows - 1. The order is a bijection on the next power of two
 * (multiplications by odd numbers and xor-shifts), leaving out what is too large.
 * @param {string} path
 * @param {number} rows at most 10^8
 */
export function writeDistinct(path, rows) {
  const bits = Math.max(2, Math.ceil(Math.log2(rows)));
  const mask = 2 ** bits - 1;
  const half = bits >>> 1;
  const buffer = Buffer.alloc(1 << 20);
  const longestLine = 16;
  const partial = `${path}.part`;
  const fd = openSync(partial, 'w');
  let at = buffer.write(`${distinctColumn}\n`);
  for (let i = 0; i <= mask; i++) {
    let y = Math.imul(i ^ (i >>> half), 0x2c1b3c6d) & mask;
    y = Math.imul(y ^ (y >>> half), 0x297a2d39) & mask;
    y ^= y >>> half;
    if (y >= rows) continue;
    if (at > buffer.length - longestLine) {
      writeSync(fd, buffer, 0, at);
      at = 0;
    }
    at = writeValue(buffer, at, y);
  }
  writeSync(fd, buffer, 0, at);
  closeSync(fd);
  renameSync(partial, path);
}

/**
 * @param {Buffer} buffer
 * @param {number} at
 * @param {number} y
 * @returns {number} the offset after the line
 */
function writeValue(buffer, at, y) {
  let length = 1;
  for (let rest = y; rest >= 10; rest = (rest / 10) | 0) length++;
  let rest = y;
  for (let i = at + length - 1; i >= at; i--) {
    buffer[i] = 48 + (rest % 10);
    rest = (rest / 10) | 0;
  }
  at += length;
  const f = fraction(y);
  buffer[at] = 46;
  buffer[at + 1] = 48 + ((f / 1000) | 0);
  buffer[at + 2] = 48 + (((f / 100) | 0) % 10);
  buffer[at + 3] = 48 + (((f / 10) | 0) % 10);
  buffer[at + 4] = 48 + (f % 10);
  buffer[at + 5] = 10;
  return at + 6;
}

/**
 * What `describe` must say of a file of `rows` values: the order statistic of rank k is k + fraction(k).
 * @param {number} rows
 * @param {number[]} percentiles
 */
export function distinctStatistics(rows, percentiles) {
  let sum = 0n;
  for (let from = 0; from < rows; from += 8192) {
    let part = 0; // stays below 2^53 up to 10^8 rows
    for (let y = from; y < Math.min(rows, from + 8192); y++) part += unitsOf(y);
    sum += BigInt(part);
  }
  const min = unitsOf(0) / scale;
  return {
    count: rows,
    missing: 0,
    min,
    max: unitsOf(rows - 1) / scale,
    sum: quotient(sum, BigInt(scale)),
    mean: quotient(sum, BigInt(scale) * BigInt(rows)),
    mode: min,
    percentiles: Object.fromEntries(percentiles.map((p) => [p, percentile(rows, p)])),
  };
}

/**
 * @param {number} rows
 * @param {number} p a whole number of percent
 */
function percentile(rows, p) {
  const rank = BigInt(p) * BigInt(rows - 1);
  const k = Number(rank / 100n);
  const low = BigInt(unitsOf(k));
  const high = BigInt(unitsOf(Math.min(rows - 1, k + 1)));
  return quotient(low * 100n + (high - low) * (rank % 100n), 100n * BigInt(scale));
}

/**
 * a / b to within a few units in the last place.
 * @param {bigint} a
 * @param {bigint} b
 */
const quotient = (a, b) => Number(a / b) + Number(a % b) / Number(b);
