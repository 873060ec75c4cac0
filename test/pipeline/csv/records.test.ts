import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ScannedRecord } from '../../../pipeline/csv/records.ts';
import { RecordScanner, scanRecords } from '../../../pipeline/csv/records.ts';
import { EnjambreError } from '../../../pipeline/errors.ts';
import { bytesOf, byteText, parseCsv } from '../../oracle/csv.ts';
import { Refusal } from '../../oracle/refusal.ts';

const test = suite('the record scanner reads CSV bytes as RFC 4180 and lenient programs do');
const comma = 44;

function contents(records: ScannedRecord[]): string[][] {
  return records.map(({ fields }) => fields.map((field) => byteText(field ?? new Uint8Array())));
}

function read(text: string, delimiter = comma): string[][] {
  return contents(scanRecords(bytesOf(text), { delimiter, complete: true }).records);
}

const cases: [name: string, text: string, records: string[][]][] = [
  [
    'splits at delimiters and line feeds',
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['takes a last line without line feed', 'a\n1', [['a'], ['1']]],
  ['drops the carriage return before a line feed only', 'a\r\nb\rc\r\r\n', [['a'], ['b\rc\r']]],
  ['keeps a carriage return that is the last byte', 'a\n\r', [['a'], ['\r']]],
  ['keeps a carriage return inside quotes', '"a\r"\n"b\r\n"\r\n', [['a\r'], ['b\r\n']]],
  ['skips empty lines', '\n\r\na\n\n\r\nb\n', [['a'], ['b']]],
  ['takes a pair of quotes alone for a row', '""\n', [['']]],
  ['reads doubled quotes, delimiters and line feeds in quotes', '"x""y","1,2","l\nm"\n', [['x"y', '1,2', 'l\nm']]],
  ['appends what follows a closing quote', '"a"b"c",d\n', [['ab"c"', 'd']]],
  ['takes a quote in the middle for text', 'a"b,"c"\n', [['a"b', 'c']]],
  ['keeps empty fields at both ends', ',\n', [['', '']]],
  ['keeps NUL', 'a\0,b\n', [['a\0', 'b']]],
];
for (const [name, text, records] of cases) test(name, () => assert.equal(read(text), records));

/** Feeds the text cut at the given places. */
function readInPieces(text: string, places: number[]): { records: ScannedRecord[]; error: unknown } {
  const bytes = bytesOf(text);
  const records: ScannedRecord[] = [];
  const scanner = new RecordScanner({
    delimiter: comma,
    line: 1,
    name: 'x.csv',
    onRecord: (record) => {
      records.push(record);
      return true;
    },
  });
  const edges = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let i = 1; i < edges.length; i++) scanner.feed(bytes.slice(edges[i - 1], edges[i]));
  try {
    scanner.end();
    return { records, error: undefined };
  } catch (error) {
    return { records, error };
  }
}

test('reads any bytes, cut anywhere, as the plain parser does', () => {
  const soup = fc.string({ unit: fc.constantFrom(...'""",,\n\n\rab'), maxLength: 60, size: 'max' });
  fc.assert(
    fc.property(soup, fc.array(fc.nat(), { maxLength: 6 }), (text, places) => {
      const { records, error } = readInPieces(text, places);
      let expected: string[][];
      try {
        expected = parseCsv('x.csv', text, ',').map((record) => record.map(({ content }) => content));
      } catch (refused) {
        assert.instance(refused, Refusal);
        assert.instance(error, EnjambreError);
        const { line, byte } = (refused as Refusal).place ?? { line: 0, byte: 0 };
        assert.match((error as EnjambreError).message, `line ${line}, byte ${byte} is never closed`);
        return;
      }
      assert.is(error, undefined);
      assert.equal(contents(records), expected);
      assert.equal(
        records.map((record) => record.fieldCount),
        expected.map((record) => record.length),
      );
      for (const [i, { start, end }] of records.entries()) {
        assert.ok(start >= (records[i - 1]?.end ?? 0) && end > start);
        assert.equal(read(text.slice(start, end))[0], expected[i]);
      }
    }),
    { numRuns: 2000 },
  );
});

test('keeps the wanted columns only, whatever the length of the others', () => {
  const giant = 'x'.repeat(3_000_000);
  const records: ScannedRecord[] = [];
  const scanner = new RecordScanner({
    delimiter: comma,
    wanted: new Set([1]),
    onRecord: (record) => {
      records.push(record);
      return true;
    },
  });
  const bytes = bytesOf(`${giant},7,${giant}\n"${giant}",8\n`);
  for (let at = 0; at < bytes.length; at += 65536) scanner.feed(bytes.subarray(at, at + 65536));
  assert.equal(
    records.map(({ fieldCount, fields }) => [fieldCount, fields[0], byteText(fields[1] ?? new Uint8Array())]),
    [
      [3, undefined, '7'],
      [2, undefined, '8'],
    ],
  );
});

test('refuses a wanted field longer than its limit, naming the place', () => {
  const scanner = new RecordScanner({
    delimiter: comma,
    maxFieldBytes: 10,
    line: 1,
    name: 'x.csv',
    onRecord: () => true,
  });
  scanner.feed(bytesOf('a,b\n1,1234567'));
  try {
    scanner.feed(bytesOf('89012'));
    assert.unreachable();
  } catch (error) {
    assert.is((error as EnjambreError).code, 'field-too-long');
    assert.match((error as EnjambreError).message, '"x.csv": field 2 at line 2, byte 13 is longer than 10 bytes');
  }
});

test('stops after the record that its reader refuses to pass', () => {
  const ends: number[] = [];
  const scanner = new RecordScanner({
    delimiter: comma,
    offset: 100,
    onRecord: ({ end }) => {
      ends.push(end);
      return end < 106;
    },
  });
  assert.is(scanner.feed(bytesOf('a,b\n1,2\n3,4\n')), 8);
  assert.equal(ends, [104, 108]);
  assert.is(scanner.offset, 108);
  assert.is(scanner.recordStart, 108);
});

test('begins inside a quoted field when told so', () => {
  const { records } = scanRecords(bytesOf('x\ny",2\n"3",4\n'), {
    delimiter: comma,
    complete: true,
    insideQuotes: true,
  });
  assert.equal(contents(records), [
    ['x\ny', '2'],
    ['3', '4'],
  ]);
});

test('leaves out the last record of a text that is cut off', () => {
  const options = { delimiter: comma, complete: false };
  assert.equal(contents(scanRecords(bytesOf('a\nb'), options).records), [['a']]);
  assert.is(scanRecords(bytesOf('a\n"b'), options).openQuote, true);
});

test.run();
