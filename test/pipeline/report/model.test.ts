import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import { type ReportModel, reportModel } from '../../../pipeline/report/model/model.ts';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder, writeFiles } from '../input/scratch.ts';
import { drive, finish, refusal } from '../run/driven.ts';
import { forgeSummary, smallRun } from '../runs/small-runs.ts';

keepFilesInMemory();
const test = suite('a report is made from the run directory alone, whatever became of the run');
const folder = scratchFolder();

type Result = NonNullable<ReportModel['result']>;

function describedIn({ result }: ReportModel): Extract<Result, { kind: 'describe' }> {
  if (result?.kind !== 'describe') throw new Error('it is no result of describe');
  return result;
}

async function finished(name: string): Promise<string> {
  const { directory } = await smallRun(folder, name);
  await finish(directory);
  return directory;
}

const whole = finished('whole');

test('a finished run is complete, and says what it counted', async () => {
  const model = reportModel(await whole);
  assert.equal(model.status, { state: 'complete' });
  assert.equal(
    [model.job, model.unit, model.partitions, model.ledger.rows, model.ledger.done],
    ['describe', 'row', 3, 300, 3],
  );
  assert.ok(
    model.checks.every(({ holds }) => holds),
    'every law holds',
  );
  assert.equal(model.ledger.columns, [{ column: 'value', count: 270, missing: 30, invalid: 0 }]);
  assert.is(model.command, 'enjambre run describe data.csv --column value --by station --window 5 --partitions 3');
  assert.is(model.timeline.bars.length, 3);
});

test('a report that may be given to others tells no path', async () => {
  const run = await whole;
  assert.is(reportModel(run).next.command, 'enjambre verify run');
  assert.not.match(JSON.stringify(reportModel(run)), folder);
});

test('its groups are those of the result, with numbers unchanged', async () => {
  const run = await whole;
  const { groups, groupCount } = describedIn(reportModel(run));
  const { groups: expected } = JSON.parse(readFileSync(paths.result(run), 'utf8'));
  assert.is(groupCount, 3);
  for (const [index, { key, rows, columns }] of groups.entries()) {
    assert.equal([key, rows, columns], [[expected[index].key.station], 100, [expected[index].columns.value]]);
  }
});

test('histograms of very many bars are read of the groups that are drawn alone', async () => {
  const lines = Array.from({ length: 40 }, (_, index) => `s${index % 8},${index}\n`.repeat((index % 8) + 1));
  writeFiles(folder, { 'bars.csv': `s,v\n${lines.join('')}` });
  const describe = { columns: ['v'], by: [{ column: 's', unit: 'value' as const }], bins: 10_000 };
  const { directory } = await drive({ inputs: [join(folder, 'bars.csv')], describe, out: join(folder, 'bars') });
  const { groups } = describedIn(reportModel(directory));
  assert.equal(
    groups.map(({ key, columns }) => [key[0], columns[0]?.histogram?.counts.length ?? null]),
    ['s7', 's6', 's5', 's4', 's3', 's2', 's1', 's0'].map((name, index) => [name, index < 6 ? 10_000 : null]),
  );
});

test('the averages of averages are compared', async () => {
  const { comparison } = reportModel(await whole);
  if (comparison?.state !== 'shown') throw new Error('there is none');
  assert.equal(
    [comparison.total, comparison.comparisons.length, comparison.comparisons[0]?.key],
    [3, 3, { station: 'a' }],
  );
});

test('a run that was not carried out yet says so, and what to type', async () => {
  const { directory } = await smallRun(folder, 'planned');
  const { status, result, next, ledger, timeline } = reportModel(directory);
  assert.equal([status, result, ledger.done, ledger.rows], [{ state: 'unfinished', interrupted: false }, null, 0, 0]);
  assert.equal([next.command, timeline.bars], [`enjambre resume ${directory}`, []]);
});

test('a failed run names the reason, and shows each attempt', async () => {
  const { directory } = await smallRun(folder, 'failed');
  mkdirSync(join(directory, 'attempts'));
  symlinkSync(join(folder, 'nowhere', 'at all'), paths.attempts(directory, 1));
  await refusal(finish(directory, { workers: 1, attempts: 2 }));
  const { status, timeline, ledger } = reportModel(directory);
  assert.is(status.state, 'failed');
  assert.equal(
    [timeline.failed, timeline.bars.filter(({ state }) => state === 'failed').length, ledger.done],
    [2, 2, 2],
  );
  assert.equal(
    timeline.reasons.map(({ partition, attempt }) => [partition, attempt]),
    [
      [1, 1],
      [1, 2],
    ],
  );
  assert.not.match(timeline.reasons[0]?.reason ?? folder, directory);
});

test('an input that was refused is told with its place', async () => {
  writeFiles(folder, { 'strict.csv': 'v\n1\nx\n' });
  const out = join(folder, 'strict');
  await refusal(drive({ inputs: [join(folder, 'strict.csv')], describe: { columns: ['v'], strict: true }, out }));
  const { status } = reportModel(out);
  assert.is(status.state, 'refused');
  assert.match(status.state === 'refused' ? status.reason : '', 'line 3');
});

test('a result whose proof fails is not called complete', async () => {
  const forged = await finished('forged');
  forgeSummary(forged, 1, ({ totals }) => totals.rows++);
  assert.is(reportModel(forged).status.state, 'unproven');
  const damaged = await finished('damaged');
  writeFileSync(paths.partial(damaged, 0), '{');
  const { status, checks } = reportModel(damaged);
  assert.equal([status.state, checks], ['unproven', []]);
});

test('curves follow the month, for each of the other keys', async () => {
  const rows = ['a', 'b'].flatMap((station) =>
    ['01', '02', '03'].flatMap((month) =>
      [1, 2, 3].map((value) => `${station},2024-${month}-05,${Number(month) * 10 + value}`),
    ),
  );
  writeFiles(folder, { 'months.csv': `s,t,v\n${rows.join('\n')}\n,,7\n` });
  const by = [
    { column: 's', unit: 'value' as const },
    { column: 't', unit: 'month' as const },
  ];
  const { directory } = await drive({
    inputs: [join(folder, 'months.csv')],
    describe: { columns: ['v'], by },
    out: join(folder, 'months'),
  });
  const { curves } = describedIn(reportModel(directory));
  assert.equal([curves?.unit, curves?.keys, curves?.earlier], ['month', ['s'], 0]);
  assert.equal(
    curves?.series.map(({ key, points }) => [key, points.map(({ time, columns }) => [time, columns[0]?.mean])]),
    [
      [
        ['a'],
        [
          ['2024-01', 12],
          ['2024-02', 22],
          ['2024-03', 32],
        ],
      ],
      [
        ['b'],
        [
          ['2024-01', 12],
          ['2024-02', 22],
          ['2024-03', 32],
        ],
      ],
    ],
  );
});

test('a folder that holds no run is refused', () => {
  assert.throws(
    () => reportModel(folder),
    (error: unknown) => error instanceof EnjambreError && error.code === 'no-run',
  );
});

test.run();
