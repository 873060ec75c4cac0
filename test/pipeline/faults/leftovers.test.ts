import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { listRuns } from '../../../pipeline/runs/list.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { finish, partitionsOf, refusal } from '../run/driven.ts';
import { attemptAt, smallRun } from '../runs/small-runs.ts';

keepFilesInMemory();
const test = suite('fault 40: what a kill between writing and renaming leaves is ignored, and removed');
const folder = scratchFolder();
const whole = smallRun(folder, 'whole').then(({ directory }) => finish(directory));

/** What a process that is gone was writing. */
const process = 999_999;

async function begun(name: string) {
  const { directory, manifest } = await smallRun(folder, name);
  await attemptAt(directory, manifest, 0, 1);
  return directory;
}

async function assertFinishesClean(directory: string): Promise<void> {
  const { result } = await finish(directory);
  assert.is(result, (await whole).result);
  const names = readdirSync(directory, { recursive: true }).map(String);
  assert.equal(
    names.filter((name) => name.endsWith('.tmp')),
    [],
  );
}

test('an attempt that was not renamed', async () => {
  const directory = await begun('attempt');
  const half = join(paths.attempts(directory, 1), `.1.${process}.tmp`);
  mkdirSync(half, { recursive: true });
  writeFileSync(join(half, 'partial.bin'), 'enjambre segment 1\n and then nothing');
  writeFileSync(join(half, 'spill-0.bin'), '');
  await assertFinishesClean(directory);
});

test('a whole attempt that was not renamed', async () => {
  const directory = await begun('whole-attempt');
  cpSync(paths.attempt(directory, 0, 1), join(paths.attempts(directory, 0), `.2.${process}.tmp`), { recursive: true });
  await assertFinishesClean(directory);
});

test('a choice that was not renamed', async () => {
  const directory = await begun('choice');
  mkdirSync(paths.partials(directory));
  writeFileSync(`${paths.partial(directory, 0)}.${process}.tmp`, '{"partition":0,"att');
  assert.is(listRuns(join(folder, 'choice'))[0]?.done, 0, 'it is none');
  await assertFinishesClean(directory);
});

test('results that were not renamed, and pieces of their merging', async () => {
  const directory = await begun('result');
  writeFileSync(`${paths.result(directory)}.${process}.tmp`, '{"job":"describe","inp');
  writeFileSync(`${paths.resultCsv(directory)}.${process}.tmp`, 'station,column');
  writeFileSync(join(directory, `combine-0.${process}.tmp`), 'enjambre segment 1\n');
  assert.is(listRuns(join(folder, 'result'))[0]?.state, 'unfinished');
  await assertFinishesClean(directory);
});

test('an attempt that was renamed but not chosen is taken over, if it is whole', async () => {
  const { events } = await finish(await begun('unchosen'));
  assert.equal(partitionsOf(events, 'attempt').sort(), [1, 2]);
  const damaged = await begun('unchosen-damaged');
  writeFileSync(join(paths.attempt(damaged, 0, 1), 'partial.bin'), 'enjambre segment 1\n');
  const again = await finish(damaged);
  assert.equal(partitionsOf(again.events, 'attempt').sort(), [0, 1, 2]);
  assert.is(again.result, (await whole).result);
});

test('a table without a result is written again', async () => {
  const directory = await begun('table');
  writeFileSync(paths.resultCsv(directory), 'of a run that was killed before its result.json');
  const { result } = await finish(directory);
  assert.is(result, (await whole).result);
  const lines = readFileSync(paths.resultCsv(directory), 'utf8').split('\n');
  assert.is(lines.length, 1 + 3 + 1);
});

test('a run whose planning was killed is none, and its directory is told of', async () => {
  const directory = join(folder, 'unplanned');
  mkdirSync(directory);
  writeFileSync(`${paths.manifest(directory)}.${process}.tmp`, '{"format":1');
  assert.is((await refusal(finish(directory))).code, 'no-run');
  assert.equal(
    listRuns(folder).filter(({ directory: one }) => one === directory),
    [],
  );
});

test.run();
