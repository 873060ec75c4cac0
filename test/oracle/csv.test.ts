import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encode, parseCsv } from './csv.ts';
import { writeField } from './generate.ts';
import { dayOf } from './key.ts';
import { Refusal } from './refusal.ts';

const test = suite('the oracle reads CSV as RFC 4180 says, and forgives what programs write');

const contents = (text: string, delimiter = ','): string[][] =>
  parseCsv('x.csv', text, delimiter).map((record) => record.map((field) => field.content));

const records: [text: string, expected: string[][]][] = [
  ['', []],
  ['\n\r\n', []],
  ['a', [['a']]],
  ['a,\n', [['a', '']]],
  ['a,', [['a', '']]],
  ['""', [['']]],
  ['""\n\n"",', [[''], ['', '']]],
  ['\r', [['\r']]],
  ['a\r', [['a\r']]],
  ['a\r\nb\n', [['a'], ['b']]],
  ['a\r\r\nb', [['a\r'], ['b']]],
  ['\r\r\n', [['\r']]],
  ['a\rb\n', [['a\rb']]],
  ['"a\r\nb"\r\n', [['a\r\nb']]],
  ['"a,""b""\n"\n', [['a,"b"\n']]],
  ['"a"b"c",d', [['ab"c"', 'd']]],
  ['"a" ,b', [['a ', 'b']]],
  ['"a"b\nc', [['ab'], ['c']]],
  ['a"b,c"\nd', [['a"b', 'c"'], ['d']]],
  [' "a"\n', [[' "a"']]],
  ['""""', [['"']]],
  ['"""a"""', [['"a"']]],
  ['a\0b\n', [['a\0b']]],
  ['\xef\xbb\xbf"a"\n\xef\xbb\xbf"b"', [['a'], ['\xef\xbb\xbf"b"']]],
];

test('records and fields of hand-made texts', () => {
  for (const [text, expected] of records) assert.equal(contents(text), expected, JSON.stringify(text));
  assert.equal(contents('a;"b;c",d', ';'), [['a', 'b;c,d']]);
});

test('fields written with care are read back', () => {
  const content = fc
    .string({ unit: fc.constantFrom(...'a"",;\n\r é\0'), maxLength: 8 })
    .map((text) => encode(text, 'utf-8') ?? '');
  const lines = fc.array(fc.array(content, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
  fc.assert(
    fc.property(lines, fc.constantFrom(',', ';'), fc.constantFrom('\n', '\r\n'), (rows, delimiter, terminator) => {
      const text = rows.map((row) => row.map((field) => writeField(field, 'as needed', delimiter)).join(delimiter));
      assert.equal(contents(text.map((line) => line + terminator).join(''), delimiter), rows);
    }),
  );
});

test('an unclosed quote is refused at the line and byte where it opened', () => {
  const refused = (text: string): Refusal => {
    try {
      parseCsv('x.csv', text, ',');
    } catch (error) {
      if (error instanceof Refusal) return error;
    }
    throw new Error(`${JSON.stringify(text)} was not refused`);
  };
  assert.equal(refused('"').place, { line: 1, byte: 0 });
  assert.equal(refused('a,b\n"x\ny",1\n2,"3\n\n').place, { line: 4, byte: 14 });
  assert.is(refused('\xff\xfea').reason, 'utf-16');
});

test('days are read in both forms and checked against the calendar', () => {
  assert.is(dayOf('01/15/2018 05:00:00 AM'), '2018-01-15');
  assert.is(dayOf('1/5/2018'), '2018-01-05');
  assert.is(dayOf('2018-1-5T00:00'), '2018-01-05');
  assert.is(dayOf('2/29/2024'), '2024-02-29');
  for (const wrong of [
    '2/29/2023',
    '02/29/1900',
    '13/01/2018',
    '00/01/2018',
    '4/31/2018',
    '1/5/18',
    '1/5/20180',
    '2018-01',
  ]) {
    assert.is(dayOf(wrong), null, wrong);
  }
});

test.run();
