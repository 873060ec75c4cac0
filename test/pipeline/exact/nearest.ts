import * as assert from 'uvu/assert';

/** Doubles and the midpoints between them are whole numbers of this unit, 2^-1075. */
const UNIT_BITS = 1075n;

const view = new DataView(new ArrayBuffer(8));

function bitsOf(x: number): bigint {
  view.setFloat64(0, x);
  return view.getBigUint64(0);
}

/** A double that is 0 or greater, or +Infinity as if it were 2^1024, in units of 2^-1075. */
function unitsOf(bits: bigint): bigint {
  const exponent = bits >> 52n;
  const mantissa = bits & ((1n << 52n) - 1n);
  return exponent === 0n ? mantissa << 1n : ((1n << 52n) | mantissa) << exponent;
}

/** The halfway points below and above |x|, and whether a tie goes to x. */
function rangeOf(x: number): { below: bigint; above: bigint; even: boolean } {
  const bits = bitsOf(Math.abs(x));
  const units = unitsOf(bits);
  return {
    below: bits === 0n ? 0n : (unitsOf(bits - 1n) + units) / 2n,
    above: x === Infinity || x === -Infinity ? units * 2n ** 5000n : (units + unitsOf(bits + 1n)) / 2n,
    even: bits % 2n === 0n,
  };
}

/** Fails unless x is the double nearest to num / den, ties to even, by comparing with the neighbours' halfway points. */
export function assertNearest(x: number, num: bigint, den: bigint): void {
  const { below, above, even } = rangeOf(x);
  const exact = (num < 0n ? -num : num) << UNIT_BITS;
  assert.not(Object.is(x, -0), 'is -0');
  if (x !== 0) assert.is(x < 0, num < 0n, `${x} has the wrong sign`);
  const inside = even ? below * den <= exact && exact <= above * den : below * den < exact && exact < above * den;
  assert.ok(inside, `${x} is not the double nearest to ${num} / ${den}`);
}

/** Fails unless x is the double nearest to √(num / den), ties to even. */
export function assertNearestRoot(x: number, num: bigint, den: bigint): void {
  const { below, above, even } = rangeOf(x);
  const exact = num << (2n * UNIT_BITS);
  assert.ok(x >= 0 && !Object.is(x, -0), `${x} is negative`);
  const low = below * below * den;
  const high = above * above * den;
  const inside = even ? low <= exact && exact <= high : low < exact && exact < high;
  assert.ok(inside, `${x} is not the double nearest to the root of ${num} / ${den}`);
}
