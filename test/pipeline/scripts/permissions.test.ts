import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { scratchFolder, writeFiles } from '../input/scratch.ts';
import { drive, resultOf } from '../run/driven.ts';
import { type Ended, findDeno, thisRuntime } from '../run/other-process.ts';
import { smallCsv } from '../runs/small-runs.ts';
import { script } from './by-hand.ts';

const test = suite('on Deno the scripts need no more than to read the input and to write the run');
// Not in memory: Deno guards /dev as a whole.
const folder = scratchFolder();
writeFiles(folder, { 'data.csv': smallCsv(500) });
const input = join(folder, 'data.csv');
const run = join(folder, 'run');
const narrow = ['--no-prompt', `--allow-read=${input},${run}`, `--allow-write=${run}`];

const onDeno = (name: 'split' | 'process' | 'combine', args: string[], flags: string[], env = {}) =>
  script(name, args, env, 'deno', flags);

function assertDone({ exitCode, stderr }: Ended): void {
  assert.is(exitCode, 0, stderr);
}

const deno = thisRuntime === 'deno' || findDeno() !== null;

test('split, process and combine', async () => {
  if (!deno) {
    console.log('skipped: no Deno is installed');
    return;
  }
  assertDone(await onDeno('split', ['describe', input, '--out', run, '--partitions', '2', '--materialize'], narrow));
  assertDone(await onDeno('process', [run, '--partition', '1'], narrow));
  const environment = [...narrow, '--allow-env=PARTITION'];
  assertDone(await onDeno('process', [run], environment, { PARTITION: '0' }));
  assertDone(await onDeno('combine', [run], ['--no-prompt', `--allow-read=${run}`, `--allow-write=${run}`]));
  const { result } = await drive({ inputs: [input], partitions: 2, out: join(folder, 'driven') });
  assert.is(resultOf(run), result);
});

test('what was not allowed is told without a stack', async () => {
  if (!deno) {
    console.log('skipped: no Deno is installed');
    return;
  }
  const blind = ['--no-prompt', `--allow-read=${run}`, `--allow-write=${run}`];
  const refused = await onDeno('process', [run, '--partition', '0'], blind);
  assert.is.not(refused.exitCode, 0);
  assert.match(refused.stderr, /data\.csv/);
  assert.not.match(refused.stderr, /^ {4}at /m);
  const unnamed = await onDeno('process', [run], narrow, { PARTITION: '0' });
  assert.is(unnamed.exitCode, 2);
  assert.match(unnamed.stderr, /Name the partition/);
  assert.ok(readFileSync(paths.manifest(run)).length > 0);
});

test.run();
