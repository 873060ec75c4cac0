import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import { Percentiles, parsePercentile } from '../../../pipeline/stats/percentiles.ts';
import { assertNearest } from '../exact/nearest.ts';
import { bigStream, countOf, orderStatistic, type Stream, stream, unscaled } from './definition.ts';

const test = suite('percentiles');

/** Percentile texts with 0 to 20 decimals, 0 and 100 among them. */
const text = fc.oneof(
  fc.constantFrom('0', '10', '25', '50', '75', '90', '99.9', '100'),
  fc
    .tuple(fc.integer({ min: 0, max: 99 }), fc.stringMatching(/^[0-9]{1,20}$/))
    .map(([whole, decimals]) => `${whole}.${decimals}`),
);

function resultOf({ origin, scale, entries }: Stream, texts: string[]): Record<string, number> {
  const n = entries.reduce((sum, [, count]) => sum + count, 0);
  const percentiles = new Percentiles(n, texts);
  const last = entries.at(-1)?.[0] ?? 0n;
  for (const [offset, count] of entries) percentiles.add(last < 2n ** 53n ? Number(offset) : offset, count);
  return percentiles.result(origin, scale);
}

function assertDefined(input: Stream, percentile: string): void {
  const actual = resultOf(input, [percentile])[String(Number(percentile))];
  const [whole = '', decimals = ''] = percentile.split('.');
  // r = p/100·(n − 1), as rank + rest/parts.
  const parts = 100n * 10n ** BigInt(decimals.length);
  const scaledRank = BigInt(whole + decimals) * BigInt(countOf(input) - 1);
  const rank = scaledRank / parts;
  const rest = scaledRank % parts;
  const low = orderStatistic(input, rank);
  const high = rest === 0n ? low : orderStatistic(input, rank + 1n);
  const { num, den } = unscaled({ num: low * (parts - rest) + high * rest, den: parts }, input.scale);
  assertNearest(actual ?? Number.NaN, num, den);
}

test('every percentile is the exact interpolation, rounded once', () => {
  fc.assert(fc.property(stream, text, assertDefined), { numRuns: 1500 });
});

test('offsets beyond 2^53 are as exact', () => {
  fc.assert(fc.property(bigStream, text, assertDefined), { numRuns: 500 });
});

test('a rank between huge counts, and a percentile of many decimals, are exact', () => {
  const halves: Stream = {
    origin: 0n,
    scale: 0,
    entries: [
      [0n, 2 ** 45],
      [1n, 2 ** 45],
    ],
  };
  const pair: Stream = {
    origin: 0n,
    scale: 0,
    entries: [
      [0n, 1],
      [3n, 1],
    ],
  };
  for (let zeros = 0; zeros < 30; zeros++) {
    assertDefined(halves, `50.${'0'.repeat(zeros)}`);
    assertDefined(pair, `0.${'0'.repeat(zeros)}1`);
  }
});

test('splitting counts changes nothing, and many percentiles at once are as each alone', () => {
  fc.assert(
    fc.property(stream, fc.array(text, { minLength: 1, maxLength: 8 }), (input, texts) => {
      const expected = Object.assign({}, ...texts.map((each) => resultOf(input, [each])));
      const ones = input.entries.flatMap(([offset, count]): Stream['entries'] =>
        count === 1 ? [[offset, 1]] : [[offset, 1] as [bigint, number], [offset, count - 1] as [bigint, number]],
      );
      assert.equal(resultOf({ ...input, entries: ones }, texts), expected);
      assert.equal(resultOf(input, [...texts].reverse()), expected);
    }),
    { numRuns: 300 },
  );
});

test('numpy gives the same to twelve digits', () => {
  const entries: Stream['entries'] = [
    [0n, 2],
    [32n, 5],
    [33n, 7],
    [36n, 3],
    [157n, 1],
    [245n, 7],
    [10039n, 1],
  ];
  const result = resultOf({ origin: -32n, scale: 1, entries }, [
    '0',
    '2.5',
    '10',
    '25',
    '50',
    '75',
    '90',
    '99.9',
    '100',
  ]);
  // numpy 2.4.6 percentile of -3.2 ×2, 0 ×5, 0.1 ×7, 0.4 ×3, 12.5, 21.3 ×7, 1000.7
  assert.equal(Object.entries(result), [
    ['0', -3.2],
    ['10', 0],
    ['25', 0.025],
    ['50', 0.1],
    ['75', 21.3],
    ['90', 21.3],
    ['100', 1000.7],
    ['2.5', -3.2],
    // numpy, in floating point, has 976.2150000000014.
    ['99.9', 976.215],
  ]);
});

test('one value is every percentile', () => {
  const result = resultOf({ origin: 7n, scale: 2, entries: [[0n, 1]] }, ['0', '33.3', '100']);
  assert.equal(result, { 0: 0.07, '33.3': 0.07, 100: 0.07 });
});

test('more or fewer values than announced are refused', () => {
  for (const count of [3, 5]) {
    const percentiles = new Percentiles(4, ['50']);
    percentiles.add(0, count);
    assert.throws(
      () => percentiles.result(0n, 0),
      (error: unknown) => error instanceof EnjambreError && error.code === 'count-mismatch',
    );
  }
});

test('a percentile text is read exactly, or refused as a usage error', () => {
  assert.equal(parsePercentile('99.9'), { num: 999n, den: 10n });
  assert.equal(parsePercentile('5.'), { num: 5n, den: 1n });
  assert.equal(parsePercentile('.5'), { num: 5n, den: 10n });
  assert.equal(parsePercentile('100.00'), { num: 10000n, den: 100n });
  for (const bad of ['', '.', '-1', '100.1', '100.0000000000000000000001', '1e1', '50 ', '5,5', 'NaN', '0x10']) {
    assert.throws(
      () => parsePercentile(bad),
      (error: unknown) =>
        error instanceof EnjambreError &&
        error.exitCode === 2 &&
        error.message.includes(`"${bad}"`) &&
        error.next !== undefined,
    );
  }
});

test.run();
