import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { describeKey, publicKeyOf } from '../../../setup/host/private-key.ts';
import { secretsFrom } from '../../../setup/host/secrets.ts';
import { atServer, hostError, type Stage } from './at-server.ts';

const test = suite('keys with a passphrase are used through the agent, or with what a person types');

function makeKey(folder: string, passphrase: string, type = 'ed25519', format: string[] = []): string {
  const path = join(folder, `${type}-${passphrase === '' ? 'clear' : 'locked'}`);
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, ...format, '-f', path]);
  return path;
}

/** Work beside an agent of its own that holds a key. */
async function withAgent(key: string, passphrase: string, folder: string, work: () => Promise<void>): Promise<void> {
  const socket = join(folder, 'agent');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
  const before = process.env.SSH_AUTH_SOCK;
  try {
    await once(agent.stdout, 'data');
    const env = { ...process.env, SSH_AUTH_SOCK: socket };
    // Nobody is there to type the passphrase for the agent.
    const clear = `${key}.clear`;
    execFileSync('cp', [key, clear]);
    execFileSync('ssh-keygen', ['-q', '-p', '-P', passphrase, '-N', '', '-f', clear]);
    execFileSync('ssh-add', ['-q', clear], { env, stdio: 'ignore' });
    rmSync(clear);
    process.env.SSH_AUTH_SOCK = socket;
    await work();
  } finally {
    if (before === undefined) delete process.env.SSH_AUTH_SOCK;
    else process.env.SSH_AUTH_SOCK = before;
    agent.kill();
  }
}

const publicPart = (path: string) => publicKeyOf(readFileSync(`${path}.pub`, 'utf8'))!;

test('a key is told encrypted or not, with its public part where that shows', () =>
  atServer({}, async ({ folder }) => {
    const told = (path: string) => describeKey(path, readFileSync(path));
    const [clear, locked] = [makeKey(folder, ''), makeKey(folder, 'secret')];
    assert.equal([told(clear)?.encrypted, told(clear)?.publicKey], [false, publicPart(clear)]);
    assert.equal([told(locked)?.encrypted, told(locked)?.publicKey], [true, publicPart(locked)]);
    const pem = makeKey(folder, 'secret', 'ecdsa', ['-m', 'PEM']);
    assert.equal([told(pem)?.encrypted, told(pem)?.publicKey], [true, undefined]);
    assert.is(describeKey('x', Buffer.from('hello')), undefined);
  }));

test('a key with a passphrase says how to use it, without a word about the passphrase', () =>
  withKey('canary', async ({ open }, key) => {
    const error = await hostError(open({}, { key }));
    assert.is(error.code, 'login-refused');
    assert.match(error.message, `ssh-add ${key}`);
  }));

test('its passphrase is asked for where a person sits', () =>
  withKey('canary', async ({ open }, key) => {
    const host = await open({ secrets: secretsFrom({}, async () => 'canary') }, { key });
    assert.is((await host.sh('exit 0')).code, 0);
    const error = await hostError(open({ secrets: secretsFrom({}, async () => 'wrong-canary') }, { key }));
    assert.match(error.message, 'wrong passphrase');
    assert.not.match(`${error.message} ${error.next}`, 'canary');
  }));

test('the agent signs for a key that it holds, by its file or by its public part', () =>
  withKey('canary', async ({ open, server, folder }, key) => {
    await withAgent(key, 'canary', folder, async () => {
      for (const path of [key, `${key}.pub`]) {
        assert.is((await (await open({}, { key: path })).sh('exit 0')).code, 0);
      }
      const any = await open({ askSshConfig: async () => undefined }, { key: undefined });
      assert.is((await any.sh('exit 0')).code, 0);
    });
    assert.is(server.logins, 3);
  }));

/** A server that takes one key only: that of a file, which has a passphrase. */
async function withKey(passphrase: string, work: (stage: Stage, key: string) => Promise<void>): Promise<void> {
  const keys: Buffer[] = [];
  await atServer({ keys }, async (stage) => {
    const key = makeKey(stage.folder, passphrase);
    keys.push(publicPart(key));
    await work(stage, key);
  });
}

test.run();
