import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { findRun, listRuns } from '../../../pipeline/runs/list.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder, writeFiles } from '../input/scratch.ts';
import { smallCsv } from '../runs/small-runs.ts';
import { finish, plan, refusal } from './driven.ts';

keepFilesInMemory();
const test = suite('runs are listed and found');
const home = process.cwd();
const folder = scratchFolder();

/** The current folder of a test is its own, as `runs/` lies there. */
test.before.each(() => {
  const own = mkdtempSync(join(folder, 'home-'));
  process.chdir(own);
  writeFiles(own, { 'data.csv': smallCsv(100) });
});
test.after(() => process.chdir(home));

const planned = (changes: { out?: string } = {}) => plan({ inputs: ['data.csv'], partitions: 4, ...changes });

test('none, without a folder or in an empty one', () => {
  assert.equal(listRuns('runs'), []);
  mkdirSync('runs');
  assert.equal(listRuns('runs'), []);
});

test('finished, begun and only planned ones, oldest first', async () => {
  const first = await planned();
  const second = await planned();
  const third = await planned();
  await finish(first.directory);
  const controller = new AbortController();
  const stop = finish(
    second.directory,
    { workers: 1 },
    {
      signal: controller.signal,
      onEvent: ({ type }) => {
        if (type === 'done') controller.abort();
      },
    },
  );
  assert.is((await refusal(stop)).code, 'interrupted');
  const [one, two, three, ...more] = listRuns('runs');
  assert.equal(more, []);
  assert.equal(one, {
    id: first.manifest.run,
    directory: join('runs', first.manifest.run),
    job: 'describe',
    input: 'data.csv',
    createdAt: first.manifest.createdAt,
    state: 'finished',
    done: 4,
    partitions: 4,
    rows: 100,
  });
  assert.equal([two?.id, two?.state, two?.rows, two?.partitions], [second.manifest.run, 'unfinished', null, 4]);
  assert.ok(two !== undefined && two.done >= 1 && two.done <= 4);
  assert.equal([three?.id, three?.state, three?.done], [third.manifest.run, 'unfinished', 0]);
});

test('one whose input breaks its rules', async () => {
  writeFiles('.', { 'strict.csv': 'k,v\na,1\na,oops\n' });
  const { directory } = await plan({ inputs: ['strict.csv'], describe: { columns: ['v'], strict: true } });
  assert.is((await refusal(finish(directory))).code, 'invalid-value');
  assert.equal(
    listRuns('runs').map(({ state, rows }) => [state, rows]),
    [['refused', null]],
  );
});

test('what else lies in the folder is passed over', async () => {
  const { manifest } = await planned();
  mkdirSync('runs/notes');
  writeFileSync('runs/manifest.json', 'x');
  writeFileSync('runs/readme.txt', 'x');
  assert.equal(
    listRuns('runs').map(({ id }) => id),
    [manifest.run],
  );
});

test('a run whose manifest is damaged does not hide the others', async () => {
  const { manifest } = await planned();
  const { directory } = await planned();
  writeFileSync(paths.manifest(directory), '{"format":');
  const states = new Map(listRuns('runs').map(({ id, state }) => [id, state]));
  assert.is(states.get(manifest.run), 'unfinished');
  assert.is(states.get(basename(directory)), 'unreadable');
});

test('by id, and by path', async () => {
  const { directory, manifest } = await planned();
  assert.is(findRun(manifest.run), directory);
  assert.is(findRun(`runs/${manifest.run}`), directory);
  assert.is(findRun(directory), directory);
  const elsewhere = await planned({ out: 'my results/first' });
  assert.is(findRun('my results/first/'), elsewhere.directory);
});

test('an error names the newest runs', async () => {
  const none = await refusal(() => findRun('nothing'));
  assert.equal([none.code, none.exitCode, none.next], ['no-run', 2, 'enjambre run describe FILE']);
  assert.match(none.message, /"nothing"/);
  const { manifest } = await planned();
  assert.ok((await refusal(() => findRun('nothing'))).next?.includes(manifest.run));
});

test('a run directory that is in use is not taken', async () => {
  const { directory } = await planned();
  const again = await refusal(planned({ out: directory }));
  assert.equal([again.code, again.exitCode], ['usage', 2]);
  assert.match(again.next ?? '', /enjambre resume/);
  writeFiles('full', { 'my-notes.txt': 'x' });
  assert.match((await refusal(planned({ out: 'full' }))).message, /not empty/);
  assert.match((await refusal(planned({ out: 'data.csv' }))).message, /data\.csv/);
  mkdirSync('empty');
  assert.is((await planned({ out: 'empty' })).directory, join(process.cwd(), 'empty'));
});

test.run();
