import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scaledToDouble } from '../../../pipeline/exact/decimal.ts';
import { Histogram } from '../../../pipeline/stats/histogram.ts';
import { Mode } from '../../../pipeline/stats/mode.ts';
import { Moments } from '../../../pipeline/stats/moments.ts';
import { Percentiles } from '../../../pipeline/stats/percentiles.ts';
import { Summary } from '../../../pipeline/stats/summary.ts';
import { bigStream, countOf, powerSum, type Stream } from './definition.ts';

const test = suite('summary');

const keys = 'min,max,sum,mean,variance,std,mode,modeCount,percentiles,kurtosis,skewness,histogram'.split(',');

function summaryOf(input: Stream, percentiles: string[], bins: number, big: boolean): Summary {
  const { origin, scale, entries } = input;
  const last = entries.at(-1)?.[0] ?? 0n;
  const maxOffset = big ? last : Number(last);
  const summary = new Summary({ n: countOf(input), scale, origin, maxOffset, percentiles, bins });
  for (const [offset, count] of entries) {
    if (big) summary.addBig(offset, count);
    else summary.add(Number(offset), count);
  }
  return summary;
}

test('a summary holds what each statistic gives alone, with numbers and with bigints', () => {
  fc.assert(
    fc.property(bigStream, (input) => {
      const { origin, scale, entries } = input;
      const last = entries.at(-1)?.[0] ?? 0n;
      const parts = [
        new Moments(),
        new Mode(),
        new Percentiles(countOf(input), ['5', '50']),
        new Histogram(7, last),
      ] as const;
      for (const [offset, count] of entries) {
        parts[0].addBig(offset, count);
        for (const part of parts.slice(1) as (Mode | Percentiles | Histogram)[]) part.add(offset, count);
      }
      const expected = {
        min: scaledToDouble(origin, scale),
        max: scaledToDouble(origin + last, scale),
        ...parts[0].result(origin, scale),
        ...parts[1].result(origin, scale),
        percentiles: parts[2].result(origin, scale),
        histogram: parts[3].result(origin, scale),
      };
      const big = summaryOf(input, ['5', '50'], 7, true);
      assert.equal(big.result(), expected);
      assert.is(big.sum(), powerSum(input, 1n));
      assert.is(big.sumOfSquares(), powerSum(input, 2n));
      if (last < 2n ** 53n) assert.equal(summaryOf(input, ['5', '50'], 7, false).result(), expected);
    }),
    { numRuns: 200 },
  );
});

test('a small column has the statistics one can check by hand', () => {
  const entries: Stream['entries'] = [
    [0n, 3],
    [2n, 1],
  ];
  const summary = summaryOf({ origin: 1n, scale: 1, entries }, ['0', '50', '99.9'], 2, false);
  assert.equal(summary.result(), {
    min: 0.1,
    max: 0.3,
    sum: 0.6,
    mean: 0.15,
    variance: 0.0075,
    std: 0.08660254037844387,
    mode: 0.1,
    modeCount: 3,
    percentiles: { 0: 0.1, 50: 0.1, '99.9': 0.2994 },
    kurtosis: -2 / 3,
    skewness: 1.1547005383792515,
    histogram: { from: 0.1, to: 0.3, counts: [3, 1] },
  });
});

test('keys come in the order of result.json, with values and without', () => {
  const summary = summaryOf({ origin: 1n, scale: 1, entries: [[0n, 1]] }, ['50'], 2, false);
  assert.equal(Object.keys(summary.result()), keys);
  assert.equal(Object.keys(Summary.emptyResult(['50'])), keys);
});

test('a column without values is null where nothing is defined', () => {
  const text = JSON.stringify(Summary.emptyResult(['10', '99.90']));
  const expected =
    '{"min":null,"max":null,"sum":0,"mean":null,"variance":null,"std":null,"mode":null,"modeCount":0,' +
    '"percentiles":{"10":null,"99.9":null},"kurtosis":null,"skewness":null,"histogram":null}';
  assert.is(text, expected);
});

test.run();
