import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MESS_BYTES_MAX, MESS_KINDS, messTable } from '../../../pipeline/sample/mess.ts';
import { resolveSampleOptions, type SampleOptions } from '../../../pipeline/sample/options.ts';
import { HEADER, type Spelling } from '../../../pipeline/sample/record.ts';
import { SampleRows } from '../../../pipeline/sample/rows.ts';
import { byteText, parseCsv } from '../../oracle/csv.ts';
import { readValue } from '../../oracle/value.ts';

const test = suite('mess of the sample');
const defaultMissing = ['', 'NaN', 'NA', 'N/A', 'N/D', 'null', 'None'];
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function sampleText(options: SampleOptions): { text: string; bytes: Uint8Array; rows: SampleRows } {
  const rows = new SampleRows(resolveSampleOptions(options));
  const bytes = new Uint8Array(8_000_000);
  const end = rows.fill(bytes);
  assert.is(rows.fill(bytes.slice()), 0, 'one piece is enough');
  return { text: decoder.decode(bytes.subarray(0, end)), bytes: bytes.subarray(0, end), rows };
}

test('is found in a file just as it was counted when written', () => {
  const cases: [sep: string, decimal: string, decimals: number][] = [
    [',', '.', 1],
    [';', ',', 3],
    [',', ',', 2],
    ['\t', '.', 0],
    ['|', '.', 17],
  ];
  for (const [sep, decimal, decimals] of cases) {
    const { bytes, rows } = sampleText({ rows: 6000, stations: 12, seed: 5, mess: true, sep, decimal, decimals });
    const [header, ...records] = parseCsv('sample.csv', byteText(bytes), sep);
    const found = { rows: records.length, missing: 0, invalid: 0, ragged: 0 };
    for (const record of records) {
      const value = readValue(record[HEADER.indexOf('ValorObservado')]?.content, defaultMissing, decimal, 'utf-8');
      if (value.is === 'missing') found.missing++;
      if (value.is === 'invalid') found.invalid++;
      if (record.length !== HEADER.length) found.ragged++;
    }
    const { emptyLines, ...counted } = rows.counts;
    assert.equal(
      header?.map(({ content }) => content),
      [...HEADER],
    );
    assert.equal(found, counted, `${sep} ${decimal}`);
    assert.ok(emptyLines > 0);
  }
});

test('holds everything that real exports hold', () => {
  const { text } = sampleText({ rows: 20_000, mess: true });
  const kinds: Record<string, RegExp> = {
    'byte order mark': /^\uFEFFCodigoEstacion/,
    'no newline at the end': /[^\n]$/,
    'separator in a name': /,"AEROPUERTO OLAYA HERRERA, MEDELLÍN",ANTIOQUIA,/,
    'quotes in a name': /,"ESTACIÓN ""PÁRAMO DE LA RUSIA""",/,
    'separator in a description': /,"TEMPERATURA DEL AIRE, A 2 m",°C\r\n/,
    'quotes in a description': /,"TEMPERATURA DEL AIRE ""COMPENSADA"" A 2 m",°C\r\n/,
    'newline in a description': /,"TEMPERATURA DEL AIRE\r\nA 2 m",°C\r\n/,
    'empty value': /[AP]M,,/,
    NaN: /[AP]M,NaN,/,
    'N/D': /[AP]M,N\/D,/,
    NA: /[AP]M,NA,/,
    null: /[AP]M,null,/,
    'n/a?': /[AP]M,n\/a\?,/,
    'other decimal mark': /[AP]M,"12,3",/,
    dashes: /[AP]M,--,/,
    'two marks': /[AP]M,1\.2\.3,/,
    ERROR: /[AP]M,ERROR,/,
    'quoted number': /[AP]M,"[0-9]+\.[0-9]",/,
    'padded number': /[AP]M, {2}[0-9]+\.[0-9] ,/,
    exponent: /[AP]M,[1-9]\.[0-9]{2}e1,/,
    'leading plus': /[AP]M,\+[0-9]+\.[0-9],/,
    'too short for a value': /\n[0-9]{10},0068,[^,]{22}\r\n/,
    'too short': /,-[0-9]{2}\.[0-9]{9}\r\n/,
    'too long': /,°C,POR REVISAR\r\n/,
    'empty line': /\r\n\r\n[0-9]{10}/,
  };
  for (const [kind, pattern] of Object.entries(kinds)) assert.match(text, pattern, kind);
  assert.not.match(text, /[^\r]\n/, 'every newline is CR LF');
});

test('is rare', () => {
  const table = messTable();
  assert.is(table.length, 10_000);
  const messy = table.filter((kind) => kind > 0).length;
  assert.is(
    messy,
    MESS_KINDS.reduce((sum, { per10000 }) => sum + per10000, 0),
  );
  assert.ok(messy > 200 && messy < 400, `${messy} of 10000`);
  const { rows } = sampleText({ rows: 40_000, mess: true });
  const share = (count: number) => count / rows.counts.rows;
  assert.ok(share(rows.counts.missing) > 0.007 && share(rows.counts.missing) < 0.012);
  assert.ok(share(rows.counts.invalid) > 0.002 && share(rows.counts.invalid) < 0.004);
  assert.ok(share(rows.counts.ragged) > 0.001 && share(rows.counts.ragged) < 0.003);
  assert.ok(share(rows.counts.emptyLines) > 0.0002 && share(rows.counts.emptyLines) < 0.0012);
});

test('leaves the other rows as they are in the clean file', () => {
  const options = { rows: 5000, stations: 3, decimals: 9 };
  const clean = sampleText(options).text.split('\n');
  const messy = new Set(sampleText({ ...options, mess: true, bom: false, crlf: false }).text.split('\n'));
  const kept = clean.filter((line) => messy.has(line)).length;
  assert.ok(kept / clean.length > 0.95 && kept < clean.length, `${kept} of ${clean.length}`);
});

test('spells the same number with an exponent', () => {
  const kind = MESS_KINDS.find(({ name }) => name === 'exponent');
  const spelled = (value: string, decimal: string) => {
    const fields = Array.from(HEADER, () => '');
    kind?.apply(fields, value, { sep: ';', decimal, mess: true, lineEnd: '\n' });
    return fields[3];
  };
  assert.is(spelled('13.4', '.'), '1.34e1');
  assert.is(spelled('-7,25', ','), '-7,25e0');
  assert.is(spelled('0.4', '.'), '0.4e0');
  assert.is(spelled('23', '.'), '2.3e1');
  assert.is(spelled('7', '.'), '7e0');
});

test('adds no more bytes to a record than there is room for', () => {
  const spelling: Spelling = { sep: ',', decimal: ',', mess: true, lineEnd: '\r\n' };
  const value = '-12,12345678901234567';
  const size = (fields: string[]) => new TextEncoder().encode(fields.join(',')).length;
  const plain = ['0021205791', '0068', '01/01/2018 12:00:00 AM', `"${value}"`, 'A', 'B', 'C', 'D', '1', '2'];
  plain.push('TEMPERATURA DEL AIRE A 2 m', '°C');
  for (const kind of MESS_KINDS) {
    const fields = [...plain];
    kind.apply(fields, value, spelling);
    assert.ok(size(fields) - size(plain) <= MESS_BYTES_MAX, kind.name);
  }
});

test.run();
