import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { compareResults } from '../../../pipeline/runs/compare.ts';
import { hasIntactResult, requireResult } from '../../../pipeline/runs/intact.ts';
import { listRuns } from '../../../pipeline/runs/list.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { finish, refusal } from '../run/driven.ts';
import { smallRun } from './small-runs.ts';

keepFilesInMemory();
const test = suite('a result that is not what it was is no result');
const folder = scratchFolder();

async function finished(name: string) {
  const { directory } = await smallRun(folder, name, 60);
  const { result } = await finish(directory);
  return { directory, result };
}

test('a changed one is found, and made again by resume', async () => {
  const { directory, result } = await finished('changed');
  assert.ok(hasIntactResult(directory));
  appendFileSync(paths.result(directory), ' ');
  assert.not.ok(hasIntactResult(directory));
  assert.is((await refusal(() => requireResult(directory))).code, 'result-damaged');
  assert.is((await refusal(() => compareResults(directory, directory))).code, 'result-damaged');
  const again = await finish(directory);
  assert.is(again.result, result);
  assert.equal(
    again.events.filter(({ type }) => type === 'attempt').length,
    3,
    'nothing is processed again: the partials are there',
  );
  assert.ok(hasIntactResult(directory));
});

test('a missing one too', async () => {
  const { directory, result } = await finished('missing');
  rmSync(paths.result(directory));
  assert.is((await refusal(() => requireResult(directory))).code, 'no-result');
  assert.is((await finish(directory)).result, result);
});

test('of a run whose end nobody noted it is enough that there is one', async () => {
  const { directory } = await finished('by-hand');
  const events = readFileSync(paths.events(directory), 'utf8').split('\n');
  writeFileSync(paths.events(directory), events.filter((line) => !line.includes('"finished"')).join('\n'));
  assert.ok(hasIntactResult(directory));
});

test('a job that fails by itself is listed as failed', () => {
  const directory = join(folder, 'changed');
  appendFileSync(
    paths.events(join(directory, 'run')),
    `${JSON.stringify({ at: 0, type: 'refused', reason: '', code: 'job-failed' })}\n`,
  );
  rmSync(paths.result(join(directory, 'run')));
  assert.is(listRuns(directory)[0]?.state, 'failed');
});

test.run();
