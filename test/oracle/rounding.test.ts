import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fraction } from './fraction.ts';
import { doubleOfRank, exactValue, rootToDouble, toDouble } from './rounding.ts';
import { readDecimal, readValue } from './value.ts';

const test = suite('the oracle reads decimals exactly and rounds once');

test('a decimal text rounds to the double that the language reads', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 40 });
  const decimal = fc
    .tuple(fc.constantFrom('', '-'), digits, digits, fc.integer({ min: -345, max: 300 }))
    .map(([sign, whole, decimals, exponent]) => `${sign}${whole}.${decimals}e${exponent}`);
  fc.assert(
    fc.property(decimal, (text) => {
      const exact = readDecimal(text, '.');
      const double = Number(text);
      if (exact !== undefined) return Object.is(toDouble(exact), double === 0 ? 0 : double);
      return !Number.isFinite(double) || double === 0;
    }),
  );
});

test('quotients and roots of doubles round as the processor rounds them', () => {
  const whole = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
  const positive = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
  fc.assert(fc.property(whole, whole, (a, b) => toDouble(fraction(BigInt(a), BigInt(b))) === a / b));
  fc.assert(fc.property(positive, (x) => toDouble(exactValue(x)) === x));
  fc.assert(fc.property(positive, (x) => rootToDouble(exactValue(x)) === Math.sqrt(x)));
});

test('ties go to the even neighbour, at the ends of the range too', () => {
  assert.is(toDouble(fraction(2n ** 53n + 1n)), 2 ** 53);
  assert.is(toDouble(fraction(2n ** 53n + 3n)), 2 ** 53 + 4);
  assert.is(toDouble(fraction(-(2n ** 53n) - 3n)), -(2 ** 53) - 4);
  assert.is(toDouble(fraction(2n ** 1024n - 2n ** 970n)), Number.POSITIVE_INFINITY);
  assert.is(toDouble(fraction(2n ** 1024n - 2n ** 970n - 1n)), Number.MAX_VALUE);
  assert.is(toDouble(fraction(1n, 2n ** 1075n)), 0);
  assert.is(toDouble(fraction(10n ** 30n + 1n, 10n ** 30n * 2n ** 1075n)), Number.MIN_VALUE);
  assert.ok(Object.is(toDouble(fraction(-1n, 2n ** 1076n)), 0));
  assert.is(rootToDouble(fraction(10n ** 700n)), Number.POSITIVE_INFINITY);
  assert.is(rootToDouble(fraction((2n ** 53n + 1n) ** 2n)), 2 ** 53);
  assert.is(rootToDouble(fraction((2n ** 53n + 1n) ** 2n + 1n)), 2 ** 53 + 2);
  assert.is(doubleOfRank(1n), 5e-324);
});

const numberTexts: [text: string, double: number | undefined][] = [
  ['1', 1],
  ['+1', 1],
  ['-1', -1],
  ['.5', 0.5],
  ['5.', 5],
  ['-.5e+1', -5],
  ['007', 7],
  ['1e3', 1000],
  ['0e999999999999', 0],
  ['-0', 0],
  [`1${'0'.repeat(400)}e-400`, 1],
  ['1.7976931348623158e308', Number.MAX_VALUE],
  ['1.7976931348623159e308', undefined],
  ['1e999999999999', undefined],
  ['1e-320', 1e-320],
  ['1e-400', undefined],
  ['2.4703282292062327e-324', undefined],
  ['2.4703282292062328e-324', 5e-324],
  ['', undefined],
  ['.', undefined],
  ['-', undefined],
  ['1e', undefined],
  ['e1', undefined],
  ['1,5', undefined],
  ['1 2', undefined],
  ['0x1', undefined],
  ['Infinity', undefined],
  ['1\n', undefined],
];

test('a number is the decimal that its text says, or none', () => {
  for (const [text, double] of numberTexts) {
    const exact = readDecimal(text, '.');
    assert.is(exact && toDouble(exact), double, JSON.stringify(text));
  }
  assert.equal(readDecimal('0.1', '.'), fraction(1n, 10n));
  assert.equal(readDecimal('1,5', ','), fraction(15n, 10n));
  assert.is(readDecimal('1.5', ','), undefined);
});

test('blanks and one pair of quotes come off before a value is missing or a number', () => {
  const what = (content: string | undefined, missing = ['', 'NaN', 'Ñ']): string =>
    readValue(content, missing, '.', 'latin1').is;
  assert.is(what(undefined, []), 'missing');
  assert.is(what(' \t\r'), 'missing');
  assert.is(what('', []), 'invalid');
  assert.is(what(' " nan "\r'), 'missing');
  assert.is(what('\xd1'), 'missing');
  assert.is(what('\xf1'), 'invalid');
  assert.is(what(' " 1 " '), 'number');
  assert.is(what('""1""'), 'invalid');
  assert.is(what('"'), 'invalid');
  assert.is(what('""'), 'missing');
  assert.is(what('-999', ['-999']), 'missing');
  assert.is(what('-999.0', ['-999']), 'number');
});

test.run();
