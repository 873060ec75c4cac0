import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { en } from '../../../pipeline/report/text/en.ts';
import { es } from '../../../pipeline/report/text/es.ts';
import { oddityText } from '../../../pipeline/report/text/oddity-text.ts';
import type { Ledger } from '../../../pipeline/runs/ledger.ts';
import { findOddities, type Oddity } from '../../../pipeline/runs/oddities.ts';

const test = suite('what looks wrong about a run is told');

interface Given {
  rows?: number;
  ragged?: number;
  header?: string[];
  decimal?: string;
  window?: number;
  by?: string[];
  column?: { count: number; invalid: number };
  texts?: string[];
  kind?: 'csv' | 'text';
}

function oddities(given: Given): Oddity[] {
  const { rows = 1000, ragged = 0, header = ['a', 'v'], decimal = '.', window = 500, by = [], texts = [] } = given;
  const { count, invalid } = given.column ?? { count: 1000, invalid: 0 };
  const dialect = { delimiter: ',', decimal, encoding: 'utf-8' as const };
  const manifest = {
    format: 1 as const,
    run: 'r',
    createdAt: '',
    codeVersion: '',
    job: 'describe',
    options: { window, by },
    jobIdentity: '',
    input: { kind: given.kind ?? 'csv', files: [], header, dialect, identity: '' },
    partitions: [],
  };
  const ledger: Ledger = {
    rows,
    ragged,
    lines: rows,
    partitions: [],
    columns: [{ column: 'v', count, missing: 0, invalid }],
    examples: texts.map((text) => ({ column: 'v', text, file: 'x.csv', line: 2, byte: 0 })),
    checks: [],
  };
  return findOddities({ manifest, ledger });
}

function sentences(given: Given, catalogue = en): string[] {
  return oddities(given).map((oddity) => oddityText(catalogue, oddity, (text) => text));
}

test('a run with nothing odd has no warning', () => {
  assert.equal(oddities({}), []);
  assert.equal(oddities({ ragged: 100, column: { count: 600, invalid: 400 }, texts: ['x', '1.2.3'] }), []);
});

test('values with the other decimal mark are recognized, and the option is named', () => {
  const comma = { column: { count: 0, invalid: 1000 }, texts: ['11,6', ' -0,5'] };
  assert.equal(sentences(comma), ['1,000 values of "v" are no numbers, such as "11,6": try --decimal ,']);
  const point = { decimal: ',', column: { count: 900, invalid: 100 }, texts: ['11.6', 'x'] };
  assert.equal(sentences(point), ['100 values of "v" are no numbers, such as "11.6": try --decimal .']);
  assert.equal(oddities({ column: { count: 900, invalid: 100 }, texts: ['11,6', 'x', 'y'] }), []);
});

test('a column that holds mostly or only something else is named', () => {
  assert.equal(sentences({ column: { count: 400, invalid: 600 }, window: 10 }), [
    '600 of 1,000 values of "v" are no numbers.',
  ]);
  assert.equal(sentences({ column: { count: 0, invalid: 0 } }), ['"v" holds no number.']);
});

test('a delimiter that does not fit is suspected', () => {
  assert.equal(sentences({ header: ['a;v'] }), ['the header is one column, "a;v": is that the right --delimiter?']);
  assert.equal(sentences({ ragged: 101 }), [
    '101 of 1,000 rows have more or fewer fields than the header: is "," the delimiter?',
  ]);
});

test('one is one', () => {
  const one = { column: { count: 999, invalid: 1 }, texts: ['11,6'] };
  assert.equal(sentences(one), ['1 value of "v" is no number, such as "11,6": try --decimal ,']);
  assert.equal(sentences(one, es), ['1 valor de "v" no es un número, por ejemplo "11,6": prueba --decimal ,']);
  assert.match(sentences({ rows: 3, ragged: 1 })[0] as string, '1 of 3 rows has more');
  assert.match(sentences({ rows: 3, ragged: 1 }, es)[0] as string, '1 de 3 filas tiene más');
});

test('a window longer than the column is told, unless there are groups', () => {
  const column = { count: 20, invalid: 0 };
  assert.equal(sentences({ column }), ['a rolling window of 500 is longer than all of "v": give a smaller --window.']);
  assert.equal(oddities({ column, by: ['k'] }), []);
  assert.equal(oddities({ column, window: 20 }), []);
});

test('an input without rows or words is told, and nothing else of it', () => {
  const column = { count: 0, invalid: 0 };
  assert.equal(sentences({ rows: 0, column }), ['there are no rows below the header.']);
  assert.equal(sentences({ rows: 0, column, kind: 'text' }), ['there are no words in the input.']);
});

test('names are shown as the caller shows them', () => {
  const [found] = oddities({ column: { count: 0, invalid: 0 } });
  assert.is(
    oddityText(en, found as Oddity, (text) => text.toUpperCase()),
    '"V" holds no number.',
  );
});

test('Spanish says the same in its own way', () => {
  assert.equal(sentences({ header: ['a;v'] }, es), [
    'la cabecera es una sola columna, "a;v": ¿es correcto el --delimiter?',
  ]);
});

test.run();
