import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { integerSqrt, ratioToDouble, sqrtRatioToDouble } from '../../../pipeline/exact/round.ts';
import { assertNearest, assertNearestRoot } from './nearest.ts';

const test = suite('rounding to doubles');

/** Integers of any length up to 2^2200, so that every path is taken about as often. */
const natural = fc
  .integer({ min: 1, max: 2200 })
  .chain((bits) => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }));
const positive = natural.map((n) => n + 1n);
/** Odd numbers of 54 bits: halfway between two doubles. */
const halfway = fc.bigInt({ min: 2n ** 52n, max: 2n ** 53n - 1n }).map((n) => 2n * n + 1n);
const nudge = fc.constantFrom(-1n, 0n, 1n);

test('a ratio of any two integers becomes the nearest double', () => {
  fc.assert(
    fc.property(natural, positive, fc.boolean(), (num, den, negative) => {
      assertNearest(ratioToDouble(negative ? -num : num, den), negative ? -num : num, den);
    }),
    { numRuns: 2000 },
  );
});

test('a ratio of integers just below or above 2^53 becomes the nearest double', () => {
  const near = fc.integer({ min: 50, max: 57 }).chain((bits) => fc.bigInt({ min: 1n, max: 1n << BigInt(bits) }));
  fc.assert(
    fc.property(near, near, (num, den) => {
      assertNearest(ratioToDouble(num, den), num, den);
      assertNearest(ratioToDouble(-num, den), -num, den);
      assertNearestRoot(sqrtRatioToDouble(num, den), num, den);
    }),
    { numRuns: 3000 },
  );
  for (let num = 2n ** 53n - 3n; num <= 2n ** 53n + 3n; num++) {
    for (let den = 1n; den < 50n; den++) {
      assertNearest(ratioToDouble(num, den), num, den);
      assertNearest(ratioToDouble(-num, den), -num, den);
      assertNearest(ratioToDouble(den, num), den, num);
    }
  }
});

test('a ratio at a tie, or just beside one, is rounded to even or to its own side', () => {
  fc.assert(
    fc.property(halfway, nudge, positive, fc.integer({ min: 0, max: 1100 }), (tie, by, factor, shift) => {
      const num = tie * factor + by;
      const den = factor << BigInt(shift);
      assertNearest(ratioToDouble(num, den), num, den);
    }),
    { numRuns: 2000 },
  );
});

test('known ratios have their known doubles', () => {
  assert.is(ratioToDouble(1n, 3n), 1 / 3);
  assert.is(ratioToDouble(-2n, 3n), -2 / 3);
  assert.is(ratioToDouble(10n ** 40n, 3n * 10n ** 40n), 1 / 3);
  assert.is(ratioToDouble(2n ** 53n + 1n, 1n), 2 ** 53);
  assert.is(ratioToDouble(2n ** 53n + 3n, 1n), 2 ** 53 + 4);
  assert.is(ratioToDouble(2n ** 53n + 1n, 2n ** 53n), 1);
  assert.is(ratioToDouble((2n ** 53n + 1n) * 10n ** 30n + 1n, 10n ** 30n), 2 ** 53 + 2);
});

test('subnormal doubles are rounded once, at their own last bit', () => {
  assert.is(ratioToDouble(1n, 2n ** 1074n), 5e-324);
  assert.is(ratioToDouble(1n, 2n ** 1075n), 0);
  assert.is(ratioToDouble(2n ** 100n + 1n, 2n ** 1175n), 5e-324);
  assert.is(ratioToDouble(3n, 2n ** 1075n), 1e-323);
  assert.is(ratioToDouble(2n ** 54n - 3n, 2n ** 1076n), 2.225073858507201e-308);
  assert.is(ratioToDouble(2n ** 54n - 1n, 2n ** 1076n), 2.2250738585072014e-308);
  assert.is(ratioToDouble(1n, 10n ** 400n), 0);
});

test('beyond the largest double the result is infinite, from exactly half a step on', () => {
  const limit = 2n ** 1024n - 2n ** 970n;
  assert.is(ratioToDouble(limit - 1n, 1n), Number.MAX_VALUE);
  assert.is(ratioToDouble(limit, 1n), Infinity);
  assert.is(ratioToDouble(-limit * 7n, 7n), -Infinity);
  assert.is(ratioToDouble(limit * 7n - 1n, 7n), Number.MAX_VALUE);
  assert.is(ratioToDouble(10n ** 5000n, 3n), Infinity);
});

test('zero and what rounds to it are never -0', () => {
  assert.ok(Object.is(ratioToDouble(0n, 7n), 0));
  assert.ok(Object.is(ratioToDouble(0n, 10n ** 400n), 0));
  assert.ok(Object.is(ratioToDouble(-1n, 10n ** 400n), 0));
  assert.ok(Object.is(ratioToDouble(-1n, 2n ** 1075n), 0));
});

test('the root of any ratio becomes the nearest double', () => {
  fc.assert(
    fc.property(natural, positive, (num, den) => assertNearestRoot(sqrtRatioToDouble(num, den), num, den)),
    { numRuns: 2000 },
  );
});

test('a root at a tie, or just beside one, is rounded to even or to its own side', () => {
  fc.assert(
    fc.property(halfway, nudge, positive, fc.integer({ min: 0, max: 1100 }), (tie, by, factor, shift) => {
      const num = tie * tie * factor + by;
      const den = factor << BigInt(2 * shift);
      assertNearestRoot(sqrtRatioToDouble(num, den), num, den);
    }),
    { numRuns: 2000 },
  );
});

test('known roots have their known doubles', () => {
  assert.ok(Object.is(sqrtRatioToDouble(0n, 7n), 0));
  assert.is(sqrtRatioToDouble(0n, 10n ** 400n), 0);
  assert.is(sqrtRatioToDouble(9n, 4n), 1.5);
  assert.is(sqrtRatioToDouble(2n, 1n), Math.SQRT2);
  assert.is(sqrtRatioToDouble(10n ** 80n, 10n ** 78n), 10);
  assert.is(sqrtRatioToDouble(1n, 2n ** 2148n), 5e-324);
  assert.is(sqrtRatioToDouble(1n, 2n ** 2150n), 0);
  assert.is(sqrtRatioToDouble(2n ** 2048n - 1n, 1n), Infinity);
  assert.is(sqrtRatioToDouble((2n ** 53n - 1n) ** 2n * 2n ** 1942n, 1n), Number.MAX_VALUE);
});

test('the integer root is the floor of the root, at squares and beside them', () => {
  fc.assert(
    fc.property(natural, nudge, (base, by) => {
      const n = base * base + by < 0n ? 0n : base * base + by;
      const root = integerSqrt(n);
      assert.ok(root * root <= n && n < (root + 1n) * (root + 1n), `integerSqrt(${n}) = ${root}`);
    }),
  );
});

test.run();
