import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exact, parseDecimal } from '../../../../pipeline/jobs/own/exact.ts';

const test = suite('the arithmetic that jobs are given does not round');

const decimal = fc.record({
  value: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
  scale: fc.integer({ min: 0, max: 12 }),
});

test('numbers are read as they are written', () => {
  assert.equal(exact.parse(' -12.50 '), { value: -125n, scale: 1 });
  assert.equal(exact.parse('1e3'), { value: 1000n, scale: 0 });
  assert.equal(parseDecimal('1,25', ','), { value: 125n, scale: 2 });
  assert.equal(
    [exact.parse(''), exact.parse('1,5'), exact.parse('0x1'), exact.parse('1e999')],
    [null, null, null, null],
  );
  assert.equal(
    [exact.of(0.1), exact.of(-3n), exact.of(1e21)],
    [
      { value: 1n, scale: 1 },
      { value: -3n, scale: 0 },
      { value: 10n ** 21n, scale: 0 },
    ],
  );
  assert.throws(() => exact.of(Number.NaN), /there is no such decimal number/);
});

test('sums do not depend on their order, to the last digit', () => {
  const property = fc.property(decimal, decimal, decimal, (a, b, c) => {
    assert.equal(exact.add(exact.add(a, b), c), exact.add(a, exact.add(b, c)));
    assert.equal(exact.add(a, b), exact.add(b, a));
    assert.is(exact.compare(exact.sub(exact.add(a, b), b), a), 0);
    assert.is(exact.compare(exact.mul(a, exact.add(b, c)), exact.add(exact.mul(a, b), exact.mul(a, c))), 0);
  });
  fc.assert(property, { numRuns: 300 });
});

test('a text of a number reads back to it', () => {
  assert.equal([exact.toText({ value: -5n, scale: 3 }), exact.toText({ value: 1250n, scale: 2 })], ['-0.005', '12.50']);
  const property = fc.property(decimal, (a) => {
    const back = exact.parse(exact.toText(a));
    assert.ok(back);
    assert.is(exact.compare(back, a), 0);
    assert.is(exact.toNumber(a), Number(exact.toText(a)) + 0);
  });
  fc.assert(property, { numRuns: 300 });
});

test('quotients and roots are rounded once', () => {
  const of = exact.of;
  assert.equal(
    [exact.ratio(of(1), of(3)), exact.ratio(of(-1), of(-0.5)), exact.ratio(of(1), exact.zero)],
    [1 / 3, 2, null],
  );
  assert.is(exact.sqrtRatio(of(2), of(1)), Math.SQRT2);
  assert.is(exact.sqrtRatio(of(-0.5), of(-2)), 0.5);
  assert.equal(
    [exact.sqrtRatio(of(-1), of(2)), exact.sqrtRatio(of(1), exact.zero), exact.sqrtRatio(exact.zero, of(-2))],
    [null, null, 0],
  );
});

test.run();
