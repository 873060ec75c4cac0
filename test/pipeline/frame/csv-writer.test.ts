import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { frameToCsv } from '../../../pipeline/frame/csv-writer.ts';
import { type Cell, frameFromRows } from '../../../pipeline/frame/danfo.ts';
import { byteText, decode, parseCsv } from '../../oracle/csv.ts';

const test = suite('frames are written as CSV that reads back to the same cells');

async function csvOf(columns: string[], rows: Cell[][], delimiter?: string): Promise<string> {
  return frameToCsv(await frameFromRows(columns, rows), delimiter);
}

test('fields are quoted where they must be, and only there', async () => {
  const rows = [['plain', 'a, b', 'say "hi"', 'two\nlines', ' blank', 'ñandú', "it's;"]];
  assert.is(
    await csvOf(['a', 'b', 'c', 'd', 'e', 'f', 'g'], rows),
    'a,b,c,d,e,f,g\nplain,"a, b","say ""hi""","two\nlines"," blank",ñandú,it\'s;\n',
  );
});

test('names of columns are quoted too', async () => {
  assert.is(await csvOf(['x,1', '"y"'], [[1, 2]]), '"x,1","""y"""\n1,2\n');
});

test('missing cells are empty, the empty text is quoted', async () => {
  assert.is(
    await csvOf(
      ['n', 't'],
      [
        [null, ''],
        [Number.NaN, undefined],
        [1, 'x'],
      ],
    ),
    'n,t\n,""\n,\n1,x\n',
  );
});

test('a missing cell that is alone on its line does not make the line empty', async () => {
  assert.is(await csvOf(['n'], [[null], [1]]), 'n\n""\n1\n');
});

test('numbers are the shortest text that reads back', async () => {
  assert.is(
    await csvOf(['n'], [[0.1], [1e21], [5e-324], [-0.5], [123456789012345680]]),
    'n\n0.1\n1e+21\n5e-324\n-0.5\n123456789012345680\n',
  );
});

test('another delimiter is quoted instead of the comma', async () => {
  assert.is(await csvOf(['a', 'b'], [['1,5', 'x;y']], ';'), 'a;b\n1,5;"x;y"\n');
});

test('a frame without rows is its header', async () => {
  assert.is(await csvOf(['a', 'b'], []), 'a,b\n');
});

test('any text comes back through a reader that shares no code', async () => {
  const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[ ,;"\r\n\ta\uFEFF]{0,6}$/));
  const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.record({
      columns: fc.uniqueArray(cell, { minLength: width, maxLength: width }),
      rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 5 }),
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
    }),
  );
  await fc.assert(
    fc.asyncProperty(table, async ({ columns, rows, delimiter }) => {
      const bytes = byteText(new TextEncoder().encode(await csvOf(columns, rows, delimiter)));
      const records = parseCsv('frame.csv', bytes, delimiter);
      const cells = records.map((record) => record.map((field) => decode(field.content, 'utf-8')));
      assert.equal(cells, [columns, ...rows]);
    }),
    { numRuns: 300 },
  );
});

test.run();
