import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scaledToDouble } from '../../../pipeline/exact/decimal.ts';
import { Mode } from '../../../pipeline/stats/mode.ts';
import { bigStream, valuesOf } from './definition.ts';

const test = suite('mode');

test('the mode is the most frequent value, the smallest of several, however counts are split', () => {
  fc.assert(
    fc.property(bigStream, fc.integer({ min: 1, max: 3 }), ({ origin, scale, entries }, most) => {
      // Few different counts, so that ties are common.
      const tied = entries.map(([offset, count]): [bigint, number] => [offset, 1 + (count % most)]);
      const mode = new Mode();
      for (const [offset, count] of tied) for (let i = 0; i < count; i++) mode.add(offset, 1);
      const modeCount = Math.max(...tied.map(([, count]) => count));
      const first = valuesOf({ origin, scale, entries: tied }).find(([, count]) => Number(count) === modeCount);
      assert.equal(mode.result(origin, scale), { mode: scaledToDouble(first?.[0] ?? 0n, scale), modeCount });
    }),
  );
});

test('offsets as numbers and as bigints give the same', () => {
  const numbers = new Mode();
  const bigints = new Mode();
  for (const [offset, count] of [
    [0, 2],
    [3, 9],
    [2 ** 40, 9],
  ] as const) {
    numbers.add(offset, count);
    bigints.add(BigInt(offset), count);
  }
  assert.equal(numbers.result(-5n, 1), { mode: -0.2, modeCount: 9 });
  assert.equal(bigints.result(-5n, 1), { mode: -0.2, modeCount: 9 });
});

test('without values there is no mode', () => {
  assert.equal(new Mode().result(3n, 0), { mode: null, modeCount: 0 });
});

test.run();
