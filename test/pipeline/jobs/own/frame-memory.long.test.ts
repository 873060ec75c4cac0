import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fromRoot } from '../../../root.ts';
import { scratchFolder } from '../../input/scratch.ts';
import { thisRuntime } from '../../run/other-process.ts';
import { type FrameRun, runFile } from './frame-runs.ts';

const test = suite('the memory of a frame job depends on the rows of a chunk, not on those of the input');
const root = scratchFolder();
let runs = 0;

/** The sample, over and over. */
function repeated(times: number): string {
  const [header = '', ...lines] = readFileSync(fromRoot('docs/sample.csv'), 'utf8').split(/(?<=\n)/);
  const path = join(root, `${times}.csv`);
  const fd = openSync(path, 'w');
  const body = `${lines.join('').trimEnd()}\n`;
  writeSync(fd, header);
  for (let index = 0; index < times; index++) writeSync(fd, body);
  closeSync(fd);
  return path;
}

/** Most memory that this process has held at a time during a run, in MiB, above what it held before. */
async function growth(input: string, chunkRows: number): Promise<{ run: FrameRun; mebibytes: number }> {
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 5);
  const example = fromRoot('docs/examples/etl.ts');
  const run = await runFile(join(root, `run-${runs++}`), example, [input], { chunkRows, driven: true });
  clearInterval(watch);
  return { run, mebibytes: (most - before) / 2 ** 20 };
}

test('ten times the rows take no more memory', async () => {
  if (thisRuntime === 'deno') {
    console.log('skipped: Deno does not tell the memory of its threads');
    return;
  }
  const few = await growth(repeated(10), 5000);
  const many = await growth(repeated(100), 5000);
  assert.is(many.run.json.rows, 10 * few.run.json.rows);
  assert.is(many.run.json.counters.written, 10 * (few.run.json.counters.written ?? 0));
  console.log(`${few.mebibytes.toFixed()} MiB for 120,000 rows, ${many.mebibytes.toFixed()} MiB for 1,200,000`);
  assert.ok(many.mebibytes < 1.5 * few.mebibytes + 100, `${many.mebibytes} MiB`);
});

test.run();
