import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fillDisk, freeDisk, readOnlyRoot } from './faults.ts';
import { type HeldLab, raiseLab } from './lab.ts';
import { boardTests } from './suite.ts';

const test = suite('what happens to a container board happens to it alone');

const boards = await boardTests(test, 'container');
let lab: HeldLab | undefined;

/** A board is reached from another one, or not, within a second. */
async function reaches(from: string, to: string): Promise<boolean> {
  const address = raised().boards.find(({ name }) => name === to)?.address;
  const { code } = await raised()
    .board(from)
    .exec(['ping', '-c', '1', '-W', '1', address ?? '']);
  return code === 0;
}

function raised(): HeldLab {
  assert.ok(lab, 'the lab is up');
  return lab;
}

/** Whether SSH answers from here, at once. */
async function answers(board: string): Promise<boolean> {
  return raised()
    .ssh(board, 'true', { timeoutMs: 3000 })
    .then(
      ({ code }) => code === 0,
      () => false,
    );
}

boards.before(async () => {
  lab = await raiseLab({ name: 'faults', boards: [{ docker: false }, { docker: false }, { docker: false }] });
});
boards.after(async () => lab?.down());

boards.test('a board that is paused keeps its processes, and answers again', async () => {
  const board = raised().board('worker1');
  const boot = await board.exec(['cat', '/proc/1/stat']);
  await board.pause();
  assert.is(await board.state(), 'paused');
  assert.is(await answers('worker1'), false);
  assert.is(await answers('worker2'), true);
  await board.unpause();
  assert.is(await answers('worker1'), true);
  assert.is((await board.exec(['cat', '/proc/1/stat'])).stdout.split(' ')[21], boot.stdout.split(' ')[21]);
});

boards.test('a board without power is off, and comes back with its disk', async () => {
  const board = raised().board('worker1');
  await board.exec(['sh', '-c', 'echo kept > /root/note; echo lost > /run/note; sync']);
  await board.kill();
  assert.is(await board.state(), 'off');
  assert.is(await answers('worker1'), false);
  await board.start();
  await raised().answers(['worker1']);
  assert.is((await board.exec(['cat', '/root/note'])).stdout, 'kept\n');
  assert.is.not((await board.exec(['cat', '/run/note'])).code, 0, 'memory outlived the power cut');
  assert.is((await board.exec(['hostname'])).stdout, 'worker1\n');
});

boards.test('a board that is paused can lose its power', async () => {
  const board = raised().board('worker1');
  await board.pause();
  await board.kill();
  assert.is(await board.state(), 'off');
  await board.start();
  await raised().answers(['worker1']);
});

boards.test('a board that is switched off by its own command is off, and starts again', async () => {
  const board = raised().board('worker1');
  await raised().ssh('worker1', 'sudo systemctl poweroff');
  for (let tries = 0; tries < 100 && (await board.state()) !== 'off'; tries++)
    await new Promise((done) => setTimeout(done, 100));
  assert.is(await board.state(), 'off');
  await board.start();
  await raised().answers(['worker1']);
});

boards.test('a cable that is pulled cuts a board off, and shows at its card', async () => {
  const board = raised().board('worker2');
  await board.link(false);
  assert.is(await answers('worker2'), false);
  assert.is(await reaches('manager', 'worker2'), false);
  assert.match((await board.exec(['ip', '-brief', 'link', 'show', 'eth0'])).stdout, 'NO-CARRIER');
  await board.link(true);
  await raised().answers(['worker2']);
  assert.is(await reaches('manager', 'worker2'), true);
});

boards.test('a partition cuts boards off from the others, but not from this machine', async () => {
  assert.is(await reaches('worker1', 'worker2'), true);
  await raised().partition('worker2');
  assert.is(await reaches('manager', 'worker2'), false);
  assert.is(await reaches('worker2', 'worker1'), false);
  assert.is(await reaches('manager', 'worker1'), true);
  assert.is(await answers('worker2'), true);
  await raised().partition('worker1', 'worker2');
  assert.is(await reaches('worker1', 'worker2'), true);
  assert.is(await reaches('manager', 'worker1'), false);
  await raised().heal();
  assert.is(await reaches('manager', 'worker1'), true);
});

boards.test('a disk that is full refuses the next byte, of this board only', async () => {
  const write = ['sh', '-c', 'dd if=/dev/zero of=/root/more bs=64k count=64 conv=fsync'];
  const board = raised().board('worker1');
  await fillDisk(board);
  assert.match((await board.exec(write)).stderr, 'No space left on device');
  assert.is((await raised().board('worker2').exec(write)).code, 0);
  await freeDisk(board);
  assert.is((await board.exec(write)).code, 0);
});

boards.test('a root that is read-only refuses to be written, and can be made writable again', async () => {
  const board = raised().board('worker1');
  await readOnlyRoot(board, true);
  assert.match((await board.exec(['touch', '/etc/new'])).stderr, 'Read-only file system');
  await readOnlyRoot(board, false);
  assert.is((await board.exec(['touch', '/etc/new'])).code, 0);
});

boards.test('what a container cannot do is refused with a reason', async () => {
  const board = raised().board('worker1');
  for (const [refused, reason] of [
    [board.setClock(60), /has the clock of this machine/],
    [board.addDisk(10), /takes no second disk/],
    [board.snapshot('a'), /takes no snapshots/],
    [board.exec(['true']).then(() => raised().board('worker9').exec(['true'])), /no board "worker9"/],
  ] as const) {
    const error = await refused.then(
      () => undefined,
      (cause: Error) => cause,
    );
    assert.match(error?.message ?? 'was done', reason);
  }
});

test.run();
