import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Moments, type MomentsResult } from '../../../pipeline/stats/moments.ts';
import { assertNearest, assertNearestRoot } from '../exact/nearest.ts';
import { bigStream, centralMoment, powerSum, type Stream, stream, unscaled } from './definition.ts';

const test = suite('moments');

function momentsOf({ entries }: Pick<Stream, 'entries'>): Moments {
  const moments = new Moments();
  for (const [offset, count] of entries) moments.addBig(offset, count);
  return moments;
}

function assertDefined(result: MomentsResult, input: Stream): void {
  const { scale } = input;
  const m2 = centralMoment(input, 2n);
  const m3 = centralMoment(input, 3n);
  const m4 = centralMoment(input, 4n);
  const { num, den } = unscaled(m2, 2 * scale);
  assertNearest(result.variance ?? -1, num, den);
  assertNearestRoot(result.std ?? -1, num, den);
  const sum = unscaled({ num: powerSum(input, 1n), den: 1n }, scale);
  const n = input.entries.reduce((total, [, count]) => total + BigInt(count), 0n);
  assertNearest(result.sum, sum.num, sum.den);
  assertNearest(result.mean ?? -1, sum.num, sum.den * n);
  if (m2.num === 0n) {
    assert.is(result.skewness, null);
    assert.is(result.kurtosis, null);
    return;
  }
  const { skewness, kurtosis } = result;
  if (skewness === null || kurtosis === null) throw new Error('null although the variance is not 0');
  // g1² = m3² / m2³ and g2 = m4 / m2² − 3
  assertNearestRoot(Math.abs(skewness), m3.num ** 2n * m2.den ** 3n, m3.den ** 2n * m2.num ** 3n);
  if (skewness !== 0) assert.is(skewness < 0, m3.num < 0n);
  assertNearest(kurtosis, m4.num * m2.den ** 2n - 3n * m4.den * m2.num ** 2n, m4.den * m2.num ** 2n);
}

test('every statistic of any stream is its definition, rounded once', () => {
  fc.assert(
    fc.property(stream, (input) => {
      const moments = new Moments();
      for (const [offset, count] of input.entries) moments.add(Number(offset), count);
      assertDefined(moments.result(input.origin, input.scale), input);
      assert.is(moments.sum(input.origin), powerSum(input, 1n));
      assert.is(moments.sumOfSquares(input.origin), powerSum(input, 2n));
    }),
    { numRuns: 300 },
  );
});

test('offsets beyond 2^53 are as exact', () => {
  fc.assert(
    fc.property(bigStream, (input) => {
      const moments = momentsOf(input);
      assertDefined(moments.result(input.origin, input.scale), input);
      assert.is(moments.sumOfSquares(input.origin), powerSum(input, 2n));
    }),
    { numRuns: 200 },
  );
});

test('splitting counts, reversing the order and asking in between change nothing', () => {
  fc.assert(
    fc.property(bigStream, fc.integer({ min: 1, max: 1000 }), (input, most) => {
      const pieces = input.entries.flatMap(([offset, count]): Stream['entries'] => {
        const piece = Math.min(most, count - 1);
        const whole: Stream['entries'] = [[offset, count - piece]];
        return piece === 0 ? whole : [...whole, [offset, piece]];
      });
      const expected = momentsOf(input).result(input.origin, input.scale);
      assert.equal(momentsOf({ entries: pieces }).result(input.origin, input.scale), expected);
      assert.equal(momentsOf({ entries: pieces.reverse() }).result(input.origin, input.scale), expected);
      const asked = new Moments();
      for (const [offset, count] of input.entries) {
        asked.addBig(offset, count);
        asked.sum(0n);
      }
      assert.equal(asked.result(input.origin, input.scale), expected);
      assert.equal(asked.result(input.origin, input.scale), expected);
    }),
    { numRuns: 200 },
  );
});

test('shifting all values changes the mean and nothing central', () => {
  fc.assert(
    fc.property(stream, fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }), (input, shift) => {
      const here = momentsOf(input).result(input.origin, input.scale);
      const there = momentsOf(input).result(input.origin + shift, input.scale);
      assert.equal({ ...there, sum: here.sum, mean: here.mean }, here);
    }),
    { numRuns: 100 },
  );
});

