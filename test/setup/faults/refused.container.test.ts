import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type HeldLab, raiseLab } from '../../lab/lab.ts';
import { boardTests } from '../../lab/suite.ts';
import { difference, editInventory, etcOf, type InventoryFile, onLab, rootLines } from '../set-up.ts';
import { hindrances } from './watched.ts';

const test = suite('what must not be set up is refused before anything of it is touched');

const boards = await boardTests(test, 'container');
const NAMES = ['manager', 'worker1'] as const;
const BOOT_ID = '/proc/sys/kernel/random/boot_id';
let raised: HeldLab | undefined;
let bare: string[][] = [];
let inventory = '';

const lab = () => raised!;

boards.before(async () => {
  raised = await raiseLab({ name: 'refused', boards: [{ docker: false }, { docker: false }] });
  bare = await etcOfBoth();
  inventory = await readFile(lab().inventory, 'utf8');
});
boards.after(async () => raised?.down());

const refuses = (sentence: string, run: () => Promise<void>) =>
  boards.test(sentence, async () => {
    try {
      await run();
    } finally {
      await writeFile(lab().inventory, inventory);
    }
    for (const [index, etc] of (await etcOfBoth()).entries()) assert.equal(difference(bare[index] ?? [], etc), []);
  });

function etcOfBoth(): Promise<string[][]> {
  return Promise.all(NAMES.map((name) => etcOf(lab(), name)));
}

/** What a board's journal says of who came, from here on. */
async function visits(): Promise<() => Promise<string[]>> {
  const all = () =>
    Promise.all(
      NAMES.map((name) =>
        rootLines(lab(), name, 'journalctl --sync; journalctl -q --no-pager -o cat -t sshd -t sshd-session -t sudo'),
      ),
    );
  const before = await all();
  return async () => (await all()).flatMap((lines, index) => lines.slice(before[index]?.length ?? 0));
}

function count(lines: readonly string[], pattern: RegExp): number {
  return lines.filter((line) => pattern.test(line)).length;
}

const HARMFUL: readonly [place: string, edit: (file: InventoryFile, value: string) => void][] = [
  ['an address', ({ nodes }, value) => Object.assign(nodes[1] ?? {}, { address: value })],
  ['a user', ({ nodes }, value) => Object.assign(nodes[1]?.connection ?? {}, { user: value })],
  ['a jump host', ({ nodes }, value) => Object.assign(nodes[1]?.connection ?? {}, { jump: value })],
  ['a name', ({ nodes }, value) => Object.assign(nodes[1] ?? {}, { name: value })],
  ['a mount path', ({ share }, value) => Object.assign(share, { mount: value })],
];

refuses(
  'values of the inventory that a shell or a program could take for its own are refused without a connection',
  async () => {
    const seen = await visits();
    const values = ['a;touch /tmp/harm', '$(touch /tmp/harm)', 'a\ntouch /tmp/harm', '-oProxyCommand=touch /tmp/harm'];
    for (const [index, value] of values.entries()) {
      // Each value in another place, and each place once: every pair is tried without boards.
      const [place, edit] = HARMFUL[index] ?? HARMFUL[0]!;
      await writeFile(lab().inventory, inventory);
      await editInventory(lab(), (file) => edit(file, value));
      const { code, stderr } = await onLab(lab(), ['apply', '--yes']);
      assert.is(code, 2, `${value} as ${place}: ${stderr}`);
    }
    assert.equal(await seen(), []);
    await writeFile(lab().inventory, inventory);
    await onLab(lab(), ['plan']);
    assert.is(count(await seen(), /Accepted publickey/), 2, 'a connection would have been seen');
  },
);

refuses('two nodes with one address are refused with both names, without a connection', async () => {
  const seen = await visits();
  await editInventory(lab(), ({ nodes }) => Object.assign(nodes[1] ?? {}, { address: nodes[0]?.address }));
  const { code, stderr } = await onLab(lab(), ['apply', '--yes']);
  assert.is(code, 2, stderr);
  assert.ok(NAMES.every((name) => stderr.includes(name)));
  assert.equal(await seen(), []);
});

