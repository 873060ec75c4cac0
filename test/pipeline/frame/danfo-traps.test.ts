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

test('a column that is not there makes one group of all rows', () => {
  const frame = new DataFrame(
    [
      ['a', 1],
      ['b', 2],
    ],
    { columns: ['p', 'v'] },
  );
  assert.is(frame.groupby(['q']).col(['v']).sum().shape[0], 1);
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

const gaps = () =>
  new DataFrame(
    [
      [1, 2],
      [Number.NaN, 4],
      [3, Number.NaN],
    ],
    { columns: ['x', 'y'] },
  );

test('fillNa of some columns changes the original, which then says two things', () => {
  const frame = gaps();
  const copy = frame.copy();
  copy.fillNa(0, { columns: ['x'] });
  for (const { values } of [copy, frame]) assert.is((values as number[][])[1]?.[0], 0);
  for (const changed of [copy, frame]) assert.ok(Number.isNaN(changed.column('x').values[1]));
  assert.not.throws(() => frame.fillNa(0, { columns: ['z'] }));
  assert.throws(() => new danfo.Series(['a', null]).fillNa(''), /value must be specified/);
});

test('a new value for a column reaches the frame that its frame is a copy of', () => {
  const frame = gaps();
  frame.copy().addColumn('x', [7, 8, 9], { inplace: true });
  assert.equal(
    (frame.values as number[][]).map(([x]) => x),
    [7, 8, 9],
  );
  assert.equal(frame.column('x').values, [1, Number.NaN, 3]);
});

test('a column that exists is changed in place though not asked for, and types do not follow atIndex', () => {
  const frame = gaps();
  assert.is(frame.addColumn('x', [7, 8, 9]), undefined);
  assert.equal(frame.column('x').values, [7, 8, 9]);
  const longer = frame.addColumn('z', ['a', 'b', 'c'], { atIndex: 0 }) as DataFrameType;
  assert.equal([longer.columns[0], longer.dtypes[0]], ['z', 'int32']);
});

test('asType changes the original, and makes numbers and texts of missing cells', () => {
  const frame = new DataFrame([['1'], [null]], { columns: ['x'], dtypes: ['string'] });
  frame.asType('x', 'float32');
  assert.equal(frame.values, [[1], [0]]);
  assert.equal(new danfo.Series([1, Number.NaN]).asType('string').values, ['1', 'NaN']);
});

test('cumulated values end at the first gap, and those of a frame move into it', () => {
  const series = new danfo.Series([1, Number.NaN, 3]);
  for (const found of [series.cumSum(), series.cumProd()]) {
    assert.equal((found as unknown as { values: number[] }).values, [1, Number.NaN, Number.NaN]);
  }
  const late = new danfo.Series([Number.NaN, 2]);
  for (const found of [late.cumMax(), late.cumMin()]) {
    assert.equal((found as unknown as { values: number[] }).values, [Number.NaN, Number.NaN]);
  }
  assert.equal(gaps().cumSum().values, [[1, 3], [4], [3]]);
  assert.throws(() => gaps().cumSum({ axis: 0 }));
});

test('a gap in a group ends its sums, and begins its maxima anew', () => {
  const rows = [3, Number.NaN, 1].map((value) => ['a', value]);
  const groups = new DataFrame(rows, { columns: ['k', 'v'] }).groupby(['k']).col(['v']);
  const last = (frame: DataFrameType) => (frame.values as unknown[][])[2]?.[1];
  assert.equal(last(groups.cumSum()), Number.NaN);
  assert.is(last(groups.cumMax()), 1);
});

test('a column without values is an error for its frame, and the std of one value is 0', () => {
  const frame = new DataFrame([[Number.NaN], [Number.NaN]], { columns: ['x'] });
  for (const name of ['median', 'std', 'var', 'min', 'max', 'mode'] as const) {
    assert.throws(() => frame[name]({ axis: 0 }), undefined, name);
  }
  const one = new DataFrame([['a', 1]], { columns: ['k', 'v'] });
  assert.equal([one.column('v').std(), one.column('v').var()], [0, 0]);
  assert.equal(one.groupby(['k']).col(['v']).std().values, [['a', 0]]);
});

test('missing cells are counted as one more value', () => {
  assert.is(new danfo.Series([1, Number.NaN]).nUnique(), 2);
  assert.equal(gaps().nUnique(0).values, [3, 3]);
  assert.equal(new danfo.Series([1, Number.NaN]).valueCounts().index, [1, 'NaN']);
});

test('dropNa of columns overlooks missing texts', () => {
  const frame = new DataFrame([['a'], [null]], { columns: ['x'], dtypes: ['string'] });
  assert.equal(frame.dropNa({ axis: 0 }).columns, ['x']);
});

test.run();
