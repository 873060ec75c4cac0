import { ratioToDouble } from './round.ts';

/** The powers of ten that a double holds exactly. */
const EXACT_POWERS = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
];

/** Powers above this are computed each time, so that one absurdly long number cannot leave a lasting table behind. */
const LARGEST_CACHED = 4096;

const cache: bigint[] = [];

/**
 * 10^exponent.
 *
 * @param exponent an integer, 0 or greater
 */
export function pow10(exponent: number): bigint {
  const known = cache[exponent];
  if (known !== undefined) return known;
  const power = 10n ** BigInt(exponent);
  if (exponent <= LARGEST_CACHED) cache[exponent] = power;
  return power;
}

/**
 * The double nearest to value·10^-scale, ties to even; never -0.
 *
 * Up to 2^53 and 10^22 both operands are exact doubles, so one IEEE operation rounds once (Clinger, "How to read
 * floating point numbers accurately", 1990).
 *
 * @param scale an integer: decimals of the value; negative for multiples of a power of ten
 * @example scaledToDouble(-215n, 1) // -21.5
 */
export function scaledToDouble(value: bigint, scale: number): number {
  const number = Number(value);
  const power = EXACT_POWERS[Math.abs(scale)];
  if (power !== undefined && number < 2 ** 53 && number > -(2 ** 53)) {
    return scale >= 0 ? number / power : number * power;
  }
  return scale >= 0 ? ratioToDouble(value, pow10(scale)) : Number(value * pow10(-scale));
}

/**
 * The double nearest to (num / den)·10^-scale, ties to even; never -0.
 *
 * @param den greater than 0
 */
export function scaledRatioToDouble(num: bigint, den: bigint, scale: number): number {
  if (scale === 0) return ratioToDouble(num, den);
  return scale > 0 ? ratioToDouble(num, den * pow10(scale)) : ratioToDouble(num * pow10(-scale), den);
}
