/** Integers below this are exact as Number, and so is their rounding by one IEEE operation. */
const SAFE_LIMIT = 2 ** 53;

/**
 * Bits computed of a quotient or root. A double keeps 53 or fewer of them, so a tie, a single 1 just below the kept bits,
 * ends in more than 8 zeros: only then does what was cut off decide, and sets the lowest bit in its place ("sticky").
 */
const WORKING_BITS = 70;

/** 2^0 … 2^1023, by doubling, which is exact. */
const POWERS_OF_TWO = new Float64Array(1024);
POWERS_OF_TWO[0] = 1;
for (let i = 1; i < 1024; i++) POWERS_OF_TWO[i] = 2 * (POWERS_OF_TWO[i - 1] ?? 0);

/**
 * The double nearest to `num / den`, ties to even (IEEE 754 roundTiesToEven, one rounding, subnormals included).
 * Beyond the largest double it is ±Infinity. Zero is always `+0`.
 *
 * @param den greater than 0
 * @example ratioToDouble(1n, 3n) // 0.3333333333333333
 */
export function ratioToDouble(num: bigint, den: bigint): number {
  const a = Number(num);
  const b = Number(den);
  if (a < SAFE_LIMIT && a > -SAFE_LIMIT && b < SAFE_LIMIT) return a / b;
  // `0 - x` instead of `-x`: a result that rounds to zero must not be -0.
  return num < 0n ? 0 - roundQuotient(-num, den) : roundQuotient(num, den);
}

/**
 * The double nearest to √(num / den), ties to even, rounded once.
 *
 * @param num 0 or greater
 * @param den greater than 0
 * @example sqrtRatioToDouble(1n, 2n) // 0.7071067811865476
 */
export function sqrtRatioToDouble(num: bigint, den: bigint): number {
  const a = Number(num);
  const b = Number(den);
  // An integer below 2^53 has no rounding of its own, so that of Math.sqrt is the only one.
  if (a < SAFE_LIMIT && b < SAFE_LIMIT && a % b === 0) return Math.sqrt(a / b);
  return roundRoot(num, den);
}

/** ⌊√n⌋ of an integer that is 0 or greater. */
export function integerSqrt(n: bigint): bigint {
  if (n < 2n) return n;
  const approximate = Math.sqrt(Number(n));
  // Newton's step from a start at or above the root falls until it reaches the floor; one step from anywhere is at or above.
  let root = Number.isFinite(approximate) ? BigInt(Math.floor(approximate)) : 1n << BigInt(Math.ceil(log2(n) / 2) + 1);
  root = (root + n / root) >> 1n;
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** log2 of a positive integer: within a rounding error below 2^1024, at most 4 too much above. */
function log2(n: bigint): number {
  const approximate = Number(n);
  return approximate === Infinity ? 4 * n.toString(16).length : Math.log2(approximate);
}

/** num / den of positive integers of any size. */
function roundQuotient(num: bigint, den: bigint): number {
  const exponent = log2(num) - log2(den);
  if (exponent > 1030) return Infinity;
  if (exponent < -1085) return 0;
  const shift = WORKING_BITS - Math.round(exponent);
  const top = shift > 0 ? num << BigInt(shift) : num;
  const bottom = shift < 0 ? den << BigInt(-shift) : den;
  let quotient = top / bottom;
  if (BigInt.asUintN(8, quotient) === 0n && quotient * bottom !== top) quotient |= 1n;
  return timesPowerOfTwo(quotient, -shift);
}

/** √(num / den) of integers of any size. */
function roundRoot(num: bigint, den: bigint): number {
  if (num === 0n) return 0;
  const exponent = (log2(num) - log2(den)) / 2;
  if (exponent > 1030) return Infinity;
  if (exponent < -1085) return 0;
  const shift = WORKING_BITS - Math.round(exponent);
  const top = shift > 0 ? num << BigInt(2 * shift) : num;
  const bottom = shift < 0 ? den << BigInt(-2 * shift) : den;
  const square = top / bottom;
  let root = integerSqrt(square);
  if (BigInt.asUintN(8, root) === 0n && (root * root !== square || square * bottom !== top)) root |= 1n;
  return timesPowerOfTwo(root, -shift);
}

/** n·2^exponent, rounded once. `n` has more than 62 bits. */
function timesPowerOfTwo(n: bigint, exponent: number): number {
  const rounded = Number(n);
  if (exponent >= 0) return rounded * power(exponent);
  if (exponent > -1022) return rounded / power(-exponent);
  const scaled = rounded / power(1022) / power(-exponent - 1022);
  return scaled > 2 ** -1021 ? scaled : roundSubnormal(n, -exponent);
}

/** n·2^-shift as a multiple of 2^-1074, ties to even; the result is subnormal or just above. */
function roundSubnormal(n: bigint, shift: number): number {
  const cut = BigInt(shift - 1074);
  const kept = n >> cut;
  const rest = n - (kept << cut);
  const half = 1n << (cut - 1n);
  const roundsUp = rest > half || (rest === half && (kept & 1n) === 1n);
  return Number(roundsUp ? kept + 1n : kept) * Number.MIN_VALUE;
}

function power(exponent: number): number {
  return POWERS_OF_TWO[exponent] ?? Infinity;
}
