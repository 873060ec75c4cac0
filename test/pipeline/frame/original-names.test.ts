import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { writeOriginalNames } from '../../../pipeline/frame/original-names.ts';
import { columnResult, describeResult, emptyColumnResult } from './described-example.ts';

const test = suite('results are written under the names of the original system');
let folder = '';

test.before.each(async () => {
  folder = await mkdtemp(join(tmpdir(), 'enjambre-original-'));
});
test.after.each(() => rm(folder, { recursive: true }));

const header =
  'temperatura_promedio,max_value,min_value,moda,varianza,desviacion_estandar,percentiles,curtosis,asimetria,suma_varianza_movil';
const line =
  '26.666666666666668,40,10,30,155.55555555555554,12.47219128924647,"[14, 30, 39.5]",-1.5,-0.3818017741606064,125';

test('one file for each part and one for all, with exact values', async () => {
  const part = (mean: number) =>
    describeResult(['Valor'], [], [{ key: {}, columns: { Valor: columnResult({ mean }) } }]);
  const target = join(folder, 'new', 'folder');
  const written = await writeOriginalNames(target, [part(0.1), part(1e-7)], part(26.666666666666668));
  const names = ['result_part_0.csv', 'result_part_1.csv', 'combined_results.csv'];
  assert.equal(
    written,
    names.map((name) => join(target, name)),
  );
  assert.equal((await readdir(target)).sort(), [...names].sort());
  const texts = await Promise.all(written.map((path) => readFile(path, 'utf8')));
  const tail = line.slice(line.indexOf(','));
  assert.equal(texts, [`${header}\n0.1${tail}\n`, `${header}\n1e-7${tail}\n`, `${header}\n${line}\n`]);
});

test('groups come first, then the column if there are several', async () => {
  const result = describeResult(
    ['Valor', 'Altura, m'],
    ['Estación'],
    [
      { key: { Estación: null }, columns: { Valor: emptyColumnResult(), 'Altura, m': columnResult() } },
      { key: { Estación: '0021' }, columns: { Valor: columnResult(), 'Altura, m': columnResult() } },
    ],
  );
  await writeOriginalNames(folder, [], result);
  assert.is(
    await readFile(join(folder, 'combined_results.csv'), 'utf8'),
    `Estación,columna,${header}\n,Valor,,,,,,,,,,0\n,"Altura, m",${line}\n0021,Valor,${line}\n0021,"Altura, m",${line}\n`,
  );
});

test('one column has no column "columna"', async () => {
  const result = describeResult(['Valor'], ['moda'], [{ key: { moda: 'a' }, columns: { Valor: columnResult() } }]);
  await writeOriginalNames(folder, [], result);
  assert.is(await readFile(join(folder, 'combined_results.csv'), 'utf8'), `moda_,${header}\na,${line}\n`);
});

test('writing again replaces the files', async () => {
  const of = (mean: number) => describeResult(['Valor'], [], [{ key: {}, columns: { Valor: columnResult({ mean }) } }]);
  await writeOriginalNames(folder, [], of(1));
  await writeOriginalNames(folder, [], of(2));
  assert.match(await readFile(join(folder, 'combined_results.csv'), 'utf8'), /\n2,40,/);
  assert.equal(await readdir(folder), ['combined_results.csv']);
});

test.run();
