import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { columnIndex, maxHeaderBytes, parseHeader } from '../../../pipeline/csv/header.ts';
import type { EnjambreError } from '../../../pipeline/errors.ts';
import type { Dialect } from '../../../pipeline/run-dir/manifest.ts';
import { bytesOf } from '../../oracle/csv.ts';

const test = suite('the header gives the columns and where the data starts');
const plain: Dialect = { delimiter: ',', decimal: '.', encoding: 'utf-8' };

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as EnjambreError).code;
  }
  return 'no error';
}

const cases: [name: string, text: string, names: string[], dataStart: number, lines: number][] = [
  ['a plain line', 'a,b\n1,2\n', ['a', 'b'], 4, 1],
  ['a line that ends as on Windows', 'a,b\r\n1,2\r\n', ['a', 'b'], 5, 1],
  ['a byte order mark', '\xef\xbb\xbf"a",b\n1', ['a', 'b'], 9, 1],
  ['quotes, delimiters and line feeds in names', '"a ""x""","b,c","d\ne"\n1', ['a "x"', 'b,c', 'd\ne'], 22, 2],
  ['blanks around names', ' a ,\tb\t," c "\n', ['a', 'b', 'c'], 14, 1],
  ['UTF-8 names', 'Estaci\xc3\xb3n\n', ['Estación'], 10, 1],
  ['empty lines before it', '\r\n\na,b\n1,2', ['a', 'b'], 7, 3],
  ['nothing after it, not even a line end', 'a,b', ['a', 'b'], 3, 0],
];
for (const [name, text, names, dataStart, lines] of cases) {
  test(`reads ${name}`, () =>
    assert.equal(parseHeader(bytesOf(text), plain, 'x.csv', true), { names, dataStart, lines }));
}

test('reads Latin-1 names', () => {
  const header = parseHeader(
    bytesOf('Estaci\xf3n;\x80\n'),
    { ...plain, delimiter: ';', encoding: 'latin1' },
    'x',
    true,
  );
  assert.equal(header?.names, ['Estación', '\u0080']);
});

test('asks for more bytes when the header is not complete', () => {
  for (const text of ['a,b', 'a,"b\nc', '\xef\xbb\xbf']) {
    assert.is(parseHeader(bytesOf(text), plain, 'x.csv', false), undefined);
  }
});

test('refuses an empty file, with or without byte order mark and empty lines', () => {
  for (const text of ['', '\xef\xbb\xbf', '\n\r\n']) {
    assert.is(
      codeOf(() => parseHeader(bytesOf(text), plain, 'x.csv', true)),
      'empty-input',
    );
  }
});

test('refuses a quote that is never closed, naming where it opened', () => {
  assert.throws(
    () => parseHeader(bytesOf('\n\na,"b\n1,2\n'), plain, 'x.csv', true),
    '"x.csv": the quote opened at line 3, byte 4 is never closed',
  );
});

test('refuses a header of more than 1 MiB, and reads one of exactly that', () => {
  const name = 'x'.repeat(maxHeaderBytes - 1);
  assert.is(parseHeader(bytesOf(`${name}\n1\n`), plain, 'x.csv', false)?.dataStart, maxHeaderBytes);
  for (const text of [`${name}xxxxx`, `"${name}\nxxx`]) {
    assert.is(
      codeOf(() => parseHeader(bytesOf(text), plain, 'x.csv', true)),
      'header-too-long',
    );
  }
});

test('finds a column by its exact name', () => {
  assert.is(columnIndex(['a', 'B', 'b'], 'b'), 2);
  assert.is(columnIndex(['', 'x', 'x'], ''), 0);
});

test('says which columns exist, and which is closest, when a name is unknown', () => {
  try {
    columnIndex(['CodigoEstacion', 'Observación', 'ValorObservado'], 'valorobservdo');
    assert.unreachable();
  } catch (error) {
    const { message, next, exitCode } = error as EnjambreError;
    assert.match(message, 'no column "valorobservdo"; the input has "CodigoEstacion", "Observación", "ValorObservado"');
    assert.is(next, 'did you mean "ValorObservado"?');
    assert.is(exitCode, 2);
  }
});

test('refuses a name that two columns have, naming their places', () => {
  assert.throws(
    () => columnIndex(['a', 'v', 'b', 'v'], 'v'),
    'The column name "v" is ambiguous: columns 2 and 4 have it',
  );
});

test('cuts a long list of columns short', () => {
  const header = Array.from({ length: 1000 }, (_, index) => `c${index}`);
  assert.throws(() => columnIndex(header, 'zzzzzz'), /"c39", and 960 more$/);
});

test.run();
