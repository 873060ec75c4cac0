import { mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fromRoot } from '../../../root.ts';
import { scratchFolder } from '../../input/scratch.ts';
import { resultOf } from '../../run/driven.ts';
import { findDeno, thisRuntime } from '../../run/other-process.ts';
import { script } from '../../scripts/by-hand.ts';
import { runFile } from './frame-runs.ts';

const test = suite('on Deno a frame job needs no more than to read its input and to write its run');
const root = scratchFolder();
const sample = fromRoot('docs/sample.csv');
const example = fromRoot('docs/examples/etl.ts');
const deno = thisRuntime === 'deno' || findDeno() !== null;

/** From source, packages that lie outside of `node_modules` must be read as well; the bundle has them in it. */
const linked = dirname(realpathSync(fromRoot('node_modules/xlsx')));
const packages = linked.endsWith('node_modules') ? [] : [linked];

test('split, process and combine', async () => {
  if (!deno) {
    console.log('skipped: no Deno is installed');
    return;
  }
  const out = join(root, 'run');
  mkdirSync(out);
  const flags = (...read: string[]) => [
    '--no-prompt',
    `--allow-read=${[out, ...read, ...packages]}`,
    `--allow-write=${out}`,
  ];
  const asked = ['--highest', '35', '--partitions', '2', '--chunk-rows', '5000', '--out', out];
  const planned = await script('split', [example, sample, ...asked], {}, 'deno', flags(sample, example));
  assert.is(planned.exitCode, 0, planned.stderr);
  for (const partition of ['0', '1']) {
    const ended = await script('process', [out, '--partition', partition], {}, 'deno', flags(sample));
    assert.is(ended.exitCode, 0, ended.stderr);
  }
  const ended = await script('combine', [out], {}, 'deno', flags());
  assert.is(ended.exitCode, 0, ended.stderr);
  const cut = { partitions: 2, chunkRows: 5000, options: { highest: '35' } };
  const here = await runFile(join(root, 'here'), example, [sample], cut);
  assert.is(resultOf(out), here.result);
});

test.run();
