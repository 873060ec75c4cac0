import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { lockRun } from '../../../pipeline/run-dir/lock.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { refusal } from '../run/driven.ts';

keepFilesInMemory();
const test = suite('a run has one driver at a time');
const folder = scratchFolder();

/** A run directory with the lock of a driver, or with what is left of one. */
function lockedBy(name: string, lock: { host: string; process: number } | string): string {
  const directory = join(folder, name);
  mkdirSync(directory);
  const text = typeof lock === 'string' ? lock : JSON.stringify({ ...lock, since: '2026-01-02T03:04:05.000Z' });
  writeFileSync(paths.lock(directory), text);
  return directory;
}

async function assertTaken(directory: string): Promise<void> {
  const unlock = lockRun(directory);
  const holder = JSON.parse(readFileSync(paths.lock(directory), 'utf8'));
  assert.equal([holder.host, holder.process], [hostname(), process.pid]);
  unlock();
  assert.not.ok(existsSync(paths.lock(directory)));
}

test('a lock is gone when it is given back', async () => {
  const directory = join(folder, 'free');
  mkdirSync(directory);
  await assertTaken(directory);
  await assertTaken(directory);
});

test('a living process keeps its lock, and is named', async () => {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
  const directory = lockedBy('living', { host: hostname(), process: child.pid as number });
  const error = await refusal(() => lockRun(directory));
  assert.is(error.code, 'run-locked');
  for (const part of [directory, String(child.pid), hostname(), '2026-01-02T03:04:05.000Z']) {
    assert.ok(error.message.includes(part), `${part} in: ${error.message}`);
  }
  assert.ok(error.next?.includes(`rm ${paths.lock(directory)}`), error.next);
  assert.ok(existsSync(paths.lock(directory)));
  child.kill('SIGKILL');
  await once(child, 'exit');
  await assertTaken(directory);
});

test('a process of another host cannot be asked, so it keeps its lock', async () => {
  const directory = lockedBy('elsewhere', { host: `not-${hostname()}`, process: process.pid });
  assert.match((await refusal(() => lockRun(directory))).message, new RegExp(`on not-${hostname()}`));
  rmSync(paths.lock(directory));
  await assertTaken(directory);
});

test('the lock of a process that had the same number as this one is taken over', async () => {
  await assertTaken(lockedBy('same-number', { host: hostname(), process: process.pid }));
});

test('a lock that was never written, or half, is taken over', async () => {
  await assertTaken(lockedBy('empty', ''));
  await assertTaken(lockedBy('half', '{"host":"a","pro'));
});

test('a second driver in the same process is refused like any other', async () => {
  const directory = join(folder, 'twice');
  mkdirSync(directory);
  const unlock = lockRun(directory);
  const error = await refusal(() => lockRun(directory));
  assert.is(error.code, 'run-locked');
  assert.ok(error.message.includes(String(process.pid)), error.message);
  unlock();
  await assertTaken(directory);
});

test.run();
