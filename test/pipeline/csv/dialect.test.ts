import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DialectContext, DialectOverrides } from '../../../pipeline/csv/dialect.ts';
import { detectDialect } from '../../../pipeline/csv/dialect.ts';
import type { EnjambreError } from '../../../pipeline/errors.ts';
import type { Dialect } from '../../../pipeline/run-dir/manifest.ts';
import { bytesOf } from '../../oracle/csv.ts';

const test = suite('the dialect of a CSV text is found from its first bytes');

function detect(text: string, overrides: DialectOverrides = {}, context: DialectContext = { complete: true }): Dialect {
  return detectDialect(new TextEncoder().encode(text), overrides, context).dialect;
}

for (const delimiter of [',', ';', '\t', '|']) {
  test(`finds the delimiter ${JSON.stringify(delimiter)}`, () => {
    const row = (...fields: string[]) => `${fields.join(delimiter)}\n`;
    const other = delimiter === ';' ? ',' : ';';
    assert.is(detect(row('a', 'b', 'c') + row('1', '2', `x${other}y`)).delimiter, delimiter);
    assert.is(detect(row('a', 'b') + row('"x\n,;|\t"', '2').repeat(20)).delimiter, delimiter);
    assert.is(detect(row('a', 'b')).delimiter, delimiter);
  });
}

test('finds the delimiter where a quoted text goes on past the sample', () => {
  const start = 'key,note,value\nk1,"one\n""two""",3\nk2,"';
  assert.is(detect(start + 'x1;text;7.5\n'.repeat(500), {}, { complete: false }).delimiter, ',');
  assert.is(detect('a,b\n1,"x\n2,y').delimiter, ',', 'or is never closed');
});

test('finds the semicolon where numbers have decimal commas', () => {
  assert.equal(detect('estación;valor;otro\nA;1,5;2,5\nB;-3,5;1,0\n'), {
    delimiter: ';',
    decimal: ',',
    encoding: 'utf-8',
  });
});

test('does not cut a single column of decimal commas', () => {
  const { delimiter, decimal } = detect('valor\n1,5\n2,5\n3,75\n');
  assert.is(decimal, ',');
  assert.is.not(delimiter, ',');
});

test("does not take a character of the only column's name for the delimiter", () => {
  assert.is.not(detect(`Latitud, grados\n${'4.5\n'.repeat(50)}`).delimiter, ',');
});

test('does not take a delimiter under which a quote swallows the rows', () => {
  assert.is(detect(`id,uno;dos\n1,"abierto;2\n${'3,x;4\n'.repeat(50)}`).delimiter, ';');
});

test('takes a comma for a single column without any delimiter', () => {
  assert.equal(detect('valor\n1.5\n2\n'), { delimiter: ',', decimal: '.', encoding: 'utf-8' });
  assert.is(detect('').delimiter, ',');
});

test('bears ragged rows and commas in quotes', () => {
  const rows = ['a;b;c', '1;2;3', '1;2', '"x, y, z";2;3', '1;2;3;4', '4;5;6', '7;8;9'];
  assert.is(detect(`${rows.join('\r\n')}\r\n`).delimiter, ';');
});

test('a comma is the decimal mark only if it outnumbers the point', () => {
  assert.is(detect('a;b\n1.5;2,5\n3.5;1\n').decimal, '.');
  assert.is(detect('a;b\n1.5;2,5\n"3,5"; +,5e3 \n').decimal, ',');
  assert.is(detect('a;b\nx;y\n').decimal, '.');
  assert.is(detect('a,b\n"1,5","2,5"\n').decimal, '.');
});

test('a sample cut anywhere gives the same dialect', () => {
  const text = new TextEncoder().encode(`código;medición\n${'Bogotá, D.C.;12,5\n"Ñandú\n""x""";3,25\n'.repeat(3)}`);
  for (let end = 40; end <= text.length; end++) {
    const { dialect } = detectDialect(text.subarray(0, end));
    assert.equal(dialect, { delimiter: ';', decimal: ',', encoding: 'utf-8' }, `cut at ${end}`);
  }
});

