import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fingerprintOf } from '../../../setup/host/known-hosts.ts';
import { KnownHosts } from '../../../setup/host/known-hosts-file.ts';
import { secretsFrom } from '../../../setup/host/secrets.ts';
import type { SshConfig } from '../../../setup/inventory/ssh-config.ts';
import { atServer, hostError } from './at-server.ts';
import { newKey, startSshServer } from './ssh-server.ts';

const test = suite('logging in says who is who, or says what hinders it');

test('an unknown host key stops before anything of ours is sent, with its fingerprint', () =>
  atServer({ known: false, password: 'canary-1' }, async ({ server, open }) => {
    const error = await hostError(open({ secrets: secretsFrom({ ENJAMBRE_SSH_PASSWORD: 'canary-1' }) }));
    assert.is(error.code, 'host-key-unknown');
    assert.match(error.message, fingerprintOf(server.hostKey));
    assert.match(error.next ?? '', `enjambre trust worker1 --fingerprint ${fingerprintOf(server.hostKey)}`);
    assert.equal([server.tries.length, server.logins], [0, 0]);
  }));

test('a person can say that an unknown key is right, once', () =>
  atServer({ known: false }, async ({ server, knownHosts, open }) => {
    const asked: string[] = [];
    const no = await hostError(open({ confirmHostKey: async () => false }));
    assert.is(no.code, 'host-key-unknown');
    const host = await open({
      confirmHostKey: async ({ node, key }) => {
        asked.push(node);
        await knownHosts.pin({ host: '127.0.0.1', port: server.port, key, comment: node });
        return true;
      },
    });
    assert.is((await host.sh('exit 3')).code, 3);
    assert.equal(asked, ['worker1']);
    await open();
    const unkept = await hostError(
      open({ knownHosts: await KnownHosts.read('/none', []), confirmHostKey: async () => true }),
    );
    assert.is(unkept.code, 'host-key-unknown');
  }));

test('a changed host key stops before authentication, and nobody is asked', () =>
  atServer({ known: false, password: 'canary-2' }, async ({ server, knownHosts, open }) => {
    await knownHosts.pin({ host: '127.0.0.1', port: server.port, key: newKey().public, comment: 'before' });
    let asked = 0;
    const confirmHostKey = async () => {
      asked++;
      return true;
    };
    const error = await hostError(
      open({ confirmHostKey, secrets: secretsFrom({ ENJAMBRE_SSH_PASSWORD: 'canary-2' }) }),
    );
    assert.is(error.code, 'host-key-changed');
    assert.match(error.message, `${knownHosts.path}:1`);
    assert.match(error.next ?? '', 'enjambre trust worker1 --replace');
    assert.equal([asked, server.tries.length, server.logins], [0, 0, 0]);
  }));

test('a revoked host key stops', () =>
  atServer({}, async ({ server, folder, open }) => {
    const path = join(folder, 'revoked');
    const line = `[127.0.0.1]:${server.port} ssh-ed25519 ${server.hostKey.toString('base64')}\n`;
    writeFileSync(path, `${line}@revoked * ${line.split(' ').slice(1).join(' ')}`);
    const error = await hostError(open({ knownHosts: await KnownHosts.read(join(folder, 'none'), [path]) }));
    assert.is(error.code, 'host-key-changed');
    assert.match(error.message, `${path}:2`);
    assert.is(server.tries.length, 0);
  }));

test('a key of the inventory is the only one that is offered', () =>
  atServer({ keys: [] }, async ({ server, open }) => {
    const error = await hostError(open());
    assert.is(error.code, 'login-refused');
    assert.equal(server.tries, ['publickey']);
    assert.match(error.message, 'teacher@127.0.0.1');
    assert.match(error.next ?? '', 'ssh-copy-id');
  }));

test('a password of the environment comes after the keys, and is in no message', () =>
  atServer({ keys: [], password: 'canary-3' }, async ({ server, open }) => {
    const host = await open({ secrets: secretsFrom({ ENJAMBRE_SSH_PASSWORD: 'canary-3' }) });
    assert.equal([server.connections, server.tries.join()], [1, 'publickey,password']);
    assert.is((await host.sh('exit 0')).code, 0);
    const error = await hostError(open({ secrets: secretsFrom({ ENJAMBRE_SSH_PASSWORD: 'canary-4' }) }));
    assert.is(error.code, 'login-refused');
    assert.not.match(`${error.message} ${error.next} ${error.stack}`, /canary/);
  }));

