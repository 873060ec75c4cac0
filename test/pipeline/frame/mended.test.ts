import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type DataFrame, frameFromRows, loadDanfo } from '../../../pipeline/frame/danfo.ts';
import { scratchFolder } from '../input/scratch.ts';

const test = suite('danfo.js as jobs get it is free of its traps');

const danfo = await loadDanfo();
const letters = () =>
  frameFromRows(
    ['x', 'y'],
    [...'abcd'].map((letter, index) => [index + 1, letter]),
  );
const noRows = async () => (await letters()).query([false, false, false, false]) as DataFrame;

test('a frame can be filtered again and again', async () => {
  const frame = await letters();
  const late = frame.query(frame.column('x').gt(1)) as DataFrame;
  assert.equal(late.index, [1, 2, 3]);
  const later = late.query(late.column('x').lt(4)) as DataFrame;
  assert.equal(later.values, [
    [2, 'b'],
    [3, 'c'],
  ]);
  assert.equal(later.query([false, true]).values, [[3, 'c']]);
  later.query([false, true], { inplace: true });
  assert.equal([later.values, later.index], [[[3, 'c']], [2]]);
});

test('iloc and loc take conditions by position, labels by label', async () => {
  const frame = await letters();
  const late = frame.query(frame.column('x').gt(2)) as DataFrame;
  assert.equal(late.iloc({ rows: [false, true] }).values, [[4, 'd']]);
  assert.equal(late.iloc({ rows: ['0:1'] }).values, [[3, 'c']]);
  assert.equal(late.loc({ rows: [3], columns: ['y'] }).values, [['d']]);
  assert.equal(late.loc({ rows: late.column('x').eq(3), columns: ['y', 'x'] }).values, [['c', 3]]);
  assert.equal(frame.loc({ columns: ['x:y'] }).columns, ['x']);
  assert.equal(frame.column('y').iloc([true, false, true, false]).values, ['a', 'c']);
  assert.throws(() => frame.loc({ columns: ['z'] }), 'there is no column "z"; there are x, y');
});

test('columns of a long frame are chosen without searching its index for each row', async () => {
  const rows = Array.from({ length: 100_000 }, (_, index) => [index, 'a']);
  const frame = await frameFromRows(['x', 'y'], rows);
  const startedAt = performance.now();
  assert.equal(frame.loc({ columns: ['y'] }).shape, [100_000, 1]);
  assert.equal(frame.sortValues('x', { ascending: false }).iloc({ rows: [0] }).values, [[99_999, 'a']]);
  // Quadratic time was 5 s and more.
  assert.ok(performance.now() - startedAt < 2000);
});

test('a frame without rows is still a frame', async () => {
  const none = await noRows();
  assert.equal(none.dtypes, ['int32', 'string']);
  assert.equal(none.loc({ columns: ['y'] }).columns, ['y']);
  assert.equal((none.addColumn('z', none.column('x').mul(2)) as DataFrame).columns, ['x', 'y', 'z']);
  assert.equal(none.sortValues('x').shape, [0, 2]);
  assert.equal(none.drop({ columns: ['x'] }).columns, ['y']);
  assert.equal(none.groupby(['y']).agg({ x: ['sum', 'count'] }).columns, ['y', 'x_sum', 'x_count']);
  assert.equal(none.groupby(['y']).col(['x']).mean().columns, ['y', 'x_mean']);
  assert.equal(none.groupby(['y']).size().shape, [0, 1]);
  none.addColumn('z', [], { inplace: true });
  assert.equal(none.loc({ columns: ['z'] }).dtypes, ['float32']);
  assert.is(danfo.toCSV(none), 'x,y,z\n');
});

test('statistics of no values are missing', () => {
  const none = new danfo.Series([Number.NaN, Number.NaN]);
  for (const value of [none.mean(), none.median(), none.std(), none.var(), none.min(), none.max()]) {
    assert.ok(Number.isNaN(value));
  }
  assert.equal([none.sum(), none.count(), none.mode()], [0, 0, []]);
});

test('groups leave missing values out, as pandas does', async () => {
  const rows = [
    ['p', 1.5],
    ['q', null],
    ['p', 2.5],
    ['q', 1.5],
    ['r', null],
  ];
  const frame = await frameFromRows(['k', 'v'], rows);
  const found = frame.groupby(['k']).agg({ v: ['sum', 'count', 'mean', 'min', 'max'] });
  assert.equal(found.columns, ['k', 'v_sum', 'v_count', 'v_mean', 'v_min', 'v_max']);
  assert.equal(found.values, [
    ['p', 4, 2, 2, 1.5, 2.5],
    ['q', 1.5, 1, 1.5, 1.5, 1.5],
    ['r', 0, 0, Number.NaN, Number.NaN, Number.NaN],
  ]);
});

