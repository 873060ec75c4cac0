import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fromRoot } from '../root.ts';
import { LABS } from './folders.ts';
import { endLab, listLabs, openLab, raiseLab } from './lab.ts';
import { changesSince, machineState } from './machine-state.ts';
import { run } from './process.ts';
import { boardTests } from './suite.ts';
import { importProgram } from './worker-image.ts';

const test = suite('a lab that has ended leaves nothing on the machine');

const boards = await boardTests(test, 'container');

/** Starts `npm run lab -- up`, and gives it time until a board has its folder. */
async function startUp(name: string): Promise<{ child: ReturnType<typeof spawn>; ended: Promise<number | null> }> {
  const words = [fromRoot('test', 'lab', 'lab.mjs'), 'up', '--boards', '2', '--name', name];
  const child = spawn(process.execPath, words, { stdio: 'ignore', detached: true });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const boards = join(LABS, name, 'boards');
  for (let tries = 0; tries < 600 && !(existsSync(boards) && readdirSync(boards).length > 0); tries++) await sleep(50);
  assert.ok(existsSync(boards), 'the lab has begun to come up');
  return { child, ended };
}

async function isGone(name: string): Promise<void> {
  for (let tries = 0; tries < 200 && existsSync(join(LABS, name)); tries++) await sleep(50);
  assert.is(existsSync(join(LABS, name)), false, `${name} is still there`);
}

boards.test('what there is can be seen to change', async () => {
  const before = await machineState();
  const folder = join('/run', `enjambre-left-${process.pid}`);
  const sleeper = spawn('unshare', ['--net', 'sleep', '30'], { stdio: 'ignore' });
  mkdirSync(folder);
  const changes = await changesSince(before, 0);
  sleeper.kill('SIGKILL');
  await run(['rmdir', folder]);
  assert.ok(changes.includes(`new in files: ${folder}`), changes.join('\n'));
  assert.ok(
    changes.some((line) => line.startsWith('new in namespaces: net:')),
    changes.join('\n'),
  );
  assert.equal(await changesSince(before), []);
});

boards.test('after down, with faults still in force and a container running', async () => {
  const before = await machineState();
  const lab = await raiseLab({ name: 'left', boards: [{}, {}, {}] });
  const started = await lab.ssh(
    'manager',
    `${importProgram('/usr/bin/sleep', 'tiny')} && sudo docker run --detach tiny /usr/bin/sleep 1000`,
  );
  assert.is(started.code, 0, started.stderr);
  await lab.board('worker1').pause();
  await lab.partition('worker2');
  await lab.board('worker2').link(false);
  assert.ok((await changesSince(before, 0)).length > 20, 'a lab that is up can be seen');
  await lab.down();
  assert.equal(await changesSince(before), []);
});

boards.test('after the end of the process that was raising it, by Ctrl-C or without a warning', async () => {
  const before = await machineState();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    const { child, ended } = await startUp('crash');
    process.kill(-child.pid!, signal);
    const code = await ended;
    if (signal === 'SIGINT') assert.is(code, 130);
    await isGone('crash');
    assert.equal(await changesSince(before), [], signal);
  }
});

boards.test('a lab that was told to stay outlives its maker, and ends by its name', async () => {
  const before = await machineState();
  const { ended } = await startUp('stays');
  assert.is(await ended, 0);
  assert.equal(await listLabs(), [{ name: 'stays', up: true }]);
  assert.is((await (await openLab('stays')).ssh('worker1', 'hostname')).stdout, 'worker1\n');
  const again = await raiseLab({ name: 'stays', boards: [{}] }).catch((error: Error) => error.message);
  assert.match(String(again), /There is a lab "stays" already/);
  await endLab('stays');
  assert.equal(await changesSince(before), []);
});

boards.test('what a holder that was killed has left is removed by down', async () => {
  const before = await machineState();
  const lab = await raiseLab({ name: 'held', boards: [{ docker: false }] });
  const holder = (await run(['pgrep', '--oldest', '--full', `hold ${LABS}/held`])).stdout.trim();
  process.kill(Number(holder), 'SIGKILL');
  await lab.down();
  assert.equal(await changesSince(before), []);
});

boards.test('a lab that cannot be raised is no lab', async () => {
  const before = await machineState();
  const error = await raiseLab({ name: 'broken', boards: [{}, { name: 'bad name' }] }).catch(
    (cause: Error) => cause.message,
  );
  assert.match(String(error), /"bad name" is no name for a board/);
  const none = await endLab('broken').catch((cause: Error) => cause.message);
  assert.match(String(none), /There is no lab "broken"/);
  assert.equal(await changesSince(before), []);
});

test.run();
