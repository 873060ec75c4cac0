import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadOwnJob } from '../../../../pipeline/jobs/own/load.ts';
import { planRun } from '../../../../pipeline/runs/plan.ts';
import { fromRoot } from '../../../root.ts';
import { scratchFolder, writeFiles } from '../../input/scratch.ts';
import { resultOf } from '../../run/driven.ts';
import { findDeno, thisRuntime } from '../../run/other-process.ts';
import { done, script } from '../../scripts/by-hand.ts';

const test = suite('a fold needs no more than to read its input and to write its run, and runtimes may be mixed');
const root = scratchFolder();
const sample = fromRoot('docs/sample.csv');
const options = { x: 'ValorObservado', y: 'Latitud' };
const deno = thisRuntime === 'deno' || findDeno() !== null;

async function planned(name: string, example: string, given: Record<string, string> = {}): Promise<string> {
  const out = join(root, name);
  const job = await loadOwnJob(fromRoot('docs/examples', example));
  await planRun({ job, inputs: [sample], options: { options: given }, hash: 'sampled', partitions: 2, out });
  return out;
}

function narrow(run: string, ...read: string[]): string[] {
  return ['--no-prompt', `--allow-read=${[run, ...read]}`, `--allow-write=${run}`];
}

test('one partition on Deno, the other on Node, combined on Deno', async () => {
  if (!deno) {
    console.log('skipped: no Deno is installed');
    return;
  }
  const mixed = await planned('mixed', 'correlation.ts', options);
  await done('process', [mixed, '--partition', '0'], {}, 'deno', narrow(mixed, sample));
  await done('process', [mixed, '--partition', '1'], {}, 'node');
  await done('combine', [mixed], {}, 'deno', narrow(mixed));
  const here = await planned('here', 'correlation.ts', options);
  for (const partition of ['0', '1']) await done('process', [here, '--partition', partition]);
  await done('combine', [here]);
  assert.is(resultOf(mixed), resultOf(here));
});

test('a run is split on Deno, with its job, as docs/jobs.md types it', async () => {
  if (!deno) {
    console.log('skipped: no Deno is installed');
    return;
  }
  const job = fromRoot('docs/examples/highest.ts');
  const run = join(root, 'split');
  mkdirSync(run);
  await done('split', [job, sample, '--out', run, '--partitions', '2'], {}, 'deno', narrow(run, sample, job));
  for (const partition of ['0', '1']) {
    await done('process', [run, '--partition', partition], {}, 'deno', narrow(run, sample));
  }
  await done('combine', [run], {}, 'deno', narrow(run));
  const here = await planned('split-here', 'highest.ts');
  for (const partition of ['0', '1']) await done('process', [here, '--partition', partition]);
  await done('combine', [here]);
  assert.is(resultOf(run), resultOf(here));
});

test('a job that reads more than was allowed, at its top or in a row, is refused', async () => {
  if (!deno) {
    console.log('skipped: no Deno is installed');
    return;
  }
  const secret = join(root, 'secret.txt');
  const read = `readFileSync(${JSON.stringify(secret)}, 'utf8')`;
  const jobOf = (atTop: string, inRow: string) => `import { readFileSync } from 'node:fs';
${atTop}
export default { empty: () => ({ n: 0 }), add: (s) => { ${inRow}; s.n++; return s; }, merge: (a) => a, result: (s) => s };
`;
  writeFiles(root, { 'secret.txt': 'secret', 'top.ts': jobOf(read, ''), 'row.ts': jobOf('', read) });
  const split = (name: string) => {
    const [job, run] = [join(root, `${name}.ts`), join(root, `${name}-run`)];
    mkdirSync(run, { recursive: true });
    return script('split', [job, sample, '--out', run], {}, 'deno', narrow(run, sample, job));
  };
  const atTop = await split('top');
  assert.is(atTop.exitCode, 1, atTop.stderr);
  assert.match(atTop.stderr, /top\.ts.*Requires read access to ".*secret\.txt"/s);
  assert.is(existsSync(join(root, 'top-run', 'manifest.json')), false);
  const inRow = await split('row');
  assert.is(inRow.exitCode, 0, inRow.stderr);
  const run = join(root, 'row-run');
  const processed = await script('process', [run, '--partition', '0'], {}, 'deno', narrow(run, sample));
  assert.is(processed.exitCode, 1);
  assert.match(processed.stderr, /row\.ts:\d+: add failed: .*Requires read access to ".*secret\.txt"/s);
});

test('an error has the same words on Deno and on Node', async () => {
  if (!deno) {
    console.log('skipped: no Deno is installed');
    return;
  }
  const run = await planned('wrong', 'wrong-type.ts');
  const words = [];
  for (const runtime of ['deno', 'node'] as const) {
    const flags = runtime === 'deno' ? narrow(run, sample) : [];
    const { stderr, exitCode } = await script('process', [run, '--partition', '1'], {}, runtime, flags);
    assert.is(exitCode, 1);
    words.push(stderr);
  }
  assert.is(words[0], words[1]);
  assert.match(
    words[0] ?? '',
    /^wrong-type\.ts:11: add failed: TypeError: row\.text\(\.\.\.\)\.toFixed is not a function \(partition 1, sample\.csv line 6013, byte 953043\)\. Next: mend/,
  );
});

test.run();