test('bytes that are not UTF-8 mean Latin-1, unless they are a character cut by the end of the sample', () => {
  const latin1 = bytesOf('estaci\xf3n,v\nBogot\xe1,1\n');
  assert.is(detectDialect(latin1).dialect.encoding, 'latin1');
  const cut = bytesOf('a,v\nBogot\xc3');
  assert.is(detectDialect(cut, {}, { complete: false }).dialect.encoding, 'utf-8');
  assert.is(detectDialect(cut, {}, { complete: true }).dialect.encoding, 'latin1');
  assert.is(detectDialect(bytesOf('a,v\n1,2\n'), {}, { evidence: ['ascii', 'latin1'] }).dialect.encoding, 'latin1');
});

test('a byte order mark means UTF-8 and is no part of the text', () => {
  const { dialect, detected } = detectDialect(bytesOf('\xef\xbb\xbf"a;b";c\n1;2\n'));
  assert.equal(dialect, { delimiter: ';', decimal: '.', encoding: 'utf-8' });
  assert.match(detected.join(' '), 'byte order mark');
});

for (const [name, text] of [
  ['UTF-16 with its byte order mark, little endian', '\xff\xfea\0,\0b\0\n\0'],
  ['UTF-16 with its byte order mark, big endian', '\xfe\xff\0a\0,\0b\0\n'],
  ['UTF-16 without mark', 'a\0,\0b\0\n\x001\0,\x002\0\n\0'],
] as const) {
  test(`refuses ${name}, even if another encoding is asked for`, () => {
    for (const encoding of [undefined, 'latin1']) {
      try {
        detectDialect(bytesOf(text), { encoding }, { name: 'x y.csv' });
        assert.unreachable();
      } catch (error) {
        const { code, message, next } = error as EnjambreError;
        assert.is(code, 'wide-encoding');
        assert.match(message, '"x y.csv": it is UTF-16');
        assert.match(next ?? '', "iconv -f UTF-16 -t UTF-8 'x y.csv'");
      }
    }
  });
}

test('some NUL bytes in a text are no UTF-16', () => {
  assert.is(detectDialect(bytesOf('a,b\n\0x\0y\0,1\n2,\0\n')).dialect.encoding, 'utf-8');
});

test('what the user fixed is taken as it is, and said', () => {
  const { dialect, detected } = detectDialect(bytesOf('a,b\n1,2\n'), {
    delimiter: 'tab',
    decimal: ',',
    encoding: 'ISO-8859-1',
  });
  assert.equal(dialect, { delimiter: '\t', decimal: ',', encoding: 'latin1' });
  assert.equal(detected, ['Delimiter tab: as asked.', 'Decimal mark ",": as asked.', 'Encoding Latin-1: as asked.']);
});

for (const overrides of [{ delimiter: '::' }, { delimiter: '' }, { decimal: ';' }, { encoding: 'utf-16' }]) {
  test(`refuses ${JSON.stringify(overrides)}`, () => {
    assert.throws(
      () => detectDialect(bytesOf('a\n'), overrides),
      (error: EnjambreError) =>
        error.exitCode === 2 && error.message.includes(JSON.stringify(Object.values(overrides)[0])),
    );
  });
}

test('says what was found and why', () => {
  const { detected } = detectDialect(new TextEncoder().encode('a;b\n1,5;é\n2,5;x\n3;y;z\n'), {}, { complete: true });
  assert.equal(detected, [
    'Delimiter ";": 2 fields in 3 of 4 lines looked at.',
    'Decimal mark ",": 2 numbers with a comma, 0 with a point.',
    'Encoding UTF-8: characters beyond ASCII are valid.',
  ]);
});

test.run();
