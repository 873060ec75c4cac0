import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fingerprintOf } from '../../../setup/host/known-hosts.ts';
import { type Ended, inFolder, runCommand } from '../command.ts';
import { newKey, type SshServer, startSshServer } from '../host/ssh-server.ts';

const test = suite('enjambre trust shows host keys, and keeps what is trusted');

interface Stage {
  servers: SshServer[];
  trust(...words: string[]): Promise<Ended>;
  /** The file of keys that are kept. */
  kept(): string;
  folder: string;
}

/** Two nodes at servers of this process, and this machine as manager. */
function onStage(work: (stage: Stage) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    const servers = await Promise.all([startSshServer(), startSshServer()]);
    const home = join(folder, 'home');
    mkdirSync(home);
    writeFileSync(join(folder, 'inventory.json'), JSON.stringify(inventoryOf(servers)));
    const env = { HOME: home, ENJAMBRE_HOME: join(folder, 'state') };
    const kept = () => {
      try {
        return readFileSync(join(folder, 'state', 'known_hosts'), 'utf8');
      } catch {
        return '';
      }
    };
    try {
      await work({ servers, folder, kept, trust: (...words) => runCommand(['trust', ...words], { cwd: folder, env }) });
    } finally {
      await Promise.all(servers.map((server) => server.close()));
    }
  });
}

function inventoryOf(servers: readonly SshServer[]): object {
  const workers = servers.map(({ port }, index) => ({
    name: `worker${index + 1}`,
    role: 'worker',
    address: `127.0.0.${index + 1}`,
    connection: { type: 'ssh', user: 'admin', port, key: '/none' },
  }));
  const manager = { name: 'manager', role: 'manager', address: '192.168.1.20', connection: { type: 'local' } };
  return { nodes: [manager, ...workers], share: { mount: '/mnt/shared', existing: true } };
}

/** States by node, of what `--json` printed. */
function statesOf({ stdout }: Ended): Record<string, string> {
  const { keys } = JSON.parse(stdout) as { keys: { node: string; state: string }[] };
  return Object.fromEntries(keys.map(({ node, state }) => [node, state]));
}

test('without a terminal it shows all, keeps nothing, and says what to type', () =>
  onStage(async ({ servers, trust, kept }) => {
    const { code, stdout, stderr } = await trust('worker1', 'manager');
    assert.is(code, 3, stderr);
    const fingerprint = fingerprintOf(servers[0]!.hostKey);
    assert.match(stdout, `ssh-ed25519  ${fingerprint}  unknown`);
    assert.match(stderr, `trust worker1 --fingerprint ${fingerprint}`);
    assert.is(kept(), '');
    assert.equal([servers[0]!.tries.length, servers[1]!.connections], [0, 0]);
  }));

test('--yes keeps keys that were never seen, and the second time there is nothing to do', async () => {
  await onStage(async ({ servers, trust, kept }) => {
    servers[1] = await at(servers[1]!, '127.0.0.2');
    const first = await trust('--yes', '--json');
    assert.is(first.code, 0, first.stderr);
    assert.equal(statesOf(first), { manager: 'local', worker1: 'trusted', worker2: 'trusted' });
    const file = kept();
    assert.match(file, `[127.0.0.1]:${servers[0]!.port} ssh-ed25519 ${servers[0]!.hostKey.toString('base64')} worker1`);
    const second = await trust('--yes', '--json');
    assert.equal(statesOf(second), { manager: 'local', worker1: 'known', worker2: 'known' });
    assert.is(kept(), file);
  });
});

test('a fingerprint decides', () =>
  onStage(async ({ servers, trust, kept }) => {
    const right = fingerprintOf(servers[0]!.hostKey);
    const wrong = await trust('worker1', '--fingerprint', fingerprintOf(newKey().public), '--yes');
    assert.is(wrong.code, 1);
    assert.match(wrong.stderr, right);
    assert.is(kept(), '');
    assert.is((await trust('worker1', '--fingerprint', right)).code, 0);
    assert.match(kept(), servers[0]!.hostKey.toString('base64'));
    assert.is((await trust('--fingerprint', right)).code, 2);
    assert.is((await trust('worker1', '--fingerprint', 'MD5:00')).code, 2);
  }));

test('a changed key is replaced only when that is asked for, by name', () =>
  onStage(async ({ servers, trust, kept, folder }) => {
    await trust('worker1', '--yes');
    const before = kept();
    const { port } = servers[0]!;
    await servers[0]!.close();
    servers[0] = await startSshServer({ port });
    const kind = await trust('worker1', '--yes');
    assert.is(kind.code, 1);
    assert.match(kind.stderr, join('state', 'known_hosts:1'));
    assert.is(kept(), before);
    assert.is((await trust('--replace', '--yes')).code, 2);
    assert.is((await trust('worker1', '--replace')).code, 3);
    assert.is(kept(), before);
    const replaced = await trust('worker1', '--replace', '--yes', '--json');
    assert.equal(statesOf(replaced), { worker1: 'replaced' });
    assert.match(kept(), servers[0]!.hostKey.toString('base64'));
    assert.is(kept().trim().split('\n').length, 1);
    assert.ok(folder !== '');
  }));

test('a machine that does not answer does not hinder the others', () =>
  onStage(async ({ servers, trust }) => {
    await servers[1]!.close();
    const told = await trust('--yes', '--json');
    assert.is(told.code, 4);
    assert.equal(statesOf(told), { manager: 'local', worker1: 'trusted', worker2: 'failed' });
    assert.match(told.stderr, 'worker2');
  }));

/** The same server at another address of this machine. */
async function at(server: SshServer, host: string): Promise<SshServer> {
  const { port } = server;
  await server.close();
  return startSshServer({ port, host });
}

test.run();
