import type { Fraction } from './fraction.ts';
import { add, compare, divide, fraction, multiply, negate, zero } from './fraction.ts';

/**
 * The doubles from 0 upwards have a rank: 0 has rank 0, 5e-324 rank 1, and so on to infinity. IEEE 754 chose the bit
 * patterns so that the rank is the pattern read as an integer, and an even rank is an even significand.
 */
const infinityRank = 0x7ff0_0000_0000_0000n;

export function doubleOfRank(rank: bigint): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, rank);
  return view.getFloat64(0);
}

function rankOfDouble(double: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, double);
  return view.getBigUint64(0);
}

/** The exact value of a double that is 0 or more. Infinity stands for 2^1024, the double that would come next. */
export function exactValue(double: number): Fraction {
  if (double === Number.POSITIVE_INFINITY) return fraction(2n ** 1024n);
  let whole = double;
  let doublings = 0n;
  // Doubling a double below 2^53 is exact.
  for (; !Number.isInteger(whole); doublings++) whole *= 2;
  return fraction(BigInt(whole), 2n ** doublings);
}

/**
 * The double nearest to a number of which only this is known: `compareTo(x)` tells whether a fraction x >= 0 is below (-1),
 * equal to (0) or above (1) it. Ties go to the even neighbour; half a step above the greatest double and more is infinity.
 * `guess` is where the search starts: a poor one makes it longer, not wrong.
 */
function nearest(compareTo: (x: Fraction) => number, guess: number): number {
  const isAbove = (rank: bigint): boolean => compareTo(exactValue(doubleOfRank(rank))) > 0;
  if (!isAbove(infinityRank)) return Number.POSITIVE_INFINITY;
  let low = rankOfDouble(guess);
  for (let step = 1n; isAbove(low); step *= 2n) low = low > step ? low - step : 0n;
  let high = low + 1n;
  for (let step = 1n; !isAbove(high); step *= 2n) high = high + step < infinityRank ? high + step : infinityRank;
  // The double of rank `low` is not above the number, that of rank `high` is above it.
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (isAbove(middle)) high = middle;
    else low = middle;
  }
  const sumOfNeighbours = add(exactValue(doubleOfRank(low)), exactValue(doubleOfRank(high)));
  const halfway = compareTo(divide(sumOfNeighbours, fraction(2n)));
  if (halfway > 0) return doubleOfRank(low);
  if (halfway < 0) return doubleOfRank(high);
  return doubleOfRank(low % 2n === 0n ? low : high);
}

/** Not proven to be near: 400 decimals, cut off, and read by the language. */
function guessDouble(x: Fraction): number {
  return Number(`${(x.numerator * 10n ** 400n) / x.denominator}e-400`);
}

/** The correctly rounded double of a fraction: nearest, ties to even, never -0, infinite beyond the range. */
export function toDouble(x: Fraction): number {
  if (compare(x, zero) < 0) return 0 - toDouble(negate(x));
  return nearest((candidate) => compare(candidate, x), guessDouble(x));
}

/** The correctly rounded double of the square root of a fraction that is 0 or more. Compares squares, takes no root. */
export function rootToDouble(x: Fraction): number {
  return nearest((candidate) => compare(multiply(candidate, candidate), x), Math.sqrt(guessDouble(x)));
}
