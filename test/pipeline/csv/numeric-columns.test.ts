import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { numericColumns } from '../../../pipeline/csv/numeric-columns.ts';

const test = suite('the columns that describe measures when none is named');
const options = { decimal: '.', missing: ['', 'NaN', 'N/D', '-9999'], keyColumns: [] };

function isNumeric(values: string[], decimal = '.'): boolean {
  const rows = values.map((value) => [value]);
  return numericColumns(['v'], rows, { ...options, decimal }).length === 1;
}

test('takes numbers however they are written', () => {
  assert.ok(isNumeric(['1', '-2.5', '+.5', '5.', '1e3', '2.5E-7', ' 7 ', '"8"', ' " 9 " ', '0', '0.5', '-0']));
});

test('passes over missing values in any case', () => {
  assert.ok(isNumeric(['', 'nan', 'NAN', 'n/d', '3', ' "" ', '-9999']));
  assert.not.ok(isNumeric(['', 'NaN', 'n/d']));
  assert.not.ok(isNumeric([]));
});

test('bears one value in ten that is no number, not more', () => {
  const tens = Array.from({ length: 9 }, (_, index) => `${index}.5`);
  assert.ok(isNumeric([...tens, 'x']));
  assert.not.ok(isNumeric([...tens.slice(1), 'x']));
  assert.ok(isNumeric([...tens, 'x', '', '', '', '']));
  assert.not.ok(isNumeric([...tens.slice(1), 'x', '', '', '', '', '']));
});

test('knows an identifier by a leading zero', () => {
  assert.not.ok(isNumeric(['21205791', '0021205791']));
  assert.not.ok(isNumeric(['1', '"007"']));
  assert.ok(isNumeric(['0.7', '0']));
});

test('takes no date, no text, no number beyond range for a number', () => {
  for (const text of ['01/15/2018', '2018-01-15', 'x', '1 2', '1e999', '1e-999', '.', '+', 'e5', 'Infinity', '0x10']) {
    assert.not.ok(isNumeric([text]), text);
  }
  assert.ok(isNumeric(['0e-999']));
});

test('reads the decimal mark of the dialect only', () => {
  assert.ok(isNumeric(['1,5', ',5', '5,'], ','));
  assert.not.ok(isNumeric(['1.5'], ','));
  assert.not.ok(isNumeric(['1,5'], '.'));
});

test('leaves out keys and names that two columns share; short rows miss values', () => {
  const header = ['year', 'v', 'v', 'w', 'x'];
  const rows = [
    ['2018', '1', '2', '3', '4'],
    ['2019', '1', '2', '3'],
  ];
  assert.equal(numericColumns(header, rows, { ...options, keyColumns: ['year'] }), ['w', 'x']);
});

test.run();
