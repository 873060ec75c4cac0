import { Buffer } from 'node:buffer';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { importOwnJob, loadOwnJob } from '../../../../pipeline/jobs/own/load.ts';
import { paths } from '../../../../pipeline/run-dir/layout.ts';
import { Folder, failureOf } from './own-run.ts';

const test = suite("a person's job is read from its file, and travels with the run");

const folder = new Folder();
test.after(() => folder.remove());

const source = [
  'interface State { rows: number }',
  'export default {',
  "  summary: 'Counts rows',",
  '  empty: (): State => ({ rows: 0 }),',
  '  add: (state: State) => void state.rows++,',
  '  merge: (a: State, b: State) => ({ rows: a.rows + b.rows }),',
  '  result: (state: State) => state,',
  '};',
].join('\n');

async function written(name: string) {
  const loaded = await loadOwnJob(folder.write(`${name}.ts`, source));
  const run = join(folder.path, name);
  mkdirSync(run);
  writeFileSync(paths.jobSource(run), loaded.source);
  writeFileSync(paths.jobCode(run), loaded.javascript);
  return { loaded, run };
}

test('its name is that of the file', async () => {
  const { name, code, job, definition } = await loadOwnJob(folder.write('my job.ts', source));
  assert.is(name, 'my-job');
  assert.equal([code.name, code.kind, code.sha256.length], ['my job.ts', 'fold', 64]);
  assert.equal([job.name, job.input, job.unit], ['my-job', 'csv', 'row']);
  assert.is(definition.summary, 'Counts rows');
});

test('JavaScript is read as well, and a job in frames', async () => {
  const javascript = 'export default { frame: (frame) => frame, combine: ([frame]) => frame };';
  const { code, name } = await loadOwnJob(folder.write('frames.mjs', javascript));
  assert.equal([name, code.kind], ['frames', 'frame']);
});

test('from the run directory it is the same', async () => {
  const { loaded, run } = await written('same');
  assert.is(readFileSync(paths.jobSource(run), 'utf8'), source);
  const definition = await importOwnJob(run, loaded);
  assert.equal(Object.keys(definition), Object.keys(loaded.definition));
});

test('a job that was changed in the run directory is refused', async () => {
  for (const path of [paths.jobSource, paths.jobCode]) {
    const { loaded, run } = await written(`changed-${path('')}`);
    writeFileSync(path(run), readFileSync(path(run), 'utf8').replace('rows++', 'rows--'));
    const error = await failureOf(importOwnJob(run, loaded));
    assert.is(error.code, 'job-changed');
    assert.is(error.message, `The job of this run, ${path(run)}, is not the one that the run was planned with`);
    assert.match(error.next ?? '', /^start a new run: enjambre run \.\/changed-/);
  }
});

test('a file that is not there is told with those that are', async () => {
  folder.write('near.ts', source);
  const error = await failureOf(loadOwnJob(join(folder.path, 'neer.ts')));
  assert.is(error.code, 'input-missing');
  assert.match(error.next ?? '', /"near\.ts"/);
});

test('a file that fails by itself names its line', async () => {
  const load = (text: string) => failureOf(loadOwnJob(folder.write('bad.ts', text)));
  const thrown = await load('const table: string[] = [];\n\nexport default table[0].length;');
  assert.is(thrown.code, 'job-failed');
  assert.match(thrown.message, /^bad\.ts:3: loading the job failed: TypeError: Cannot read properties of undefined/);
  const twice = await load('const a = 1;\nconst a = 2;\nexport default a;');
  assert.is(twice.code, 'job-invalid');
  assert.match(twice.message, /^bad\.ts:2(:7)?: syntax error: Identifier 'a' has already been declared$/);
  const unknown = await load("import { rename, no } from 'node:fs';\nexport default [rename, no];");
  assert.match(
    unknown.message,
    /^bad\.ts:1: syntax error: The requested module 'node:fs' does not provide an export named 'no'$/,
  );
});

test('text that is not UTF-8, a folder and JSX are refused by name', async () => {
  const latin = await failureOf(loadOwnJob(folder.write('latin.ts', Buffer.from(`// Bogotá\n${source}`, 'latin1'))));
  assert.equal([latin.code, latin.message], ['job-invalid', 'latin.ts is not UTF-8 text']);
  assert.match(latin.next ?? '', 'iconv -f LATIN1 -t UTF-8 latin.ts');
  mkdirSync(join(folder.path, 'folder.ts'));
  assert.match((await failureOf(loadOwnJob(join(folder.path, 'folder.ts')))).message, /: it is a folder$/);
  const jsx = await failureOf(loadOwnJob(folder.write('page.tsx', source)));
  assert.is(jsx.message, 'page.tsx: JSX cannot be used in a job');
});

test('what a file prints while it is loaded goes to standard error', async () => {
  const written: string[] = [];
  const { write } = process.stderr;
  process.stderr.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  try {
    await loadOwnJob(folder.write('prints.ts', `process.stdout.write('one\\n');\nconsole.log('two', 3);\n${source}`));
  } finally {
    process.stderr.write = write;
  }
  assert.equal(written, ['one\n', 'two 3\n']);
});

test.run();
