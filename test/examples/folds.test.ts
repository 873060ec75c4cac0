import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkFile, NotMergeable } from '../../pipeline/jobs/own/check.ts';
import { loadOwnJob } from '../../pipeline/jobs/own/load.ts';
import type { GivenOptions } from '../../pipeline/jobs/own/options.ts';
import { Folder, failureOf, resultIn, runOwn } from '../pipeline/jobs/own/own-run.ts';
import { fromRoot } from '../root.ts';

const test = suite('the example folds do what docs/jobs.md says of them');

const folder = new Folder();
test.after(() => folder.remove());
const page = readFileSync(fromRoot('docs/jobs.md'), 'utf8');
const sample = fromRoot('docs/sample.csv');

function example(name: string): string {
  return fromRoot('docs/examples', name);
}

async function checked(name: string, options: GivenOptions = {}, text = readFileSync(sample, 'utf8')) {
  const start = text.split('\n').slice(0, 200).join('\n');
  return checkFile(await loadOwnJob(example(name)), start, { sampleName: 'docs/sample.csv', options });
}

/** By the textbook's formula, in doubles: close to the exact one. */
function correlationOf(pairs: [number, number][]): number {
  const mean = (index: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[index], 0) / pairs.length;
  const [x, y] = [mean(0), mean(1)];
  const sum = (of: (pair: [number, number]) => number) => pairs.reduce((total, pair) => total + of(pair), 0);
  const [xx, yy] = [sum((pair) => (pair[0] - x) ** 2), sum((pair) => (pair[1] - y) ** 2)];
  return sum((pair) => (pair[0] - x) * (pair[1] - y)) / Math.sqrt(xx * yy);
}

test('correlation: the same for any number of partitions, and the right one', async () => {
  const options = { x: 'ValorObservado', y: 'Latitud' };
  const results = new Set<string>();
  for (const partitions of [1, 7])
    results.add((await runOwn(folder, example('correlation.ts'), [sample], { options, partitions })).result);
  assert.is(results.size, 1);
  const { result } = JSON.parse([...results][0] as string) as { result: { rows: number; correlation: number } };
  assert.is(result.rows, 11844);
  const pairs: [number, number][] = Array.from({ length: 200 }, (_, n) => [n % 17, (n * n) % 23]);
  const input = folder.write('pairs.csv', `x,y\n${pairs.map((pair) => pair.join(',')).join('\n')}\n`);
  const found = resultIn(await runOwn(folder, example('correlation.ts'), [input], { options: { x: 'x', y: 'y' } }));
  const { correlation } = found as { correlation: number };
  assert.ok(Math.abs(correlation - correlationOf(pairs)) < 1e-12);
  assert.ok((await checked('correlation.ts', options)).holds);
});

test('letters: counted in text of any kind', async () => {
  const text = '¡Año nuevo!\nÁrbol y ñandú\n'.repeat(200);
  const found = resultIn(await runOwn(folder, example('letters.ts'), [folder.write('a.txt', text)], { partitions: 5 }));
  const counts = found as { letter: string; count: number }[];
  assert.equal(
    counts.slice(0, 3).map(({ letter, count }) => [letter, count]),
    [
      ['o', 600],
      ['a', 400],
      ['n', 400],
    ],
  );
  assert.ok((await checked('letters.ts', {}, text)).holds);
  const latin = Buffer.from('Ñandú, año\n'.repeat(50), 'latin1');
  const mixed = [folder.write('b.txt', 'ñ\n'), folder.write('c.txt', latin)];
  const letters = resultIn(await runOwn(folder, example('letters.ts'), mixed)) as { letter: string; count: number }[];
  assert.is(letters.find(({ letter }) => letter === 'ñ')?.count, 101);
});

test('wrong-type: the file, line, partition and the row', async () => {
  const { message, next } = await failureOf(runOwn(folder, example('wrong-type.ts'), [sample], { partitions: 2 }));
  assert.match(
    message,
    /wrong-type\.ts:11: add failed: TypeError: .*toFixed is not a function \(partition 0, sample\.csv line 2, byte 163\)/,
  );
  assert.match(next ?? '', /mend wrong-type\.ts, then start a new run: enjambre run \.\/wrong-type\.ts FILE…/);
});

test('wrong-throw: the first value below zero', async () => {
  const { message } = await failureOf(runOwn(folder, example('wrong-throw.ts'), [sample], { partitions: 2 }));
  assert.match(
    message,
    /wrong-throw\.ts:11: add failed: RangeError: -0\.7 is below zero \(partition 0, sample\.csv line 14, byte 2076\)/,
  );
});

test('wrong-merge: runs without complaint, and the check shows what is wrong', async () => {
  const means: unknown[] = [];
  for (const partitions of [1, 7])
    means.push(resultIn(await runOwn(folder, example('wrong-merge.ts'), [sample], { partitions })));
  assert.not.equal(means[0], means[1]);
  const error = await failureOf(checked('wrong-merge.ts'));
  assert.instance(error, NotMergeable);
  assert.is((error as NotMergeable).fault.rows.length, 4);
  const line = readFileSync(example('wrong-merge.ts'), 'utf8')
    .split('\n')
    .findIndex((text) => text.includes('  merge:'));
  assert.match(error.message, new RegExp(`^wrong-merge\\.ts:${line + 1}: cutting the input changes`));
  assert.match(page, `\`\`\`text\n${error.message}\n\`\`\``);
});

test('wrong-throw: the check shows the row, and names the file and the line', async () => {
  const error = await failureOf(checked('wrong-throw.ts'));
  assert.match(error.message, /^wrong-throw\.ts:11: add failed: RangeError: -0\.7 is below zero\./);
  assert.match(error.message, /line 14: -0\.7$/);
  assert.is(error.next, 'mend line 11 of wrong-throw.ts, then check again');
});

test.run();
