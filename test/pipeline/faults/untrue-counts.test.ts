import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ATTEMPT_SUMMARY, paths } from '../../../pipeline/run-dir/layout.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { finish, refusal } from '../run/driven.ts';
import { forgeSummary, smallRun } from '../runs/small-runs.ts';

keepFilesInMemory();
const test = suite('a run whose counts are not true is no success');
const folder = scratchFolder();

test('one whose ledger does not add up is refused, not shown', async () => {
  const { directory } = await smallRun(folder, 'forged');
  await finish(directory);
  forgeSummary(directory, 1, ({ totals }) => totals.rows++);
  const error = await refusal(finish(directory));
  assert.is(error.exitCode, 1);
  assert.match(error.message, /rows of value add up|does not add up/);
});

test('an attempt that was found damaged is not taken over by the run after the next kill', async () => {
  const { directory: whole } = await smallRun(folder, 'whole');
  const { result: expected } = await finish(whole);
  const { directory } = await smallRun(folder, 'damaged');
  await finish(directory);
  rmSync(paths.result(directory));
  const summary = join(paths.attempt(directory, 1, 1), ATTEMPT_SUMMARY);
  writeFileSync(summary, readFileSync(summary, 'utf8').replace('"ragged":0', '"ragged":7'));
  const stop = new AbortController();
  const onEvent = ({ type }: { type: string }) => {
    if (type === 'failed') stop.abort();
  };
  assert.is((await refusal(finish(directory, {}, { onEvent, signal: stop.signal }))).code, 'interrupted');
  const { result } = await finish(directory);
  assert.is(result, expected);
});

test.run();
