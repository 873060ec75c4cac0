import fc from 'fast-check';

/** Digits, first one any. */
const digits = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });

const sign = fc.constantFrom('', '', '', '-', '-', '+');

/** A number in every notation, with `.` as its mark. */
const plain = fc.tuple(sign, digits(0, 6), fc.option(digits(0, 6))).map(([signText, whole, decimals]) => {
  const first = whole === '' && (decimals === null || decimals === '') ? '7' : whole;
  return `${signText}${first}${decimals === null ? '' : `.${decimals}`}`;
});

const whole = fc.integer({ min: -3000, max: 3000 }).map(String);

/** Temperatures at one decimal. */
const tenths = fc.integer({ min: -60, max: 400 }).map((tenth) => (tenth / 10).toFixed(1));

const fewDistinct = fc.constantFrom('0', '1.5', '-2', '1.50', '15e-1', '+3', '-0', '0.0');

const longDecimal = fc
  .tuple(sign, digits(1, 20), digits(16, 20))
  .map(([signText, before, after]) => `${signText}${before}.${after}`);

const exponent = fc
  .tuple(plain, fc.constantFrom('e', 'E'), fc.constantFrom('', '+', '-'), fc.integer({ min: 0, max: 12 }))
  .map((parts) => parts.join(''));

const wideExponent = fc
  .tuple(plain, fc.constantFrom('e', 'E'), fc.integer({ min: -340, max: 320 }))
  .map((parts) => parts.join(''));

const greatest = 2n ** 1024n - 2n ** 971n;
const halfBeyondGreatest = 2n ** 1024n - 2n ** 970n;

/** Half a step between two doubles of 54 to 60 bits, where ties go to even. */
const halfway = fc
  .tuple(fc.bigInt({ min: 2n ** 52n, max: 2n ** 53n - 1n }), fc.integer({ min: 0, max: 6 }))
  .map(([significand, shift]) => ((2n * significand + 1n) << BigInt(shift)).toString());

const edge = fc.oneof(
  halfway,
  fc.constantFrom('0', '-0', '-0.000', '0e999999999999', '0e-999999999999', '00012', '-007.50', '5.', '.5', '-.5e1'),
  fc.constantFrom('1e308', '-1e308', '1.7976931348623157e308', '1e309', '-1e309', '1e999999999999', '9e-999999999999'),
  fc.constantFrom('1e-320', '5e-324', '2.4703282292062327e-324', '2.4703282292062328e-324', '1e-400', '2e-308'),
  fc.constantFrom(`${greatest}`, `${halfBeyondGreatest}`, `-${halfBeyondGreatest}`, `${halfBeyondGreatest - 1n}.9`),
  fc.constantFrom(
    `${5n ** 1075n}e-1075`,
    `${5n ** 1075n + 1n}e-1075`,
    `1${'0'.repeat(400)}e-400`,
    `0.${'3'.repeat(400)}`,
  ),
  fc.constantFrom(
    '9007199254740993',
    '0.1',
    '0.2',
    '0.3',
    '100000000000000000000',
    '18446744073709551616',
    '4294967296',
  ),
);

const notNumbers = fc.constantFrom(
  ...[
    'x',
    '-',
    '+',
    '.',
    'e5',
    '1e',
    '1e+',
    '1.2.3',
    '--1',
    '1,5',
    '1.5',
    '1 2',
    '0x10',
    'Infinity',
    '-inf',
    '1_000',
    '½',
  ],
  ...['١', '"1', '1"', '"', '12abc', '1\n2', '\n1', '1\0', '\0', '\u00a01', '1e5.0', '+-1', 'nano', 'N / A'],
);

const missingWords = fc.constantFrom(
  '',
  '',
  '',
  'NaN',
  'nan',
  'NA',
  'N/A',
  'n/d',
  'N/D',
  'null',
  'NULL',
  'None',
  '-999',
  's/d',
  'S/D',
);

/** One column keeps to one flavour, so that the paths for few and for short values are met as well as the slowest one. */
const numberFlavours = {
  fewDistinct,
  whole,
  tenths,
  plain,
  exponent,
  longDecimal,
  edge,
  wideExponent,
  any: fc.oneof(fewDistinct, plain, exponent, wideExponent, longDecimal, edge),
};

export type NumberFlavour = keyof typeof numberFlavours;
export const numberFlavour = fc.constantFrom(...(Object.keys(numberFlavours) as NumberFlavour[]));

const blanks = fc.string({ unit: fc.constantFrom(' ', ' ', '\t', '\r'), maxLength: 3 });

/** Contents of a field that is meant to be described: mostly numbers, bare, padded or in quotes of their own. */
export function valueText(flavour: NumberFlavour, decimal: string): fc.Arbitrary<string> {
  const number = numberFlavours[flavour].map((text) => text.replace('.', decimal));
  const padded = fc.tuple(blanks, number, blanks).map((parts) => parts.join(''));
  const quoted = fc.tuple(blanks, padded, blanks).map(([before, text, after]) => `${before}"${text}"${after}`);
  const missing = fc.tuple(blanks, missingWords, blanks).map((parts) => parts.join(''));
  return fc.oneof(
    { weight: 12, arbitrary: number },
    { weight: 2, arbitrary: padded },
    { weight: 1, arbitrary: quoted },
    { weight: 2, arbitrary: missing },
    { weight: 1, arbitrary: notNumbers },
  );
}

/** Contents of a field that groups; `~` sorts before the emoji by bytes and after it by UTF-16 units. */
export const keyText = fc.constantFrom(
  ...[
    'A',
    'A',
    'A',
    'B',
    'B',
    'a',
    '',
    ' A',
    'A ',
    '0',
    '00',
    '1.0',
    'null',
    'NaN',
    'Bogotá',
    'Ñuñoa',
    'ÿ',
    'zona\0norte',
  ],
  ...['\0', '\uff5e', '😀', '\ufeffA', 'a,b', 'a;b', 'línea\nnueva', 'a\r\nb', '"', '""', '"A"', 'A"', 'x'.repeat(70)],
);

const datePart = (max: number): fc.Arbitrary<string> =>
  fc.tuple(fc.integer({ min: 0, max }), fc.boolean()).map(([n, padded]) => String(n).padStart(padded ? 2 : 1, '0'));

const year = fc.constantFrom('2018', '2018', '2018', '2019', '2000', '1900', '2024', '0000', '9999', '18', '20180');
const afterDate = fc.constantFrom('', '', ' 05:00:00 AM', 'T00:00:00Z', 'x', ' ', '9', '\0');

/** Dates right and wrong, in both forms. */
export const dateText = fc.oneof(
  fc.constantFrom(
    '01/15/2018 05:00:00 AM',
    '02/01/2018',
    '2018-01-15',
    '2018-1-5T10:00',
    ' 12/31/2018 ',
    '',
    'x',
    '2/29/2024',
  ),
  fc.tuple(datePart(13), datePart(32), year, afterDate).map(([m, d, y, rest]) => `${m}/${d}/${y}${rest}`),
  fc.tuple(year, datePart(13), datePart(32), afterDate).map(([y, m, d, rest]) => `${y}-${m}-${d}${rest}`),
);
