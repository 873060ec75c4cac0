import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type DataFrame, frameFromRows, loadDanfo } from '../../../pipeline/frame/danfo.ts';

const test = suite('danfo.js as jobs get it leaves the frame alone that a new one is made from');

const danfo = await loadDanfo();
const { NaN: missing } = Number;
const cells = [
  [1, 'a'],
  [missing, null],
  [3, 'c'],
];
const gaps = () => frameFromRows(['x', 't'], cells as [number, string | null][]);

/** What `values` says and what `column` says. */
function sides(frame: DataFrame): unknown[][] {
  const rows = frame.values as unknown[][];
  return (frame.columns as string[]).flatMap((name, place) => [
    rows.map((row) => row[place]),
    frame.column(name).values,
  ]);
}

/** Frames of which danfo.js makes the rows those of the original. */
const kin: Record<string, (frame: DataFrame) => DataFrame> = {
  copy: (frame) => frame.copy(),
  dropNa: (frame) => (frame.head(1) as DataFrame).dropNa() as DataFrame,
  drop: (frame) => frame.drop({ index: [2] }) as DataFrame,
  rename: (frame) => frame.rename({ t: 'text' }) as DataFrame,
  resetIndex: (frame) => frame.resetIndex() as DataFrame,
  sortIndex: (frame) => frame.sortIndex() as DataFrame,
  query: (frame) => frame.query([true, true, true]) as DataFrame,
};

test('fillNa gives a frame, and changes neither the one that it is called on nor those with the same rows', async () => {
  const frame = await gaps();
  const before = sides(frame);
  for (const make of Object.values(kin)) {
    const made = make(frame);
    made.fillNa(0, { columns: ['x'] });
    made.fillNa(0, { columns: ['x'], inplace: true });
    assert.equal(sides(frame), before);
  }
  const filled = frame.fillNa(0, { columns: ['x'] });
  const [x, column] = sides(filled);
  assert.equal(
    [x, column],
    [
      [1, 0, 3],
      [1, 0, 3],
    ],
  );
  assert.equal(filled.dtypes, ['int32', 'string']);
  assert.equal(frame.fillNa([0, ''], { columns: ['x', 't'] }).values, [
    [1, 'a'],
    [0, ''],
    [3, 'c'],
  ]);
  assert.equal(frame.fillNa('?').dtypes, ['string', 'string']);
  frame.fillNa(2, { columns: ['x'], inplace: true });
  assert.equal(frame.column('x').values, [1, 2, 3]);
  assert.equal((frame.values as unknown[][])[1], [2, null]);
});

test('fillNa says what it cannot fill', async () => {
  const frame = await gaps();
  assert.throws(() => frame.fillNa(0, { columns: ['z'] }), 'there is no column "z"; there are x, t');
  assert.throws(() => frame.fillNa([0]), /as many `columns`/);
  assert.throws(() => frame.fillNa([0], { columns: ['x', 't'] }), /as many `columns`/);
  assert.throws(() => frame.fillNa(missing), 'fillNa needs a value');
  assert.throws(() => frame.column('x').fillNa(missing), 'fillNa needs a value');
});

test('a series is filled with any value', () => {
  const series = new danfo.Series(['a', null]);
  assert.equal(series.fillNa('').values, ['a', '']);
  assert.equal(series.values, ['a', null]);
  series.fillNa('b', { inplace: true });
  assert.equal(series.values, ['a', 'b']);
});

test('a column that is replaced is replaced in its frame alone', async () => {
  const frame = await gaps();
  const before = sides(frame);
  const replaced = frame.addColumn('x', frame.column('x').mul(2)) as DataFrame;
  assert.equal(sides(replaced).slice(0, 2), [
    [2, missing, 6],
    [2, missing, 6],
  ]);
  for (const make of Object.values(kin)) {
    const made = make(frame);
    made.addColumn('x', Array(made.shape[0]).fill(9), { inplace: true });
    assert.ok(made.column('x').values.every((value) => value === 9));
  }
  assert.equal(sides(frame), before);
});

test('a column added in another place than the last has its type', async () => {
  const longer = (await gaps()).addColumn('first', ['p', 'q', 'r'], { atIndex: 0 }) as DataFrame;
  assert.equal(
    [longer.columns, longer.dtypes],
    [
      ['first', 'x', 't'],
      ['string', 'float32', 'string'],
    ],
  );
});

test('asType gives a frame, and keeps missing cells missing', async () => {
  const frame = await frameFromRows(
    ['n', 't'],
    [
      [1.5, '2'],
      [null, null],
    ],
  );
  const before = sides(frame);
  const texts = frame.asType('n', 'string') as DataFrame;
  assert.equal(
    [texts.column('n').values, texts.dtypes],
    [
      ['1.5', null],
      ['string', 'string'],
    ],
  );
  const numbers = frame.asType('t', 'float32') as DataFrame;
  assert.equal(
    [numbers.column('t').values, numbers.dtypes],
    [
      [2, missing],
      ['float32', 'float32'],
    ],
  );
  assert.equal((frame.asType('n', 'int32') as DataFrame).column('n').values, [1, missing]);
  assert.equal(frame.column('n').asType('boolean').values, [true, null]);
  assert.equal(sides(frame), before);
  frame.asType('t', 'int32', { inplace: true });
  assert.equal(frame.column('t').values, [2, missing]);
  assert.throws(() => frame.asType('z', 'int32'), 'there is no column "z"; there are n, t');
  assert.throws(() => frame.asType('n', 'decimal' as 'int32'), /there is no type "decimal"; there are float32/);
});

test.run();
