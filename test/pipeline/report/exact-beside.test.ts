import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ComparisonModel } from '../../../pipeline/report/model/comparison.ts';
import { reportModel } from '../../../pipeline/report/model/model.ts';
import { writeReport } from '../../../pipeline/report/report.ts';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { fromRoot } from '../../root.ts';
import { scratchFolder, writeFiles } from '../input/scratch.ts';
import { besideExact } from '../jobs/own/beside-exact.ts';

keepFilesInMemory();
const test = suite('describe-frames and its cost are set beside the exact job');
const folder = scratchFolder();
const sample = fromRoot('docs/sample.csv');

const ofSample = besideExact(join(folder, 'sample'), [sample], { partitions: 2, chunkRows: 1000, workers: 1 });

type Shown = Extract<ComparisonModel, { state: 'shown' }>;

async function shownOf(run: Promise<string>): Promise<Shown> {
  const { comparison } = reportModel(await run);
  if (comparison?.state !== 'shown') throw new Error('there is none');
  return comparison;
}

/** The cells of the page's rows by their names, from its comparison on. */
async function tableOf(
  run: Promise<string>,
  lang: 'en' | 'es',
): Promise<{ words: string; cells: Map<string, string[]> }> {
  const page = readFileSync(await writeReport(await run, { lang }), 'utf8');
  const [, section = ''] = /<section id="naive">(.*?)<\/section>/s.exec(page) ?? [];
  const text = (html = '') => html.replace(/<svg\b.*?<\/svg>/gs, '').replace(/<[^>]*>/g, '');
  const rows = [...section.matchAll(/<tr><th scope="row"[^>]*>(.*?)<\/th>(.*?)<\/tr>/gs)];
  const cells = rows.map(([, name, rest = '']): [string, string[]] => [
    text(name),
    [...rest.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell]) => text(cell)),
  ]);
  return { words: text(section), cells: new Map(cells) };
}

test('each statistic of the result beside the exact one', async () => {
  const run = await ofSample;
  const { comparisons, total } = await shownOf(ofSample);
  const [{ column, partitions, rows } = { column: '', partitions: 0, rows: [] }] = comparisons;
  assert.equal([total, column, partitions], [1, 'ValorObservado', 2]);
  const exact = JSON.parse(readFileSync(paths.result(paths.exact(run)), 'utf8')).groups[0].columns.ValorObservado;
  const frames = JSON.parse(readFileSync(paths.result(run), 'utf8'));
  const all = frames.data.findLast(([part]: string[]) => part === 'all');
  for (const { statistic, ...found } of rows) {
    const percentile = /^p(\d+)$/.exec(statistic)?.[1];
    assert.equal(
      found,
      {
        exact: percentile === undefined ? exact[statistic] : exact.percentiles[percentile],
        naive: all[frames.columns.indexOf(statistic)],
      },
      statistic,
    );
  }
  assert.is(rows.length, 14);
  const mean = rows.find(({ statistic }) => statistic === 'mean');
  assert.is.not(mean?.exact, mean?.naive);
});

test('both costs in the same units: time, workers, and rows in memory', async () => {
  const { cost } = await shownOf(ofSample);
  if (cost === null) throw new Error('no cost is told');
  const { exact, averaged } = cost;
  assert.equal([exact.workers, averaged.workers], [1, 1]);
  assert.ok(exact.ms > 0 && averaged.ms > 0, `${exact.ms} and ${averaged.ms} ms`);
  assert.is(averaged.rowsHeld, 1000, 'a chunk');
  // A buffer of 256 KiB, of 12,000 rows that are about as long as each other.
  const buffered = (12_000 * 2 ** 18) / statSync(sample).size;
  const held = exact.rowsHeld ?? 0;
  assert.ok(Math.abs(held / buffered - 1) < 0.01, `${held} rows, not ${buffered}`);
});

test('no more rows than the largest partitions have that are processed at a time', async () => {
  writeFiles(folder, { 'few.csv': `x\n${Array.from({ length: 90 }, (_, index) => index % 7).join('\n')}\n` });
  const few = besideExact(join(folder, 'few'), [join(folder, 'few.csv')], { partitions: 3, workers: 2 });
  const { cost } = await shownOf(few);
  assert.equal([cost?.exact.rowsHeld, cost?.averaged.rowsHeld], [60, 60]);
});

test('of a gzip file, what the exact job holds is not guessed', async () => {
  writeFiles(folder, { 'few.csv.gz': gzipSync(`x\n${'1\n2\n'.repeat(50)}`) });
  const run = besideExact(join(folder, 'gzip'), [join(folder, 'few.csv.gz')], { workers: 1 });
  const { cost } = await shownOf(run);
  assert.equal([cost?.exact.rowsHeld, cost?.averaged.rowsHeld], [null, 100]);
  const { cells } = await tableOf(run, 'en');
  assert.equal(cells.get('Rows in memory at a time, about'), ['–', '100']);
});

test('the page shows both, in both languages', async () => {
  const { cost } = await shownOf(ofSample);
  const held = Number(cost?.exact.rowsHeld?.toPrecision(2));
  for (const [lang, told, name, mean, workers] of [
    ['en', /This job computes each chunk .* describe gave/, 'Rows in memory at a time, about', 'Mean', 'Workers'],
    [
      'es',
      /Este trabajo calcula cada bloque .* dio describe/,
      'Filas a la vez en memoria, aprox.',
      'Media',
      'Procesos',
    ],
  ] as const) {
    const { words, cells } = await tableOf(ofSample, lang);
    const number = (value: number) => new Intl.NumberFormat(lang).format(value);
    assert.match(words, told);
    assert.equal(cells.get(name), [number(held), number(1000)]);
    assert.equal(cells.get(workers), ['1', '1']);
    const [exact, averaged, difference] = cells.get(mean) ?? [];
    assert.is(exact, lang === 'en' ? '20.1701' : '20,1701');
    assert.is.not(averaged, exact);
    assert.match(difference ?? '', /^[+-][\d.,]+\s?%$/);
    assert.is([...cells.values()].filter((row) => row.length === 2).length, 3, 'time, workers, rows');
  }
});

test.run();
