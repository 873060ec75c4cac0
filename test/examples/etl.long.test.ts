import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scratchFolder } from '../pipeline/input/scratch.ts';
import { runFile } from '../pipeline/jobs/own/frame-runs.ts';
import { fromRoot } from '../root.ts';

const test = suite('the example etl.ts leaves clean rows and a summary');
const root = scratchFolder();
const sample = fromRoot('docs/sample.csv');
let folders = 0;

const etl = (partitions: number, chunkRows: number, options = {}) =>
  runFile(join(root, String(folders++)), fromRoot('docs/examples/etl.ts'), [sample], {
    partitions,
    chunkRows,
    options,
  });

test('it cleans, filters and derives', async () => {
  const { json, output } = await etl(1, 20_000, { highest: '30' });
  assert.equal(json.columns, ['Municipio', 'rows', 'min', 'max']);
  const { counters } = json;
  assert.is((counters.missing ?? 0) + (counters.impossible ?? 0) + (counters.written ?? 0), 12_000);
  assert.ok((counters.missing ?? 0) > 0 && (counters.impossible ?? 0) > 0);
  const [header = '', ...lines] = (output['rows-0.csv'] ?? '').trimEnd().split('\n');
  assert.is(header, 'CodigoEstacion,Municipio,FechaObservacion,ValorObservado,Dia,Fahrenheit');
  assert.is(lines.length, counters.written);
  assert.is(lines[0], '0021205791,BOGOTÁ D.C.,01/01/2018 12:00:00 AM,11.6,2018-01-01,52.9');
  for (const line of lines) {
    const [, , , celsius, day, fahrenheit] = line.split(',');
    assert.match(day ?? '', /^2018-0[12]-\d\d$/);
    assert.ok(Number(celsius) <= 30 && Math.abs(Number(fahrenheit) - (Number(celsius) * 1.8 + 32)) < 0.0501, line);
  }
});

test('the rows, the summary and the counters are the same however the input is cut', async () => {
  const whole = await etl(1, 20_000);
  const rows = (output: Record<string, string>) =>
    Object.values(output)
      .map((text) => text.replace(/^.*\n/, ''))
      .join('');
  for (const [partitions, chunkRows] of [
    [2, 700],
    [7, 20_000],
    [20, 97],
  ] as const) {
    const cut = await etl(partitions, chunkRows);
    assert.is(Object.keys(cut.output).length, partitions);
    assert.ok(rows(cut.output) === rows(whole.output), `${partitions} partitions`);
    assert.equal([cut.json.data, cut.json.counters], [whole.json.data, whole.json.counters]);
  }
});

test('it is short, and explained', () => {
  const text = readFileSync(fromRoot('docs/examples/etl.ts'), 'utf8');
  assert.ok(text.split('\n').length < 60);
});

test.run();
