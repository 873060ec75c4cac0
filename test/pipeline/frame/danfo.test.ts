import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { concatRows, frameFromRows, rowsOf } from '../../../pipeline/frame/danfo.ts';

const test = suite('frames made from rows are free of the traps of danfo.js');

test('a frame has the columns and the cells it is given', async () => {
  const frame = await frameFromRows(
    ['station', 'mean'],
    [
      ['0021', 1.5],
      ['0022', 2],
    ],
  );
  assert.equal(frame.shape, [2, 2]);
  assert.equal(frame.columns, ['station', 'mean']);
  assert.equal(frame.column('station').values, ['0021', '0022']);
  assert.equal(frame.column('mean').values, [1.5, 2]);
});

test('the type of a column comes from all of its cells, and text that looks like a number stays text', async () => {
  const rows = Array.from({ length: 30 }, (_, index) => [
    '0021',
    index,
    index < 29 ? index : 'late',
    index + 0.5,
    true,
  ]);
  const frame = await frameFromRows(['code', 'integer', 'late', 'number', 'flag'], rows);
  assert.equal(frame.dtypes, ['string', 'int32', 'string', 'float32', 'boolean']);
});

test('missing cells are NaN among numbers and null among text, whichever way they are given', async () => {
  const frame = await frameFromRows(
    ['number', 'text', 'nothing'],
    [
      [1, 'a', null],
      [null, null, undefined],
      [undefined, undefined, Number.NaN],
      [Number.NaN, 'd', null],
      [2, 'e'],
    ],
  );
  assert.equal(frame.dtypes, ['float32', 'string', 'float32']);
  assert.equal(frame.column('number').values, [1, Number.NaN, Number.NaN, Number.NaN, 2]);
  assert.equal(frame.column('text').values, ['a', null, null, 'd', 'e']);
  assert.is(frame.column('number').mean(), 1.5);
  assert.equal(rowsOf(frame)[1], [null, null, null]);
  assert.equal((frame.describe().values as unknown[][])[1], [1.5, Number.NaN]);
});

test('a column may have the name of a member of the frame', async () => {
  const columns = ['mean', 'columns', 'shape', 'values', 'index', 'constructor', '__proto__', '$data'];
  const frame = await frameFromRows(columns, [[1, 2, 3, 4, 5, 6, 7, 8]]);
  assert.equal(frame.columns, columns);
  assert.equal(frame.shape, [1, 8]);
  assert.equal(frame.values, [[1, 2, 3, 4, 5, 6, 7, 8]]);
  assert.type(frame.mean, 'function');
  for (const [index, column] of columns.entries()) assert.equal(frame.column(column).values, [index + 1]);
  assert.equal(frame.head(1).column('shape').values, [3]);
});

test('a column with a free name is a property, as danfo.js has it', async () => {
  const frame = await frameFromRows(['height'], [[1], [2]]);
  assert.equal((frame as unknown as { height: { values: number[] } }).height.values, [1, 2]);
  (frame as unknown as { height: number[] }).height = [3, 4];
  assert.equal(frame.values, [[3], [4]]);
});

test('a column added in place can be reached and replaced', async () => {
  const frame = await frameFromRows(['x'], [[1], [2]]);
  frame.addColumn('y', [3, 4], { inplace: true });
  frame.addColumn('y', [5, 6], { inplace: true });
  assert.equal(frame.column('y').values, [5, 6]);
});

test('a frame may have no rows', async () => {
  const frame = await frameFromRows(['x', 'y'], []);
  assert.equal(frame.shape, [0, 2]);
  assert.equal(frame.columns, ['x', 'y']);
  assert.equal(rowsOf(frame), []);
});

test('two columns of one name are refused', async () => {
  try {
    await frameFromRows(['x', 'x'], [[1, 2]]);
  } catch (error) {
    assert.match((error as Error).message, /unique/);
    return;
  }
  assert.unreachable();
});

test('concatRows joins rows in order and leaves its inputs whole', async () => {
  const first = await frameFromRows(['b', '10'], [[1, 'x']]);
  const second = await frameFromRows(['b', '10'], [[2.5, 'y']]);
  const both = await concatRows([first, second]);
  assert.equal(both.columns, ['b', '10']);
  assert.equal(both.values, [
    [1, 'x'],
    [2.5, 'y'],
  ]);
  assert.equal(both.index, [0, 1]);
  assert.equal(first.column('b').values, [1]);
  assert.equal(second.column('10').values, ['y']);
});

test('concatRows keeps a frame of one column a frame', async () => {
  const frame = await frameFromRows(['x'], [[1]]);
  const both = await concatRows([frame, frame]);
  assert.equal(both.shape, [2, 1]);
  assert.equal(both.columns, ['x']);
});

test('concatRows takes the union of the columns, with missing cells where a frame has none', async () => {
  const first = await frameFromRows(['x', 'name'], [[1, 'a']]);
  const second = await frameFromRows(['y', 'x'], [[2, 3]]);
  const both = await concatRows([first, second]);
  assert.equal(both.columns, ['x', 'name', 'y']);
  assert.equal(rowsOf(both), [
    [1, 'a', null],
    [3, null, 2],
  ]);
});

test('concatRows takes more rows than a call has room for arguments', async () => {
  const long = await frameFromRows(
    ['x'],
    Array.from({ length: 200_000 }, (_, index) => [index]),
  );
  assert.equal((await concatRows([long, long])).shape, [400_000, 1]);
});

test.run();