test('a column that is not there groups nothing', () => {
  const frame = new danfo.DataFrame([['a', 1]], { columns: ['p', 'v'] });
  assert.throws(() => frame.groupby(['q']), 'there is no column "q"; there are p, v');
});

test('groups are told apart whatever their keys hold, and come in the order of their first rows', async () => {
  const keys = ['constructor', '10', '0021', '__proto__', '2'];
  const frame = await frameFromRows(
    ['k', 'v'],
    keys.map((key, index) => [key, index]),
  );
  assert.equal(
    (frame.groupby(['k']).col(['v']).sum().values as unknown[][]).map(([key]) => key),
    keys,
  );
  const pairs = await frameFromRows(
    ['p', 'q', 'v'],
    [
      ['a-b', 'c', 1],
      ['a', 'b-c', 2],
    ],
  );
  const groups = pairs.groupby(['p', 'q']);
  assert.equal(groups.col(['v']).sum().values, pairs.values);
  assert.equal(groups.getGroup(['a', 'b-c']).values, [['a', 'b-c', 2]]);
  assert.throws(() => groups.getGroup(['a']), 'there is no group ["a"]');
  assert.equal(groups.first().shape, [2, 5]);
});

test('sorting puts what is missing last, both ways', async () => {
  const frame = await frameFromRows(
    ['v', 't'],
    [
      [3, 'b'],
      [null, 'a'],
      [1, null],
      [2, '10'],
    ],
  );
  const sorted = (column: string, ascending = true) => frame.sortValues(column, { ascending }).index;
  assert.equal(sorted('v'), [2, 3, 0, 1]);
  assert.equal(sorted('v', false), [0, 3, 2, 1]);
  assert.equal(sorted('t'), [3, 1, 0, 2]);
  assert.equal(frame.column('t').sortValues().values, ['10', 'a', 'b', null]);
});

test('values are counted as they are', () => {
  const counts = new danfo.Series([1.5, 1.7, 1.5]).valueCounts();
  assert.equal(
    [counts.index, counts.values],
    [
      [1.5, 1.7],
      [2, 1],
    ],
  );
});

test('types are those of all cells', () => {
  const frame = new danfo.DataFrame([['0021', 1]], { columns: ['code', 'x'] });
  frame.addColumn('y', [2.5], { inplace: true });
  assert.equal(frame.dtypes, ['string', 'int32', 'float32']);
  const rows = Array.from({ length: 30 }, (_, index) => [index < 29 ? 1 : 'late']);
  assert.equal(new danfo.DataFrame(rows, { columns: ['x'] }).dtypes, ['string']);
  assert.equal(new danfo.Series([null, 1, 2]).dtypes, ['float32']);
});

test('concat joins rows as `concatRows` does, and columns as before', async () => {
  const one = await frameFromRows(['10', 'b'], [['0021', 1]]);
  const two = await frameFromRows(['b'], [[2]]);
  const both = danfo.concat({ dfList: [one, two], axis: 0 }) as DataFrame;
  assert.equal(both.columns, ['10', 'b']);
  assert.equal(both.values, [
    ['0021', 1],
    [null, 2],
  ]);
  assert.equal(one.column('b').values, [1]);
  assert.equal((danfo.concat({ dfList: [two, two], axis: 0 }) as DataFrame).shape, [2, 1]);
  assert.equal((danfo.concat({ dfList: [one, two], axis: 1 }) as DataFrame).shape, [1, 3]);
});

test('toCSV quotes, as a function and as a method, into text and into a file', async () => {
  const frame = await frameFromRows(['a, b', 'c'], [['say "x"', null]]);
  const text = '"a, b",c\n"say ""x""",\n';
  assert.is(danfo.toCSV(frame), text);
  assert.is((frame.query([true]) as DataFrame).toCSV(), text);
  assert.is(danfo.toCSV(frame, { header: false, sep: ';' }), '"say ""x""";\n');
  const path = join(scratchFolder(), 'rows');
  danfo.toCSV(frame, { filePath: path });
  assert.is(readFileSync(`${path}.csv`, 'utf8'), text);
});

test.run();
