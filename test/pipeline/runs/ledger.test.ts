import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DescribeDetails } from '../../../pipeline/jobs/describe/process.ts';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import type { Manifest } from '../../../pipeline/run-dir/manifest.ts';
import type { AttemptSummary } from '../../../pipeline/runs/attempts.ts';
import { readLedger } from '../../../pipeline/runs/ledger.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder, writeFiles } from '../input/scratch.ts';
import { finish, plan } from '../run/driven.ts';
import { forgeSummary, smallCsv, smallRun } from './small-runs.ts';

keepFilesInMemory();
const test = suite('the ledger proves that every row was counted once');
const folder = scratchFolder();

async function finishedRun(name: string): Promise<{ directory: string; manifest: Manifest }> {
  const { directory, manifest } = await smallRun(folder, name);
  await finish(directory, { workers: 1 });
  return { directory, manifest };
}

function failing(directory: string, manifest: Manifest): string[] {
  return readLedger(directory, manifest).checks.flatMap(({ name, holds }) => (holds ? [] : [name]));
}

test('a good run adds up', async () => {
  const { directory, manifest } = await finishedRun('good');
  const ledger = readLedger(directory, manifest);
  const names = ledger.checks.map(({ name }) => name);
  for (const name of [
    'partitions tile the input',
    'quote states chain',
    'every file is read to its end',
    'rows of value add up',
  ]) {
    assert.ok(names.includes(name), name);
  }
  assert.equal(failing(directory, manifest), []);
  assert.equal([ledger.rows, ledger.ragged, ledger.lines], [300, 0, 300]);
  assert.equal(ledger.columns, [{ column: 'value', count: 270, missing: 30, invalid: 0 }]);
  assert.equal(ledger.examples, []);
  assert.is(
    ledger.partitions.reduce((sum, { rows }) => sum + rows, 0),
    300,
  );
  const [first, second, third] = ledger.partitions;
  assert.equal(first?.start, { file: 0, at: manifest.input.files[0]?.dataStart, skip: 0 });
  assert.equal(second?.start, first?.end);
  assert.equal(third?.start, second?.end);
  assert.is(third?.end?.at, manifest.input.files[0]?.bytes);
});

test('each check has the code of its law and its numbers', async () => {
  const { directory, manifest } = await finishedRun('laws');
  const laws = readLedger(directory, manifest).checks.map(({ name, detail, ...law }) => law);
  const { bytes = 0, dataStart = 0 } = manifest.input.files[0] ?? {};
  assert.equal(laws, [
    { law: 'tiles', ranges: 3, bytes: bytes - dataStart, holds: true },
    { law: 'processed', done: 3, partitions: 3, holds: true },
    { law: 'chain', cuts: 2, text: false, holds: true },
    { law: 'ends', files: 1, holds: true },
    { law: 'column', column: 'value', count: 270, missing: 30, invalid: 0, rows: 300, holds: true },
  ]);
  rmSync(paths.partial(directory, 0));
  const unknown = readLedger(directory, manifest).checks.filter(({ holds }) => !holds);
  assert.equal(
    unknown.map(({ name, detail, ...law }) => law),
    [
      { law: 'processed', done: 2, partitions: 3, holds: false },
      { law: 'chain-not-yet', text: false, done: 2, partitions: 3, holds: false },
      { law: 'ends-not-yet', done: 2, partitions: 3, holds: false },
    ],
  );
});

test('several files add up too, wherever the cuts between partitions lie', async () => {
  const names = Array.from({ length: 5 }, (_, index) => `part-${index}.csv`);
  writeFiles(folder, Object.fromEntries(names.map((name, index) => [name, smallCsv(60 + 10 * index)])));
  const inputs = names.map((name) => join(folder, name));
  for (const partitions of [1, 2, 3, 7, 20]) {
    const out = join(folder, `several-${partitions}`);
    const { directory, manifest } = await plan({ inputs, partitions, out, describe: { columns: ['value'] } });
    await finish(directory);
    assert.equal(failing(directory, manifest), [], `${partitions} partitions`);
    assert.is(readLedger(directory, manifest).rows, 400);
  }
});

const forgeries: [name: string, caught: string, change: (summary: AttemptSummary) => void][] = [
  ['a row more', 'rows of value add up', ({ totals }) => totals.rows++],
  ['a value more', 'rows of value add up', ({ totals }) => change(totals.details, 'count')],
  ['a missing value more', 'rows of value add up', ({ totals }) => change(totals.details, 'missing')],
  ['an invalid value more', 'rows of value add up', ({ totals }) => change(totals.details, 'invalid')],
  ['another start', 'quote states chain', ({ totals }) => totals.start && totals.start.at++],
  ['another end', 'quote states chain', ({ totals }) => totals.end && totals.end.at++],
];
for (const [name, caught, forge] of forgeries) {
  test(`${name} in a partition is found`, async () => {
    const { directory, manifest } = await finishedRun(name.replaceAll(' ', '-'));
    forgeSummary(directory, 1, forge);
    assert.equal(failing(directory, manifest), [caught]);
  });
}

test('an end before the end of the file is found', async () => {
  const { directory, manifest } = await finishedRun('early');
  forgeSummary(directory, 2, ({ totals }) => totals.end && totals.end.at--);
  assert.equal(failing(directory, manifest), ['every file is read to its end']);
});

test('a gap, an overlap and an end too early in the plan are found', async () => {
  const { directory, manifest } = await finishedRun('plan');
  for (const [partition, edge, by] of [
    [1, 'start', 1],
    [1, 'start', -1],
    [0, 'start', 1],
    [2, 'end', -1],
    [1, 'end', 1],
  ] as const) {
    const other = structuredClone(manifest);
    const slice = other.partitions[partition]?.slices[0];
    if (slice !== undefined) slice[edge] += by;
    assert.ok(failing(directory, other).includes('partitions tile the input'), `partition ${partition} ${edge} ${by}`);
  }
});

test('a run with a partition missing does not add up', async () => {
  const { directory, manifest } = await smallRun(folder, 'missing');
  const unknown = ['every partition is processed', 'quote states chain', 'every file is read to its end'];
  assert.equal(failing(directory, manifest), unknown, 'nothing was processed');
  await finish(directory, { workers: 1 });
  rmSync(paths.partial(directory, 0));
  assert.equal(failing(directory, manifest), unknown, 'the last one, which ends the file, was processed');
});

test('a partition that was refused was not processed', async () => {
  const { directory, manifest } = await finishedRun('refused');
  const refusal = { code: 'job-failed', message: '', next: '', file: 0, offset: -1 };
  forgeSummary(directory, 1, ({ totals }) => Object.assign(totals, { refusal }));
  assert.equal(failing(directory, manifest).slice(0, 3), [
    'every partition is processed',
    'quote states chain',
    'every file is read to its end',
  ]);
  assert.is(readLedger(directory, manifest).partitions.length, 2);
});

function change(details: unknown, count: 'count' | 'missing' | 'invalid'): void {
  const [column] = (details as DescribeDetails).columns;
  if (column !== undefined) column[count]++;
}

test.run();
