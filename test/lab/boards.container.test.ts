import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RELEASES } from './board.ts';
import { type Lab, raiseLab } from './lab.ts';
import { run } from './process.ts';
import { at, boardTests } from './suite.ts';
import { importProgram } from './worker-image.ts';

const test = suite('a container board is a machine of its own, as far as SSH and Docker can see');

const ENGINES = { 12: '20.10.', 13: '26.1.' };
const boards = await boardTests(test, 'container');

for (const release of RELEASES) {
  boards.test(`Debian ${release}`, async () => {
    const started = Date.now();
    // The engine of Debian 12 has no other store.
    const imageStore = release === '12' ? ('classic' as const) : ('containerd' as const);
    const requests = [{ release }, { release, docker: false }, { release, imageStore }];
    const lab = await raiseLab({ name: `boards${release}`, boards: requests });
    try {
      console.log(`three boards of Debian ${release} answered SSH after ${Date.now() - started} ms`);
      await differ(lab);
      await logIn(lab);
      await haveDocker(lab, ENGINES[release]);
      await share(lab);
      await isNamed(lab);
      await reachPackages(lab);
    } finally {
      await lab.down();
    }
  });
}

async function differ(lab: Lab): Promise<void> {
  const facts = 'hostname; cat /etc/machine-id; cat /etc/ssh/ssh_host_ed25519_key.pub; ip -brief address show eth0';
  const seen = await Promise.all(lab.boards.map(({ name }) => at(lab, name, facts)));
  for (const [index, text] of seen.entries()) {
    const [host = '', machine = '', key = '', card = ''] = text.split('\n');
    const { name, address } = lab.boards[index]!;
    assert.is(host, name);
    assert.match(card, `${address}/24`);
    const others = seen.filter((_, other) => other !== index).join('\n');
    assert.not.ok(others.includes(machine) || others.includes(key), `${name} shares an identity`);
    assert.is(await at(lab, name, 'systemctl is-system-running --wait'), 'running');
  }
}

async function logIn(lab: Lab): Promise<void> {
  const board = 'worker1';
  const root = lab.login(board).with(-1, `root@${lab.boards[1]?.address}`);
  assert.is.not(
    (await run([root[0]!, '-o', 'BatchMode=yes', ...root.slice(1), 'true'])).code,
    0,
    'root logged in by key',
  );
  for (const account of ['admin', 'teacher', 'student'] as const) {
    const byPassword = (password: string) =>
      run([...withPassword(lab, board, account), 'id -un'], { env: { LAB_PASSWORD: password } });
    assert.is((await lab.ssh(board, 'id -un', { account })).stdout, `${account}\n`);
    const { stdout, stderr } = await asking(lab, () => byPassword(lab.credentials.password));
    assert.is(stdout, `${account}\n`, stderr);
    // A wrong one makes sshd wait: one account is enough.
    if (account === 'student')
      assert.is.not((await asking(lab, () => byPassword('wrong'))).code, 0, 'any password does');
  }
  const sudo = (account: 'admin' | 'teacher' | 'student', words: string, input = '') =>
    lab.ssh(board, `sudo ${words} id -u`, { account, input });
  assert.is((await sudo('admin', '-n')).stdout, '0\n');
  assert.match((await sudo('teacher', '-n')).stderr, 'a password is required');
  assert.is((await sudo('teacher', "-S -p ''", `${lab.credentials.password}\n`)).stdout, '0\n');
  assert.match((await sudo('student', "-S -p ''", `${lab.credentials.password}\n`)).stderr, 'not in the sudoers file');
}

/** Lets ssh ask a program for the password, since there is no terminal. */
async function asking<Value>(lab: Lab, work: () => Promise<Value>): Promise<Value> {
  writeFileSync(join(lab.directory, 'askpass'), '#!/bin/sh\necho "$LAB_PASSWORD"\n', { mode: 0o700 });
  return work();
}

function withPassword(lab: Lab, board: string, account: 'admin' | 'teacher' | 'student'): string[] {
  const login = lab.login(board, account);
  const options = ['PubkeyAuthentication=no', 'NumberOfPasswordPrompts=1'].flatMap((option) => ['-o', option]);
  const env = ['env', `SSH_ASKPASS=${join(lab.directory, 'askpass')}`, 'SSH_ASKPASS_REQUIRE=force'];
  return [...env, login[0]!, ...options, ...login.slice(1)];
}

async function haveDocker(lab: Lab, version: string): Promise<void> {
  const info = (board: string) =>
    at(lab, board, "sudo docker info --format '{{.ServerVersion}} {{.ID}} {{.Driver}} {{.Name}}'");
  const [manager = '', worker2 = ''] = await Promise.all([info('manager'), info('worker2')]);
  assert.ok(manager.startsWith(version), manager);
  assert.match(manager, ' overlay2 manager');
  assert.match(worker2, version.startsWith('20.') ? ' overlay2 worker2' : ' overlayfs worker2');
  assert.is.not(manager.split(' ')[1], worker2.split(' ')[1], 'both boards talk to one engine');
  assert.is((await lab.ssh('worker1', 'command -v docker dockerd containerd')).stdout, '');
  for (const board of ['manager', 'worker2']) {
    await at(
      lab,
      board,
      `${importProgram('/usr/bin/true', 'tiny')} && sudo docker run --rm --memory 64m tiny /usr/bin/true`,
    );
  }
}

async function share(lab: Lab): Promise<void> {
  await at(lab, 'worker1', 'echo "from worker1" > /mnt/shared/note');
  assert.is(await at(lab, 'worker2', 'cat /mnt/shared/note'), 'from worker1');
  assert.is(readFileSync(join(lab.share, 'note'), 'utf8'), 'from worker1\n');
}

async function isNamed(lab: Lab): Promise<void> {
  const text = readFileSync(lab.inventory, 'utf8');
  const inventory = JSON.parse(text);
  assert.equal(
    inventory.nodes.map(({ name, address }: { name: string; address: string }) => [name, address]),
    lab.boards.map(({ name, address }) => [name, address]),
  );
  assert.not.ok(text.includes(lab.credentials.password), 'the inventory holds a password');
}

async function reachPackages(lab: Lab): Promise<void> {
  await at(
    lab,
    'worker1',
    'sudo apt-get update -q && apt-get install --simulate docker.io | grep -q "^Inst docker.io"',
  );
}

test.run();
