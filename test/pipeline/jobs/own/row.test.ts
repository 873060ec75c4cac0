import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scanRecords } from '../../../../pipeline/csv/records.ts';
import { EnjambreError } from '../../../../pipeline/errors.ts';
import { scaledToDouble } from '../../../../pipeline/exact/decimal.ts';
import { FieldReader } from '../../../../pipeline/jobs/describe/fields.ts';
import { DESCRIBE_DEFAULTS } from '../../../../pipeline/jobs/describe/options.ts';
import { RowView } from '../../../../pipeline/jobs/own/row.ts';
import type { Dialect } from '../../../../pipeline/run-dir/manifest.ts';
import { failureOf } from './own-run.ts';

const test = suite('a row gives the values of its fields by the rules of all jobs');

const dialect: Dialect = { delimiter: ';', decimal: '.', encoding: 'utf-8' };
const { missing } = DESCRIBE_DEFAULTS;

/** A row that looks at one field of a buffer, as the reader makes it. */
function fieldOf(text: string, rules: { missing?: string[]; dialect?: Dialect } = {}): RowView {
  const row = new RowView({ header: ['a', 'b', 'c'], columns: null, missing, dialect, ...rules });
  row.bytes = Buffer.from(`x;${text}`, rules.dialect?.encoding === 'latin1' ? 'latin1' : 'utf8');
  row.starts.set([0, 2]);
  row.ends.set([1, row.bytes.length]);
  row.fieldCount = 2;
  return row;
}

test('text is without blanks and quotes around it', () => {
  const cases: [string, string][] = [
    ['abc', 'abc'],
    [' a b\t', 'a b'],
    ['"a;""b"""', 'a;"b"'],
    ['" a "', 'a'],
    ['"""a"""', 'a'],
    ['a"b', 'a"b'],
    ['"a"b', 'ab'],
    ['', ''],
    ['ñandú', 'ñandú'],
  ];
  for (const [raw, text] of cases) assert.is(fieldOf(raw).text('b'), text, raw);
  assert.is(fieldOf('año', { dialect: { ...dialect, encoding: 'latin1' } }).text('b'), 'año');
});

test('numbers are read as `describe` reads them', () => {
  const part = fc.constantFrom(
    '0',
    '1',
    '12',
    '.',
    ',',
    '-',
    '+',
    'e',
    'E',
    '5',
    '999999999999999',
    ' ',
    '"',
    'N',
    'a',
    '00',
  );
  const field = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
  for (const decimal of ['.', ',']) {
    const rules = { missing, dialect: { ...dialect, decimal } };
    const reader = new FieldReader({ columns: ['b'], strict: false, ...rules });
    const property = fc.property(field, (text) => {
      const expected = reader.read(Buffer.from(text), 0, () => ({ offset: 0, line: 0 }));
      const row = fieldOf(text, rules);
      assert.is(row.isMissing('b'), expected === 'missing');
      const wanted = typeof expected === 'string' ? null : scaledToDouble(expected.mantissa, expected.scale);
      assert.is(row.number('b'), wanted);
      const found = row.decimal('b');
      assert.is(found === null ? null : scaledToDouble(found.value, found.scale), wanted);
      assert.ok(found === null || found.scale >= 0);
    });
    fc.assert(property, { numRuns: 3000 });
  }
});

test('a missing mark that is a number is missing', () => {
  const row = fieldOf('-999', { missing: ['-999'] });
  assert.equal([row.isMissing('b'), row.number('b'), row.decimal('b'), row.text('b')], [true, null, null, '-999']);
  assert.is(fieldOf('-998', { missing: ['-999'] }).number('b'), -998);
  assert.is(fieldOf('', { missing: ['-999'] }).isMissing('b'), false);
});

test('a row that is too short has no value there, and is ragged', () => {
  const row = fieldOf('1');
  assert.equal(
    [row.text('c'), row.number('c'), row.decimal('c'), row.isMissing('c'), row.isRagged],
    ['', null, null, true, true],
  );
});

test('a row that is longer than the buffer gives the same', () => {
  const { records } = scanRecords(Buffer.from('x;" 1.50";""""\n'), { delimiter: 59, complete: true });
  const row = fieldOf('');
  Object.assign(row, { contents: records[0]?.fields, fieldCount: 3 });
  assert.equal(
    [row.text('a'), row.text('b'), row.text('c'), row.number('b'), row.decimal('b')],
    ['x', '1.50', '"', 1.5, { value: 15n, scale: 1 }],
  );
});

test('a column that is not there, or not among those that are read, is an error', async () => {
  const row = new RowView({ header: ['a', 'b', 'b'], columns: ['a'], missing, dialect });
  const said = async (column: string) => (await failureOf(() => row.text(column))).message;
  assert.is(await said('A'), 'There is no column "A"; the input has "a", "b", "b"');
  assert.match(await said('b'), /^The column name "b" is ambiguous/);
  const other = new RowView({ header: ['a', 'b'], columns: ['a'], missing, dialect });
  assert.is((await failureOf(() => other.number('b'))).message, 'The column "b" is not among the job\'s columns: "a"');
  assert.throws(
    () => new RowView({ header: ['a'], columns: ['c'], missing, dialect }),
    (error: Error) => error instanceof EnjambreError,
  );
});

test.run();
