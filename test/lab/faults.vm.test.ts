import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fromRoot } from '../root.ts';
import type { Board } from './board.ts';
import { fillDisk, freeDisk, readOnlyRoot } from './faults.ts';
import { type HeldLab, raiseLab } from './lab.ts';
import { run } from './process.ts';
import { boardTests, PATIENCE_MS } from './suite.ts';

const test = suite('a VM board takes what happens to real ones');

const boards = await boardTests(test, 'vm');
let lab: HeldLab | undefined;

function raised(): HeldLab {
  assert.ok(lab, 'the lab is up');
  return lab;
}

/** Does the same to a board of each release. */
async function each(work: (board: Board) => Promise<void>): Promise<void> {
  await Promise.all(raised().boards.map(({ name }) => work(raised().board(name))));
}

async function succeed(board: Board, ...command: string[]): Promise<string> {
  const { code, stdout, stderr } = await board.exec(command, { timeoutMs: PATIENCE_MS });
  assert.is(code, 0, `${board.plan.name}: ${command.join(' ')}: ${stderr}`);
  return stdout.trim();
}

const write = ['dd', 'if=/dev/zero', 'of=/root/more', 'bs=64k', 'count=16', 'conv=fsync'];
const bootOf = (board: Board) => succeed(board, 'cat', '/proc/sys/kernel/random/boot_id');

boards.before(async () => {
  lab = await raiseLab({
    name: 'vmfaults',
    boards: [
      { kind: 'vm', release: '12' },
      { kind: 'vm', release: '13' },
    ],
  });
});
boards.after(async () => lab?.down());

boards.test('a board is fresh, and what set-up will install is at hand', async () => {
  await each(async (board) => {
    assert.is(await succeed(board, 'sh', '-c', 'command -v docker dockerd exportfs mount.nfs4 || true'), '');
    const packages = ['docker.io', 'nfs-kernel-server', 'nfs-common', 'apparmor'];
    const addresses = await succeed(board, 'apt-get', 'install', '--yes', '--quiet=2', '--print-uris', ...packages);
    assert.is(addresses, '', 'nothing has to be fetched');
    const install = [
      'apt-get',
      'install',
      '--yes',
      '--quiet=2',
      '--no-install-recommends',
      '--no-download',
      'keyutils',
    ];
    await succeed(board, 'env', 'DEBIAN_FRONTEND=noninteractive', ...install);
    await succeed(board, 'keyctl', '--version');
  });
});

boards.test('the command line shows boards and runs commands at them', async () => {
  const type = (...words: string[]) => run([process.execPath, fromRoot('test', 'lab', 'lab.mjs'), ...words]);
  const [shown] = JSON.parse((await type('status', '--json')).stdout).filter(
    ({ name }: { name: string }) => name === 'vmfaults',
  );
  assert.equal(
    shown.boards.map(({ name, state }: { name: string; state: string }) => [name, state]),
    [
      ['manager', 'running'],
      ['worker1', 'running'],
    ],
  );
  for (const [command, user] of [
    ['exec', 'root'],
    ['ssh', 'admin'],
  ] as const) {
    const words = ['sh', '-c', `${command === 'ssh' ? "'id -un; exit 5'" : 'id -un; exit 5'}`];
    const { code, stdout, stderr } = await type(command, 'worker1', '--name', 'vmfaults', '--', ...words);
    assert.equal([code, stdout], [5, `${user}\n`], stderr);
  }
});

boards.test('arguments reach a command as they are', async () => {
  await each(async (board) => {
    const odd = ['a b', '', "it's", '$(x)', '"', '*', '-n', '\\', 'ñ'];
    assert.is(await succeed(board, 'printf', '<%s>', ...odd), odd.map((word) => `<${word}>`).join(''));
    assert.is((await board.exec(['sh', '-c', 'cat >&2; exit 7'], { input: 'told' })).stderr, 'told');
    assert.is((await board.exec(['sh', '-c', 'exit 7'])).code, 7);
  });
});

boards.test('a board that is paused goes on where it was', async () => {
  await each(async (board) => {
    const boot = await bootOf(board);
    await board.pause();
    assert.is(await board.state(), 'paused');
    await board.unpause();
    assert.is(await board.state(), 'running');
    assert.is(await bootOf(board), boot);
  });
});

