import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkJob } from '../../pipeline/jobs/own/check.ts';
import { loadOwnJob } from '../../pipeline/jobs/own/load.ts';
import { Folder, resultIn, runOwn } from '../pipeline/jobs/own/own-run.ts';
import { drive } from '../pipeline/run/driven.ts';
import { fromRoot } from '../root.ts';

const test = suite('the five-minute job highest.ts does what docs/jobs.md says of it');

const folder = new Folder();
test.after(() => folder.remove());
const page = readFileSync(fromRoot('docs/jobs.md'), 'utf8');
const sample = fromRoot('docs/sample.csv');
const example = fromRoot('docs/examples/highest.ts');

interface Group {
  key: { Departamento: string | null };
  columns: { ValorObservado: { max: number | null } };
}

test('it finds what `describe --by Departamento` finds, for any number of partitions', async () => {
  const by = [{ column: 'Departamento', unit: 'value' as const }];
  const describe = { columns: ['ValorObservado'], by };
  const { result } = await drive({ inputs: [sample], describe, out: folder.newRun() });
  const { groups } = JSON.parse(result) as { groups: Group[] };
  const expected = groups.flatMap(({ key: { Departamento }, columns: { ValorObservado } }) =>
    ValorObservado.max === null ? [] : [{ department: Departamento, value: ValorObservado.max }],
  );
  assert.is(expected.length, 10);
  for (const partitions of [1, 7]) {
    assert.equal(resultIn(await runOwn(folder, example, [sample], { partitions })), expected);
  }
});

test('the page shows what it prints', async () => {
  const { csv } = await runOwn(folder, example, [sample], {});
  const [, table = ''] = page.match(/^(department +value\n.*?)```/ms) ?? [];
  const lines = table.split('\n').filter((line) => !line.startsWith('---'));
  assert.is(csv, lines.map((line) => line.replace(/ {2,}(?=\S+$)/, ',')).join('\n'));
});

test('it holds in as many ways as the page says', async () => {
  const { definition } = await loadOwnJob(example);
  const { holds, rows, checked } = checkJob(definition, readFileSync(sample, 'utf8'));
  assert.ok(holds);
  const said = `highest.ts holds: the first ${rows} rows of docs/sample.csv, cut and joined in ${checked.toLocaleString('en')} ways`;
  assert.ok(page.includes(said), said);
});

test.run();
