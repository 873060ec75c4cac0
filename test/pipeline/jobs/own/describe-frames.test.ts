import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compareNaive } from '../../../../pipeline/runs/naive.ts';
import { fromRoot } from '../../../root.ts';
import { scratchFolder, writeFiles } from '../../input/scratch.ts';
import { drive, refusal } from '../../run/driven.ts';
import { type FrameRun, runFile } from './frame-runs.ts';

const test = suite('describe-frames computes with danfo.js what the original system did');
const root = scratchFolder();
const sample = fromRoot('docs/sample.csv');
let folders = 0;
const folder = () => join(root, String(folders++));

/** The line of the result for a part, or for all. */
function lineOf({ json }: FrameRun, part: string): Record<string, number | null> {
  const row = json.data.find(([name]) => name === part);
  return Object.fromEntries(json.columns.map((column, index) => [column, row?.[index] as number | null]));
}

function assertNear(actual: number | null | undefined, expected: number | null, name: string): void {
  if (expected === null) assert.is(actual, null, name);
  else
    assert.ok(
      Math.abs((actual ?? Number.NaN) - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
      `${name}: ${actual} is not ${expected}`,
    );
}

test('with a chunk for each part, the averages are those that `describe` computes for comparison', async () => {
  const described = await drive({
    inputs: [sample],
    partitions: 3,
    describe: { columns: ['ValorObservado'] },
    out: folder(),
  });
  const [naive] = compareNaive(described.directory);
  const found = await runFile(folder(), 'describe-frames', [sample], { partitions: 3, chunkRows: 100_000 });
  const all = lineOf(found, 'all');
  for (const { statistic, naive: expected } of naive?.rows ?? []) assertNear(all[statistic], expected, statistic);
  assert.is(naive?.rows.length, 14);
  assert.equal([all.chunks, all.rows, all.count], [3, 12_000, 11_844]);
});

test('smaller chunks are averaged into their part, each with the same weight', async () => {
  writeFiles(root, { 'steps.csv': `x\n${[0, 0, 0, 0, 6, 6, 9].join('\n')}\n` });
  const found = await runFile(folder(), 'describe-frames', [join(root, 'steps.csv')], { chunkRows: 4 });
  const all = lineOf(found, 'all');
  // (0 + 7) / 2, and (0 + 2) / 2.
  assert.equal([all.mean, all.variance, all.mode], [3.5, 1, 0]);
  assert.equal([all.min, all.max, all.chunks, all.count], [0, 9, 2, 7]);
  assert.equal([all.p50, lineOf(found, '0').p50], [3, 3]);
  // Of the chunk with a spread alone.
  assert.equal(all.kurtosis, -1.5);
});

test('it says nothing where there are no numbers', async () => {
  writeFiles(root, { 'none.csv': 'x,y\nNaN,1\n,2\n' });
  const none = join(root, 'none.csv');
  const found = await runFile(folder(), 'describe-frames', [none], { options: { column: 'x' } });
  assert.equal(found.json.columns, ['part', 'chunks', 'rows', 'count']);
  assert.equal(found.json.data, [
    ['0', 1, 2, 0],
    ['all', 1, 2, 0],
  ]);
});

test('the first column of numbers is taken, where none is named', async () => {
  const found = await runFile(folder(), 'describe-frames', [sample]);
  assert.is(JSON.parse(found.result).options.column, 'ValorObservado');
  writeFiles(root, { 'text.csv': 'name\na\n' });
  const { message, next } = await refusal(runFile(folder(), 'describe-frames', [join(root, 'text.csv')]));
  assert.is(message, 'No column of the input looks like numbers');
  assert.is(next, 'name one: --column "name"');
});

test('window and percentiles can be chosen', async () => {
  writeFiles(root, { 'few.csv': 'x\n1\n2\n4\n8\n' });
  const options = { window: '2', percentiles: '0, 99.9' };
  const found = await runFile(folder(), 'describe-frames', [join(root, 'few.csv')], { options });
  const all = lineOf(found, 'all');
  // (1, 2) and (2, 4); the last window is left out.
  assert.is(all.rollingVarianceSum, 0.25 + 1);
  assert.is(all.p0, 1);
  assertNear(all['p99.9'], 7.988, 'p99.9');
  const wrong = runFile(folder(), 'describe-frames', [join(root, 'few.csv')], { options: { percentiles: '10,x' } });
  assert.match((await refusal(wrong)).message, 'Cannot use "x" as a percentile: it must be a number from 0 to 100');
  const twice = runFile(folder(), 'describe-frames', [join(root, 'few.csv')], { options: { percentiles: '50,50.0' } });
  assert.match((await refusal(twice)).message, '--percentiles names "50" twice');
});

test('windows wider than 500 values slide without losing digits', async () => {
  const values = Array.from({ length: 3000 }, (_, index) => 1e6 + ((index * 7919) % 1000) / 10);
  writeFiles(root, { 'wide.csv': `x\n${values.join('\n')}\n` });
  const found = await runFile(folder(), 'describe-frames', [join(root, 'wide.csv')], { options: { window: '700' } });
  let expected = 0;
  for (let from = 0; from < values.length - 700; from++) {
    const window = values.slice(from, from + 700);
    const mean = window.reduce((sum, value) => sum + value, 0) / 700;
    expected += window.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 700;
  }
  const sum = lineOf(found, 'all').rollingVarianceSum ?? 0;
  assert.ok(Math.abs(sum / expected - 1) < 1e-8, `${sum} is not ${expected}`);
});

test.run();
