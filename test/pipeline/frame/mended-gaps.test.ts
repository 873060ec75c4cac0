import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Cell, type DataFrame, frameFromRows, loadDanfo } from '../../../pipeline/frame/danfo.ts';
import { describeFrame } from '../../../pipeline/frame/describe-frame.ts';

const test = suite('danfo.js as jobs get it leaves missing values out, as pandas does');

const danfo = await loadDanfo();
const { NaN: missing } = Number;
const gaps = (extra: Cell[][] = []) => frameFromRows(['x', 'y'], [[1, 2], [null, 4], [3, null], [2, 9], ...extra]);

test('describe says the same with and without rows that miss a value', async () => {
  const values = [1, 3, 2].map((value) => [value, 'a']);
  const whole = (await frameFromRows(['x', 'k'], values)).describe();
  const described = (await frameFromRows(['x', 'k'], [...values, [null, 'b'], [null, null]])).describe();
  assert.equal(described.index, ['count', 'mean', 'std', 'min', 'median', 'max', 'variance']);
  assert.equal(described.columns, ['x']);
  assert.equal(described.values, [[3], [2], [1], [1], [2], [3], [1]]);
  assert.equal(described.values, whole.values);
});

test('describe agrees with describeFrame, and knows columns of no value, of one, and of truth values', async () => {
  const rows = [
    [1.5, 1, null, true],
    [null, null, null, null],
    [4, null, null, false],
  ];
  const frame = await frameFromRows(['a', 'one', 'none', 'flag'], rows);
  const described = frame.describe();
  const other = await describeFrame(frame);
  for (const [name, row] of [
    ['count', 0],
    ['mean', 1],
    ['std', 2],
    ['min', 3],
    ['p50', 4],
    ['max', 5],
  ] as const) {
    assert.equal((described.values as unknown[][])[row]?.slice(0, 3), other.column(name).values, name);
  }
  assert.equal(described.column('flag').values, [2, 0.5, Math.SQRT1_2, 0, 0.5, 1, 0.5]);
  const none = frame.query([false, false, false]) as DataFrame;
  assert.equal((none.describe().values as unknown[][])[0], [0, 0, 0, 0]);
});

test('cumulated values go on after a gap, in a series, in a frame and in groups', async () => {
  const frame = await gaps();
  const series = frame.column('x');
  const values = (of: unknown) => (of as DataFrame).values;
  assert.equal(values(series.cumSum()), [1, missing, 4, 6]);
  assert.equal(values(series.cumProd()), [1, missing, 3, 6]);
  assert.equal(values(series.cumMax()), [1, missing, 3, 3]);
  assert.equal(values(series.cumMin()), [1, missing, 1, 1]);
  assert.equal(values(new danfo.Series([missing, 2, 1]).cumMin()), [missing, 2, 1]);
  assert.equal(values(frame.cumSum({ axis: 0 })), [
    [1, 2],
    [missing, 6],
    [4, missing],
    [6, 15],
  ]);
  assert.equal(values(frame.cumSum()), [
    [1, 3],
    [missing, 4],
    [3, missing],
    [2, 11],
  ]);
  assert.equal(series.values, [1, missing, 3, 2]);
  series.cumMax({ inplace: true });
  assert.equal(series.values, [1, missing, 3, 3]);
  assert.throws(() => new danfo.Series(['a']).cumSum(), /String data type does not support/);
  const keyed = await frameFromRows(
    ['k', 'v'],
    [3, null, 1].map((value) => ['a', value]),
  );
  const groups = keyed.groupby(['k']).col(['v']);
  const found = [groups.cumSum(), groups.cumProd(), groups.cumMax(), groups.cumMin()];
  assert.equal(
    found.map((frame) => (frame.values as unknown[][]).map(([, value]) => value)),
    [
      [3, missing, 4],
      [3, missing, 3],
      [3, missing, 3],
      [3, missing, 1],
    ],
  );
});

test('statistics of a frame leave gaps out, along both axes, and are missing where there are too few values', async () => {
  const rows = [
    [1, 2, null],
    [null, 4, null],
  ];
  const frame = await frameFromRows(['x', 'y', 'none'], rows);
  const found = (name: 'mean' | 'median' | 'std' | 'var' | 'min' | 'max' | 'mode', axis: 0 | 1) =>
    frame[name]({ axis }).values;
  assert.equal(found('mean', 0), [1, 3, missing]);
  assert.equal(found('median', 0), [1, 3, missing]);
  assert.equal(found('std', 0), [missing, Math.SQRT2, missing]);
  assert.equal(found('var', 0), [missing, 2, missing]);
  assert.equal(found('min', 0), [1, 2, missing]);
  assert.equal(found('max', 0), [1, 4, missing]);
  assert.equal(found('mode', 0), [1, 2, missing]);
  assert.equal(found('mean', 1), [1.5, 4]);
  assert.equal(found('var', 1), [0.5, missing]);
  assert.equal(frame.mode({ axis: 0, keep: 1 }).values, [missing, 4, missing]);
  assert.equal(frame.max({ axis: 0 }).index, ['x', 'y', 'none']);
  assert.equal(
    [frame.sum({ axis: 0 }).values, frame.count({ axis: 0 }).values],
    [
      [1, 6, 0],
      [1, 2, 0],
    ],
  );
});

test('the variance of one value is missing', async () => {
  const one = await frameFromRows(['k', 'v'], [['a', 1]]);
  const series = one.column('v');
  assert.equal([series.std(), series.var(), series.mean()], [missing, missing, 1]);
  assert.equal(one.groupby(['k']).agg({ v: ['std', 'var', 'mean'] }).values, [['a', missing, missing, 1]]);
});

test('the median of many equal values takes no quadratic time', async () => {
  const series = new danfo.Series(Array.from({ length: 100_000 }, (_, index) => index % 3));
  const frame = await frameFromRows(
    ['k', 'v'],
    series.values.map((value) => ['a', value as number]),
  );
  const startedAt = performance.now();
  assert.is(series.median(), 1);
  assert.equal(frame.groupby(['k']).agg({ v: 'median' }).values, [['a', 1]]);
  // It was 20 s and more.
  assert.ok(performance.now() - startedAt < 3000);
  assert.is(new danfo.Series([10, 9, missing, 1, 2]).median(), 5.5);
});

test('distinct values are counted without missing ones', async () => {
  const frame = await gaps([[1, 9]]);
  assert.is(frame.column('x').nUnique(), 3);
  assert.equal(
    [frame.nUnique(0).values, frame.nUnique(1).values],
    [
      [3, 3],
      [2, 1, 1, 2, 2],
    ],
  );
  const counts = frame.column('x').valueCounts();
  assert.equal(
    [counts.index, counts.values],
    [
      [1, 3, 2],
      [2, 1, 1],
    ],
  );
});

test('dropNa leaves out columns with missing texts too', async () => {
  const rows = [
    [1, 'a', 1],
    [2, null, null],
  ];
  const frame = await frameFromRows(['x', 't', 'y'], rows);
  assert.equal(frame.dropNa({ axis: 0 }).columns, ['x']);
  assert.equal(frame.columns, ['x', 't', 'y']);
  assert.equal(frame.dropNa().values, [[1, 'a', 1]]);
  frame.dropNa({ axis: 0, inplace: true });
  assert.equal([frame.columns, frame.values], [['x'], [[1], [2]]]);
  assert.equal(frame.dropNa({ axis: 0 }).values, [[1], [2]]);
});

test.run();
