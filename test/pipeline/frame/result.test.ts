import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import { rowsOf } from '../../../pipeline/frame/danfo.ts';
import { readResult, resultFrame } from '../../../pipeline/frame/result.ts';
import { columnResult, describeResult, emptyColumnResult } from './described-example.ts';

const test = suite('the result of a run is read as a frame');
let folder = '';

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'enjambre-frame-'));
});
test.after(() => rm(folder, { recursive: true }));

async function runWith(name: string, text: string): Promise<string> {
  const run = join(folder, name);
  await mkdir(run);
  await writeFile(join(run, 'result.json'), text);
  return run;
}

async function failureOf(reading: Promise<unknown>): Promise<EnjambreError> {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.instance(error, EnjambreError);
  return error as EnjambreError;
}

const statistics = 'count missing invalid min max sum mean variance std mode modeCount p10 p50 p97.5'.split(' ');
const shape = 'kurtosis skewness rollingVarianceSum rollingWindows'.split(' ');

test('one row for each group and column: key, column, statistics', async () => {
  const result = describeResult(
    ['Valor', 'Altitud'],
    ['Estación', 'Mes'],
    [
      { key: { Estación: null, Mes: '2024-01' }, columns: { Valor: columnResult(), Altitud: emptyColumnResult() } },
      {
        key: { Estación: '0021', Mes: '2024-02' },
        columns: { Valor: columnResult({ sum: 7 }), Altitud: columnResult() },
      },
    ],
  );
  const frame = await readResult(await runWith('grouped', `${JSON.stringify(result)}\n`));
  assert.equal(frame.columns, ['Estación', 'Mes', 'column', ...statistics, ...shape]);
  const rows = rowsOf(frame);
  assert.equal(
    rows.map((row) => row.slice(0, 4)),
    [
      [null, '2024-01', 'Valor', 3],
      [null, '2024-01', 'Altitud', 0],
      ['0021', '2024-02', 'Valor', 3],
      ['0021', '2024-02', 'Altitud', 3],
    ],
  );
  const { sum, mean } = columnResult();
  assert.equal(rows[0]?.slice(3), [
    3,
    1,
    2,
    10,
    40,
    sum,
    mean,
    155.55555555555554,
    12.47219128924647,
    30,
    1,
    14,
    30,
    39.5,
    -1.5,
    -0.3818017741606064,
    125,
    2,
  ]);
  assert.equal(frame.column('mean').values, [mean, Number.NaN, mean, mean]);
  assert.equal(frame.column('sum').values, [80, 0, 7, 80]);
});

test('a run without groups has one row a column and no key', async () => {
  const frame = await resultFrame(describeResult(['Valor'], [], [{ key: {}, columns: { Valor: columnResult() } }]));
  assert.equal(frame.columns, ['column', ...statistics, ...shape]);
  assert.is(frame.shape[0], 1);
});

test('a result without any group has columns and no rows', async () => {
  const frame = await resultFrame(describeResult(['Valor'], ['Mes'], []));
  assert.equal(frame.columns, ['Mes', 'column', ...statistics, ...shape]);
  assert.equal(frame.shape[0], 0);
});

test('columns named like integers keep the order in which they were asked for', async () => {
  const columns = { b: columnResult(), '2': columnResult(), '10': columnResult() };
  const frame = await resultFrame(
    describeResult(['b', '10', '2'], ['z', '1'], [{ key: { z: 'Z', '1': 'one' }, columns }]),
  );
  assert.equal(frame.columns.slice(0, 3), ['z', '1', 'column']);
  assert.equal(frame.column('column').values, ['b', '10', '2']);
  assert.equal(frame.column('1').values, ['one', 'one', 'one']);
});

test('a key column whose name is taken gets an underscore', async () => {
  const group = { key: { mean: 'm', column: 'c' }, columns: { Valor: columnResult() } };
  const frame = await resultFrame(describeResult(['Valor'], ['mean', 'column'], [group]));
  assert.equal(frame.columns.slice(0, 3), ['mean_', 'column_', 'column']);
  assert.equal(frame.column('mean_').values, ['m']);
});

test('a run without a result says so and what to type', async () => {
  const run = join(folder, 'unfinished');
  const error = await failureOf(readResult(run));
  assert.is(error.code, 'no-result');
  assert.is(error.message, `Cannot read the result of run "${run}": there is no "${join(run, 'result.json')}"`);
  assert.is(error.next, `enjambre resume ${run}`);
});

test('what is no result of describe is refused', async () => {
  const words = await failureOf(readResult(await runWith('words', '{"job":"words","groups":[]}')));
  assert.match(words.message, /its job is "words", not "describe"$/);
  const list = await failureOf(readResult(await runWith('list', '[]')));
  assert.match(list.message, /its job is undefined, not "describe"$/);
  const broken = await failureOf(readResult(await runWith('broken', '{"job":"desc')));
  assert.match(broken.message, /broken.result\.json": it is no JSON/);
  const other = await failureOf(readResult(await runWith('other', '{"job":"describe"}')));
  assert.match(other.message, /it has no options or no groups$/);
  assert.equal([words.code, broken.code, other.code], ['not-a-result', 'not-a-result', 'not-a-result']);
});

test.run();
