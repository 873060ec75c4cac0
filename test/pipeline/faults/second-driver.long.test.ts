import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readEvents } from '../../../pipeline/run-dir/events.ts';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { finish, refusal } from '../run/driven.ts';
import { startDriver } from '../run/other-process.ts';
import { smallRun } from '../runs/small-runs.ts';

keepFilesInMemory();
const test = suite('two drivers never work on the same run');
const folder = scratchFolder();

async function until(happened: () => boolean): Promise<void> {
  for (let tries = 0; !happened(); tries++) {
    assert.ok(tries < 2000, 'it never happened');
    await wait(5);
  }
}

test('the second is refused and told of the first; a dead one is in nobody’s way', async () => {
  const { directory: alone } = await smallRun(folder, 'alone', 6000, 200);
  const { result: expected } = await finish(alone);
  const { directory } = await smallRun(folder, 'shared', 6000, 200);
  const { child, ended } = startDriver([{ directory, request: { workers: 1 } }]);
  await until(() => readEvents(directory).some(({ type }) => type === 'done'));
  // Stopped, it holds the run for as long as it takes to ask. On Deno `child.kill` would count it as dead.
  process.kill(child.pid as number, 'SIGSTOP');
  const before = readEvents(directory);
  assert.not.ok(existsSync(paths.result(directory)), 'the driver was too fast');
  const error = await refusal(finish(directory));
  assert.equal([error.code, error.exitCode], ['run-locked', 1]);
  assert.match(error.message, new RegExp(`process ${child.pid} on ${hostname()}, since 20`));
  assert.ok(error.next?.includes(paths.lock(directory)), error.next);
  assert.equal(readEvents(directory), before, 'the second did nothing');
  child.kill('SIGKILL');
  await ended;
  assert.ok(existsSync(paths.lock(directory)), 'a killed driver leaves its lock');
  const { result, ledger } = await finish(directory);
  assert.is(result, expected);
  assert.ok(ledger.checks.every(({ holds }) => holds));
  assert.not.ok(existsSync(paths.lock(directory)));
});

for (const lock of ['no lock', 'the lock of a dead driver']) {
  test(`of some that start at once, where there is ${lock}, one does the run`, () => race(lock));
}

async function race(lock: string): Promise<void> {
  const { directory } = await smallRun(folder, lock, 6000, 60);
  if (lock !== 'no lock') {
    const holder = { host: hostname(), process: 4_000_000, since: '2026-01-02T03:04:05.000Z' };
    writeFileSync(paths.lock(directory), JSON.stringify(holder));
  }
  const drivers = [1, 2, 3].map(() => startDriver([{ directory, request: { workers: 1 } }]));
  const endings = await Promise.all(drivers.map(({ ended }) => ended));
  const reports = endings.map(({ stdout }) => JSON.parse(stdout));
  for (const { digest, error } of reports)
    assert.ok(digest !== undefined || error.code === 'run-locked', error?.message);
  assert.is(readEvents(directory).filter(({ type }) => type === 'started').length, 1);
  assert.is(readEvents(directory).filter(({ type }) => type === 'done').length, 60);
  assert.ok(existsSync(join(directory, 'result.csv')));
}

test.run();
