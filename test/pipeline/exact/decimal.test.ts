import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pow10, scaledRatioToDouble, scaledToDouble } from '../../../pipeline/exact/decimal.ts';
import { assertNearest } from './nearest.ts';

const test = suite('scaled integers');

const scale = fc.oneof(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -330, max: 400 }));
const integer = fc.oneof(
  fc.bigInt({ min: -(2n ** 53n) - 2n, max: 2n ** 53n + 2n }),
  fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
);

test('a scaled integer becomes the double that its decimal text reads as', () => {
  fc.assert(
    fc.property(integer, scale, (value, decimals) => {
      assert.is(scaledToDouble(value, decimals), Number(`${value}e${-decimals}`) + 0);
    }),
    { numRuns: 3000 },
  );
});

test('a scaled ratio becomes the nearest double', () => {
  fc.assert(
    fc.property(integer, fc.bigInt({ min: 1n, max: 2n ** 60n }), scale, (num, den, decimals) => {
      const up = 10n ** BigInt(Math.max(0, -decimals));
      const down = 10n ** BigInt(Math.max(0, decimals));
      assertNearest(scaledRatioToDouble(num, den, decimals), num * up, den * down);
    }),
    { numRuns: 1000 },
  );
});

test('zero is +0 at every scale', () => {
  for (const decimals of [-400, -3, 0, 3, 400]) {
    assert.ok(Object.is(scaledToDouble(0n, decimals), 0));
    assert.ok(Object.is(scaledRatioToDouble(0n, 3n, decimals), 0));
  }
});

test('powers of ten are exact, cached or not', () => {
  for (const exponent of [0, 1, 22, 23, 400, 4096, 4097, 5000]) {
    for (let time = 0; time < 2; time++) assert.is(pow10(exponent), BigInt(`1${'0'.repeat(exponent)}`));
  }
});

test.run();