test('a password is asked for where a person sits, and where it can help', () =>
  atServer({ keys: [], password: 'right' }, async ({ server, open }) => {
    const questions: string[] = [];
    const ask = async (question: string) => {
      questions.push(question);
      return 'right';
    };
    await open({ secrets: secretsFrom({}, ask) });
    assert.equal(questions, ['Password of teacher@127.0.0.1']);
    assert.equal(server.tries, ['publickey', 'password']);
  }));

test('servers that ask in words get the password too', () =>
  atServer({ methods: ['publickey', 'keyboard-interactive'], keys: [], password: 'right' }, async ({ open }) => {
    const host = await open({ secrets: secretsFrom({ ENJAMBRE_SSH_PASSWORD: 'right' }) });
    assert.is((await host.sh('exit 0')).code, 0);
  }));

test('nobody is asked for a password that the server would not take', () =>
  atServer({ methods: ['publickey'], keys: [] }, async ({ open }) => {
    const ask = async () => assert.unreachable();
    assert.is((await hostError(open({ secrets: secretsFrom({}, ask as never) }))).code, 'login-refused');
  }));

test('a key that is missing, or no key, is named', () =>
  atServer({}, async ({ folder, open }) => {
    const missing = await hostError(open({}, { key: join(folder, 'none') }));
    assert.match(missing.message, `${join(folder, 'none')}: no such file`);
    writeFileSync(join(folder, 'odd'), 'hello\n');
    assert.match((await hostError(open({}, { key: join(folder, 'odd') }))).message, 'no private key in it');
  }));

test('an agent that is gone hinders nothing', () =>
  atServer({}, async ({ open, folder }) => {
    process.env.SSH_AUTH_SOCK = join(folder, 'none');
    try {
      assert.is((await (await open()).sh('exit 0')).code, 0);
    } finally {
      delete process.env.SSH_AUTH_SOCK;
    }
  }));

test('the host key of a machine on the way is looked at as well', () =>
  atServer({}, async ({ server, knownHosts, open }) => {
    const jump = await startSshServer();
    try {
      const through = { jump: `guest@127.0.0.1:${jump.port}` };
      const error = await hostError(open({ askSshConfig: ownKey }, through));
      assert.is(error.code, 'host-key-unknown');
      assert.match(error.message, `127.0.0.1:${jump.port}`);
      assert.is(server.connections, 0);
      await knownHosts.pin({ host: '127.0.0.1', port: jump.port, key: jump.hostKey, comment: 'jump' });
      const host = await open({ askSshConfig: ownKey }, through);
      assert.is((await host.sh('exit 6')).code, 6);
      assert.equal([jump.logins, server.logins], [1, 1]);
      await host.close();
    } finally {
      await jump.close();
    }
  }));

/** A configuration that names a key for every machine; here any key lets in. */
async function ownKey(): Promise<SshConfig> {
  return {
    host: '127.0.0.1',
    user: 'guest',
    port: 22,
    identityFiles: [keyFile],
    identitiesOnly: true,
    identityAgent: 'none',
    jump: undefined,
    proxyCommand: undefined,
    hostKeyAlias: undefined,
  };
}

const keyFile = join(tmpdir(), `enjambre-login-${process.pid}`);
test.before(() => writeFileSync(keyFile, newKey().private, { mode: 0o600 }));
test.after(() => rmSync(keyFile));

test('a machine that refuses, is silent, or speaks no SSH is told apart', async () => {
  await atServer({}, async ({ server, open, knownHosts }) => {
    await server.close();
    assert.match((await hostError(open())).message, 'it refuses connections');
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const since = Date.now();
    const timing = { loginMs: 400 };
    const error = await hostError(open({ knownHosts, timing }, { port }));
    assert.equal([error.code, /no answer/.test(error.message)], ['unreachable', true]);
    assert.ok(Date.now() - since < 3_000);
    silent.close();
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const web = await hostError(open({ timing }, { port: (other.address() as { port: number }).port }));
    assert.is(web.code, 'unreachable');
    other.close();
  });
});

test('a name that nobody knows is told', () =>
  atServer({}, async ({ open }) => {
    const askSshConfig = async () => ({ ...(await ownKey()), host: 'no-such-board.invalid' });
    const error = await hostError(open({ askSshConfig }, { user: undefined }));
    assert.is(error.code, 'unreachable');
    assert.match(error.message, 'no-such-board.invalid');
  }));

test.run();