boards.test('a cable that is pulled cuts a board off, and shows at its card', async () => {
  const worker = raised().board('worker1');
  await worker.link(false);
  assert.match(await succeed(worker, 'cat', '/sys/class/net/eth1/operstate'), 'down');
  const address = worker.plan.address;
  assert.is.not((await raised().board('manager').exec(['ping', '-c', '1', '-W', '2', address])).code, 0);
  await worker.link(true);
  await raised().answers(['worker1']);
});

boards.test('a partition cuts a board off from the others, but not from this machine', async () => {
  const ping = () =>
    raised()
      .board('manager')
      .exec(['ping', '-c', '1', '-W', '3', raised().board('worker1').plan.address]);
  assert.is((await ping()).code, 0);
  await raised().partition('worker1');
  assert.is.not((await ping()).code, 0);
  assert.is((await raised().ssh('worker1', 'true')).code, 0);
  await raised().heal();
  assert.is((await ping()).code, 0);
});

boards.test('a disk that is full refuses the next byte', async () => {
  await each(async (board) => {
    await fillDisk(board);
    assert.match((await board.exec(write)).stderr, 'No space left on device');
    await freeDisk(board);
    await succeed(board, ...write);
  });
});

boards.test('a root that is read-only refuses to be written, and can be made writable again', async () => {
  await each(async (board) => {
    await readOnlyRoot(board, true);
    assert.match((await board.exec(['touch', '/etc/new'])).stderr, 'Read-only file system');
    await readOnlyRoot(board, false);
    await succeed(board, 'touch', '/etc/new');
  });
});

boards.test('a clock can be a day off', async () => {
  await each(async (board) => {
    await board.setClock(86_400);
    const ahead = Number(await succeed(board, 'date', '+%s')) - Date.now() / 1000;
    assert.ok(Math.abs(ahead - 86_400) < 30, `${ahead} s`);
    await board.setClock(0);
    const back = Number(await succeed(board, 'date', '+%s')) - Date.now() / 1000;
    assert.ok(Math.abs(back) < 30, `${back} s`);
  });
});

boards.test('a second disk is empty, and holds what is written', async () => {
  await each(async (board) => {
    const device = await board.addDisk(64);
    assert.is(await succeed(board, 'blockdev', '--getsize64', device), String(64 * 2 ** 20));
    await succeed(
      board,
      'sh',
      '-c',
      `mkfs.ext4 -q ${device} && mount ${device} /mnt && echo x > /mnt/x && umount /mnt`,
    );
  });
});

boards.test('a snapshot brings back disk, memory and time', async () => {
  await each(async (board) => {
    const boot = await bootOf(board);
    await succeed(board, 'sh', '-c', 'echo early > /root/state; echo early > /run/state');
    await board.snapshot('early');
    await succeed(board, 'sh', '-c', 'echo late > /root/state; rm /run/state; sync');
    await board.restore('early');
    assert.is(await succeed(board, 'cat', '/root/state', '/run/state'), 'early\nearly');
    assert.is(await bootOf(board), boot);
    const off = Number(await succeed(board, 'date', '+%s')) - Date.now() / 1000;
    assert.ok(Math.abs(off) < 30, `${off} s`);
  });
});

boards.test('a reset boots the board again, as its own command does', async () => {
  await each(async (board) => {
    const boot = await bootOf(board);
    await board.reset();
    await waitForBoot(board, boot);
    const second = await bootOf(board);
    await raised().ssh(board.plan.name, 'sudo systemctl reboot');
    await waitForBoot(board, second);
    assert.is(await succeed(board, 'hostname'), board.plan.name);
    assert.match(await succeed(board, 'ip', '-brief', 'address', 'show', 'eth1'), `${board.plan.address}/24`);
  });
});

/** Waits until SSH answers from another boot than the one that was. */
async function waitForBoot(board: Board, before: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { code, stdout } = await raised()
      .ssh(board.plan.name, 'cat /proc/sys/kernel/random/boot_id', { timeoutMs: 20_000 })
      .catch(() => ({ code: 1, stdout: '' }));
    if (code === 0 && stdout.trim() !== before) return;
    assert.ok(Date.now() < deadline, `${board.plan.name} did not boot again`);
    await sleep(500);
  }
}

test.run();