refuses(
  'without a terminal, a host key that nobody knows stops before logging in, and its fingerprint is shown',
  async () => {
    const home = join(lab().directory, 'nothing-known');
    await mkdir(home);
    const seen = await visits();
    const { exitCode, nodes } = await hindrances(lab(), ['apply', '--yes'], { ENJAMBRE_HOME: home, HOME: home });
    assert.is(exitCode, 1);
    for (const { name, code, message, next } of nodes) {
      assert.is(code, 'host-key-unknown');
      const [line = ''] = await rootLines(lab(), name, 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub');
      const fingerprint = line.split(' ')[1] ?? 'none';
      assert.ok(
        message.includes(fingerprint) && next.endsWith(`enjambre trust ${name} --fingerprint ${fingerprint}`),
        next,
      );
    }
    assert.is(count(await seen(), /Accepted|Failed|Invalid|user admin/), 0);
  },
);

refuses('a host key that has changed stops before logging in, at that node alone', async () => {
  const home = join(lab().directory, 'other-known');
  await mkdir(home);
  const known = (await readFile(join(lab().directory, 'known_hosts'), 'utf8')).split('\n');
  const address = lab().boards[1]?.address ?? '';
  const others = known.filter((line) => !line.startsWith(address));
  const changed = others.map((line) => line.replace(/^[\d.]+/, address));
  await writeFile(join(home, 'known_hosts'), [...others.filter(Boolean), ...changed].join('\n'));
  const seen = await visits();
  const { exitCode, nodes } = await hindrances(lab(), ['plan'], { ENJAMBRE_HOME: home, HOME: home });
  assert.is(exitCode, 4);
  assert.equal(
    nodes.map(({ name, code }) => [name, code]),
    [
      ['manager', null],
      ['worker1', 'host-key-changed'],
    ],
  );
  assert.match(nodes[1]?.next ?? '', 'enjambre trust worker1 --replace');
  const lines = await seen();
  assert.equal([count(lines, /Accepted/), count(lines, /Failed|Invalid/)], [1, 0]);
});

refuses('a wrong password for sudo is tried once on each node', async () => {
  const { exitCode, nodes, lines, text } = await asAccount('teacher', 'canary-wrong');
  assert.is(exitCode, 1);
  assert.equal(
    nodes.map(({ code }) => code),
    ['sudo-refused', 'sudo-refused'],
  );
  assert.match(nodes[0]?.message ?? '', 'Cannot become root on manager as teacher: wrong password');
  assert.is(count(lines, /sudo:auth\): authentication failure/), 2, lines.join('\n'));
  assert.is(count(lines, / 1 incorrect password attempt/), 2, lines.join('\n'));
  assert.not.match(text, 'canary');
});

refuses('an account that may not use sudo is told so, and what to do', async () => {
  const { exitCode, nodes, lines } = await asAccount('student', lab().credentials.password);
  assert.is(exitCode, 1);
  assert.equal(
    nodes.map(({ code, next }) => [code, next]),
    NAMES.map((name) => ['sudo-refused', `as root on ${name}: adduser student sudo`]),
  );
  assert.is(count(lines, /student : user NOT in sudoers/), 2, lines.join('\n'));
});

refuses(
  'without a terminal, a password for sudo that is not given is asked for by name, and none is tried',
  async () => {
    const { exitCode, nodes, lines } = await asAccount('teacher');
    assert.is(exitCode, 1);
    assert.equal(
      nodes.map(({ code }) => code),
      ['sudo-password-needed', 'sudo-password-needed'],
    );
    assert.match(nodes[0]?.next ?? '', 'set ENJAMBRE_SUDO_PASSWORD');
    assert.is(count(lines, /authentication failure|incorrect password/), 0);
  },
);

async function asAccount(user: string, password?: string) {
  await editInventory(lab(), ({ nodes }) => {
    for (const node of nodes) Object.assign(node.connection ?? {}, { user });
  });
  const seen = await visits();
  const given: Record<string, string> = password === undefined ? {} : { ENJAMBRE_SUDO_PASSWORD: password };
  return { ...(await hindrances(lab(), ['apply', '--yes'], given)), lines: await seen() };
}

refuses('boards from copies of one card are refused with both names', async () => {
  const [machineId = ''] = await rootLines(lab(), 'manager', 'cat /etc/machine-id');
  const swap = (id: string) => rootLines(lab(), 'worker1', `cat /etc/machine-id; echo ${id} > /etc/machine-id`);
  const [own = ''] = await swap(machineId);
  // Container boards have one kernel, and so one start, which no two machines have.
  await rootLines(lab(), 'worker1', `echo another > /run/boot-id; mount --bind /run/boot-id ${BOOT_ID}; echo`);
  try {
    const { exitCode, nodes } = await hindrances(lab(), ['apply', '--yes']);
    assert.is(exitCode, 1);
    for (const { code, message } of nodes) {
      assert.is(code, 'duplicate-machine-id');
      assert.match(message, 'manager and worker1 have the same machine-id');
    }
  } finally {
    await rootLines(lab(), 'worker1', `umount ${BOOT_ID}; echo`);
    await swap(own);
  }
});

refuses('boards with one host name are refused, and the one to rename is told', async () => {
  await rootLines(lab(), 'worker1', 'hostname manager; echo');
  try {
    const { exitCode, nodes } = await hindrances(lab(), ['apply', '--yes']);
    assert.is(exitCode, 1);
    assert.equal(
      nodes.map(({ code }) => code),
      ['duplicate-hostname', 'duplicate-hostname'],
    );
    assert.match(nodes[0]?.next ?? '', 'on worker1: sudo hostnamectl set-hostname worker1');
  } finally {
    await rootLines(lab(), 'worker1', 'hostname worker1; echo');
  }
  const { nodes } = await hindrances(lab(), ['plan']);
  assert.equal(
    nodes.map(({ code }) => code),
    [null, null],
  );
});

test.run();
