// What danfo.js does wrong by itself. A failure here means that it was mended, and our layer can shrink.
import danfo, { type DataFrame as DataFrameType } from 'danfojs-node';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('danfo.js alone has the traps that our frame layer hides');

const { DataFrame, concat, toCSV } = danfo;

test('toCSV never quotes', () => {
  const frame = new DataFrame([['a, b', 'say "x"']], { columns: ['first', 'second'] });
  assert.is(toCSV(frame), 'first,second\na, b,say "x"\n');
});

test('concat breaks the columns of its first input', () => {
  const first = new DataFrame([[1, 2]], { columns: ['x', 'y'] });
  concat({ dfList: [first, new DataFrame([[3, 4]], { columns: ['x', 'y'] })], axis: 0 });
  assert.equal(first.values, [[1, 2]]);
  assert.throws(() => first.column('x').values, /index of length 1 but Ndframe rows has length of 2/);
});

test('concat of frames with one column gives a series', () => {
  const frame = new DataFrame([[1], [2]], { columns: ['x'] });
  assert.is(concat({ dfList: [frame, frame], axis: 0 }) instanceof DataFrame, false);
});

test('concat puts columns named like integers first', () => {
  const frame = new DataFrame([[1, 2]], { columns: ['b', '10'] });
  const other = new DataFrame([[3, 4]], { columns: ['b', '10'] });
  assert.equal(concat({ dfList: [frame, other], axis: 0 }).columns, ['10', 'b']);
});

test('describe throws on null, and gives NaN where a NaN is', () => {
  assert.throws(() => new DataFrame([[1], [null], [3]], { columns: ['x'] }).describe(), /unexpected type of argument/);
  const described = new DataFrame([[1], [Number.NaN], [3]], { columns: ['x'] }).describe();
  assert.equal(described.index, ['count', 'mean', 'std', 'min', 'median', 'max', 'variance']);
  assert.ok(Number.isNaN((described.values as number[][])[1]?.[0]));
});

test('one "NaN" and one empty text make a column of numbers one of text', () => {
  assert.equal(new DataFrame([[1], ['NaN'], ['']], { columns: ['x'] }).dtypes, ['string']);
});

test('text that looks like a number makes its column one of numbers, though the cells stay text', () => {
  const frame = new DataFrame([['0021'], ['0022']], { columns: ['code'] });
  assert.equal(frame.dtypes, ['int32']);
  assert.equal(frame.values, [['0021'], ['0022']]);
});

test('only the first twenty rows decide the type of a column', () => {
  const rows = Array.from({ length: 21 }, (_, index) => [index < 20 ? 1 : 'late']);
  assert.equal(new DataFrame(rows, { columns: ['x'] }).dtypes, ['int32']);
});

test('a column hides the member of its name, and one named "columns" ends in endless recursion', () => {
  const frame = new DataFrame([[1, 2]], { columns: ['mean', 'shape'] });
  assert.not.type(frame.mean, 'function');
  assert.not.equal(frame.shape, [1, 2]);
  assert.throws(() => new DataFrame([[1]], { columns: ['columns'] }).columns, /call stack/);
});

test('a second filter takes wrong rows, because a condition is looked up by labels', () => {
  const frame = new DataFrame([[1], [2], [3], [4]], { columns: ['x'] });
  const late = frame.query(frame.column('x').gt(2)) as DataFrameType;
  assert.throws(() => late.query([false, true]), /undefined/);
});

test('a frame without rows loses its types, and takes no column and cannot be grouped', () => {
  const none = new DataFrame([[1, 'a']], { columns: ['x', 'y'] }).query([false]) as DataFrameType;
  assert.throws(() => none.addColumn('z', []), /Dtype "undefined"/);
  assert.throws(() => none.groupby(['y']).col(['x']).sum());
});

test('the mean of no values is an error', () => {
  assert.throws(() => new danfo.Series([Number.NaN]).mean(), /Reduce of empty array/);
});

test('groups by two columns are mixed up, and one missing value makes a sum missing', () => {
  const keys = [
    ['a-b', 'c', 1],
    ['a', 'b-c', Number.NaN],
  ];
  const sums = new DataFrame(keys, { columns: ['p', 'q', 'v'] }).groupby(['p', 'q']).col(['v']).sum();
  assert.equal(sums.shape, [1, 3]);
  assert.ok(Number.isNaN((sums.values as number[][])[0]?.[2]));
});

test('a key named as a member of all objects cannot be grouped', () => {
  const frame = new DataFrame([['constructor', 1]], { columns: ['p', 'v'] });
  assert.throws(() => frame.groupby(['p']).col(['v']).sum(), /push/);
});

test('sorting stumbles over a missing value, and gives texts in descending order', () => {
  assert.not.equal(new danfo.Series([3, Number.NaN, 1, 2]).sortValues().values.slice(0, 3), [1, 2, 3]);
  assert.equal(new danfo.Series(['b', 'a']).sortValues().values, ['b', 'a']);
});

test('values that begin with the same whole number cannot be counted', () => {
  assert.throws(() => new danfo.Series([1.5, 1.7]).valueCounts(), /unique/);
});

test('a column added in place decides the types of all columns anew', () => {
  const frame = new DataFrame([['0021']], { columns: ['code'], dtypes: ['string'] });
  frame.addColumn('x', [1], { inplace: true });
  assert.equal(frame.dtypes, ['int32', 'int32']);
});

test.run();