test('a long dense stream, a long sparse one and heavy counts stay exact through many buckets', () => {
  const n = 20_000;
  for (const [step, count] of [
    [1n, 1],
    [1n, 8000],
    [20n, 1],
    [5_000n, 3],
    [10n ** 7n, 1],
    [2n ** 38n, 2 ** 20],
  ] as const) {
    const moments = new Moments();
    for (let i = 0; i < n; i++) moments.add(i * Number(step), count);
    // Closed forms: Σ i and Σ i² of 0 … n−1; central moments of the discrete uniform distribution.
    const N = BigInt(n);
    const c = BigInt(count);
    assert.is(moments.sum(0n), (c * step * N * (N - 1n)) / 2n);
    assert.is(moments.sumOfSquares(0n), (c * step * step * N * (N - 1n) * (2n * N - 1n)) / 6n);
    const { variance, skewness, kurtosis } = moments.result(0n, 0);
    assertNearest(variance ?? -1, (N * N - 1n) * step * step, 12n);
    assert.is(skewness, 0);
    assertNearest(kurtosis ?? 0, -6n * (N * N + 1n), 5n * (N * N - 1n));
  }
});

test('offsets and counts at the edge of the safe integers stay exact', () => {
  const last = Number.MAX_SAFE_INTEGER;
  const input: Stream = {
    origin: 0n,
    scale: 0,
    entries: [
      [0n, 2 ** 52],
      [1n, 2 ** 51],
      [BigInt(last - 3), 3],
      [BigInt(last - 1), 2 ** 50],
      [BigInt(last), 5],
    ],
  };
  const moments = new Moments();
  for (const [offset, count] of input.entries) moments.add(Number(offset), count);
  assertDefined(moments.result(0n, 0), input);
});

test('offsets that balance around the middle of a bucket stay exact', () => {
  const entries: Stream['entries'] = [0n, 70_000n, 70_000n + 2n ** 18n, 400_000n].map((offset) => [offset, 3]);
  const input: Stream = { origin: 0n, scale: 0, entries };
  assertDefined(momentsOf(input).result(0n, 0), input);
});

test('without values the sum is 0 and the rest null', () => {
  const none = { sum: 0, mean: null, variance: null, std: null, skewness: null, kurtosis: null };
  assert.equal(new Moments().result(5n, 1), none);
});

test('equal values have variance 0, and neither skewness nor kurtosis', () => {
  const moments = new Moments();
  moments.add(0, 3);
  const expected = { sum: -0.6, mean: -0.2, variance: 0, std: 0, skewness: null, kurtosis: null };
  assert.equal(moments.result(-2n, 1), expected);
});

test('a symmetric column has skewness +0', () => {
  const moments = new Moments();
  for (const offset of [0, 1, 2]) moments.add(offset, 1);
  assert.ok(Object.is(moments.result(-1n, 0).skewness, 0));
});

test('numpy and scipy give the same to twelve digits', () => {
  const counts = new Map<number, number>();
  for (let i = 0; i < 5000; i++) {
    const value = ((i * i * 7919) % 3001) + (i % 97) * 31;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const moments = new Moments();
  for (const [offset, count] of [...counts].sort(([a], [b]) => a - b)) moments.add(offset, count);
  const result = moments.result(-500n, 2);
  // numpy 2.4.6 sum, mean, var, std; scipy 1.17.1 skew, kurtosis.
  const reference = {
    sum: 124012.01000000001,
    mean: 24.802402,
    variance: 151.531118450396,
    std: 12.3097976608227,
    skewness: 0.01766459380484962,
    kurtosis: -0.5625684518176688,
  };
  for (const [name, expected] of Object.entries(reference)) {
    const actual = result[name as keyof MomentsResult] ?? Number.NaN;
    assert.ok(Math.abs(actual - expected) <= 1e-12 * Math.abs(expected), `${name}: ${actual}, reference ${expected}`);
  }
});

test.run();
