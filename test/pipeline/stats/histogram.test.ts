import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scaledToDouble } from '../../../pipeline/exact/decimal.ts';
import { Histogram } from '../../../pipeline/stats/histogram.ts';
import { bigStream, type Stream, stream } from './definition.ts';

const test = suite('histogram');

const bins = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 2000 }));

function assertDefined({ origin, scale, entries }: Stream, bars: number): void {
  const range = entries.at(-1)?.[0] ?? 0n;
  const safe = range < 2n ** 53n;
  const histogram = new Histogram(bars, safe ? Number(range) : range);
  const counts = new Array<number>(range === 0n ? 1 : bars).fill(0);
  for (const [offset, count] of entries) {
    histogram.add(safe ? Number(offset) : offset, count);
    const bar = offset === range ? counts.length - 1 : Number((offset * BigInt(bars)) / range);
    counts[bar] = (counts[bar] ?? 0) + count;
  }
  const expected = { from: scaledToDouble(origin, scale), to: scaledToDouble(origin + range, scale), counts };
  assert.equal(histogram.result(origin, scale), expected);
  assert.equal(histogram.result(origin, scale), expected);
}

test('every value falls into the bar that the exact quotient names', () => {
  fc.assert(fc.property(stream, bins, assertDefined), { numRuns: 500 });
});

test('offsets beyond 2^53 fall into exact bars too', () => {
  fc.assert(fc.property(bigStream, bins, assertDefined), { numRuns: 300 });
});

test('values on an edge and just below it fall to either side of it, at any range', () => {
  for (const range of [70n, 997n, 2n ** 50n + 1n, 2n ** 53n - 1n, 2n ** 53n + 5n, 2n ** 90n + 1n]) {
    for (const bars of [7, 10, 64]) {
      const edges = Array.from(
        { length: bars - 1 },
        (_, i) => (BigInt(i + 1) * range + BigInt(bars) - 1n) / BigInt(bars),
      );
      for (const beside of [[-1n], [0n], [-1n, 0n]]) {
        const offsets = new Set([0n, ...edges.flatMap((edge) => beside.map((by) => edge + by)), range]);
        const entries = [...offsets].sort((a, b) => (a < b ? -1 : 1)).map((offset): [bigint, number] => [offset, 2]);
        assertDefined({ origin: 0n, scale: 0, entries }, bars);
      }
    }
  }
});

test('numpy gives the same counts', () => {
  const values = Array.from({ length: 5000 }, (_, i) => ((i * i * 7919) % 3001) + (i % 97) * 31).sort((a, b) => a - b);
  const histogram = new Histogram(7, 5955);
  for (const value of values) histogram.add(value, 1);
  // numpy 2.4.6 histogram(values, bins=7)
  const counts = [217, 596, 1028, 1335, 977, 627, 220];
  assert.equal(histogram.result(-500n, 2), { from: -5, to: 54.55, counts });
});

test('equal values are one bar', () => {
  const histogram = new Histogram(20, 0);
  histogram.add(0, 5);
  histogram.add(0, 2);
  assert.equal(histogram.result(-5n, 1), { from: -0.5, to: -0.5, counts: [7] });
});

test.run();
