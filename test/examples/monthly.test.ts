import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scratchFolder, writeFiles } from '../pipeline/input/scratch.ts';
import { runFile } from '../pipeline/jobs/own/frame-runs.ts';
import { drive } from '../pipeline/run/driven.ts';
import { fromRoot } from '../root.ts';

const test = suite('the example monthly.ts gives the mean of each month');
const root = scratchFolder();
const sample = fromRoot('docs/sample.csv');
const example = fromRoot('docs/examples/monthly.ts');

interface Group {
  key: { FechaObservacion: string };
  columns: { ValorObservado: { count: number; mean: number } };
}

test('as `describe --by FechaObservacion:month` does, but for rounding', async () => {
  const { json } = await runFile(join(root, 'frames'), example, [sample], { partitions: 3, chunkRows: 1000 });
  const by = [{ column: 'FechaObservacion', unit: 'month' as const }];
  const { result } = await drive({
    inputs: [sample],
    partitions: 3,
    describe: { columns: ['ValorObservado'], by },
    out: join(root, 'exact'),
  });
  const { groups } = JSON.parse(result) as { groups: Group[] };
  // Dates that are missing or none are a group of their own there.
  const months = groups.filter(({ key }) => /^\d{4}-\d\d$/.test(key.FechaObservacion ?? ''));
  assert.equal(json.columns, ['month', 'count', 'mean']);
  assert.is(json.data.length, months.length);
  for (const [index, [month, count, mean]] of json.data.entries()) {
    const { key, columns } = months[index] as Group;
    assert.equal([month, count], [key.FechaObservacion, columns.ValorObservado.count]);
    assert.ok(Math.abs((mean as number) - columns.ValorObservado.mean) < 1e-9, `${month}: ${mean}`);
  }
});

test('the page shows what it prints, and what is exact', async () => {
  const page = readFileSync(fromRoot('docs/jobs.md'), 'utf8');
  const { csv } = await runFile(join(root, 'page'), example, [sample], { partitions: 3 });
  const [, shown = ''] = page.match(/^month +count +mean\n[- ]+\n(.*?)```/ms) ?? [];
  assert.is(csv, `month,count,mean\n${shown.replaceAll(/ +/g, ',')}`);
  const by = [{ column: 'FechaObservacion', unit: 'month' as const }];
  const { result } = await drive({
    inputs: [sample],
    describe: { columns: ['ValorObservado'], by },
    out: join(root, 'page-exact'),
  });
  const { groups } = JSON.parse(result) as { groups: Group[] };
  const january = groups.find(({ key }) => key.FechaObservacion === '2018-01');
  assert.ok(page.includes(`\`${january?.columns.ValorObservado.mean}\``));
});

test('rows without a value count for no month', async () => {
  writeFiles(root, { 'few.csv': 'day,v\n01/31/2018,1\n02/01/2018,\n01/01/2018,2\n,3\n03/01/2018,NA\n' });
  const options = { date: 'day', value: 'v' };
  const { csv } = await runFile(join(root, 'few'), example, [join(root, 'few.csv')], { options, chunkRows: 1 });
  assert.is(csv, 'month,count,mean\n2018-01,2,1.5\n');
});

test('it is short', () => {
  assert.ok(readFileSync(example, 'utf8').split('\n').length < 60);
});

test.run();
