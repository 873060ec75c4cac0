import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import { sshConfig } from '../../../setup/inventory/ssh-config.ts';

const test = suite('the SSH configuration of who runs enjambre counts where the inventory says nothing');

const home = mkdtempSync(join(tmpdir(), 'enjambre-test-'));
test.after(() => rmSync(home, { recursive: true, force: true }));

function configured(text: string): { home: string } {
  mkdirSync(join(home, '.ssh'), { recursive: true });
  writeFileSync(join(home, '.ssh/config'), text, { mode: 0o600 });
  return { home };
}

async function refusal(looked: Promise<unknown>): Promise<EnjambreError> {
  try {
    await looked;
  } catch (error) {
    if (error instanceof EnjambreError) return error;
    throw error;
  }
  throw new Error('This is not refused.');
}

const lab = `Host gate
  HostName 10.9.0.1
Host board* 10.0.0.*
  User pi
  Port 2200
  ProxyJump ana@gate:22
  IdentityFile ~/.ssh/lab
  IdentityFile ~/keys/%h-%r
  IdentitiesOnly yes
Host board1
  HostName 10.0.0.21
  HostKeyAlias first
Host odd
  ProxyCommand nc %h %p
  IdentityAgent /run/agent.sock
  ProxyJump none
`;

test('an address gets what its part of the file says', async () => {
  assert.equal(await sshConfig('board1', {}, configured(lab)), {
    host: '10.0.0.21',
    user: 'pi',
    port: 2200,
    identityFiles: [join(home, '.ssh/lab'), join(home, 'keys/10.0.0.21-pi')],
    identitiesOnly: true,
    identityAgent: undefined,
    jump: 'ana@gate:22',
    proxyCommand: undefined,
    hostKeyAlias: 'first',
  });
  assert.is((await sshConfig('10.0.0.99', {}, configured(lab)))?.host, '10.0.0.99');
});

test('an address that the file does not name gets the usual values', async () => {
  const found = await sshConfig('other.lan', {}, configured(lab));
  assert.equal(
    [found?.host, found?.user, found?.port, found?.jump, found?.proxyCommand],
    ['other.lan', userInfo().username, 22, undefined, undefined],
  );
  assert.ok(found?.identityFiles.includes(join(home, '.ssh/id_ed25519')), found?.identityFiles.join());
});

test('what cannot be used is told, not dropped', async () => {
  const found = await sshConfig('odd', {}, configured(lab));
  assert.is(found?.proxyCommand, 'nc %h %p');
  assert.is(found?.identityAgent, '/run/agent.sock');
});

test('what the inventory gives comes first, and conditions of the file see it', async () => {
  const text = 'Match user root\n  IdentityFile ~/.ssh/root\nHost *\n  User pi\n  Port 2200\n';
  const found = await sshConfig('10.0.0.7', { user: 'root', port: 22 }, configured(text));
  assert.equal([found?.user, found?.port, found?.identityFiles], ['root', 22, [join(home, '.ssh/root')]]);
});

test('OpenSSH is not asked without a file, nor where nothing is open', async () => {
  assert.is(await sshConfig('10.0.0.7', {}, { home: join(home, 'nobody') }), undefined);
  const given = { user: 'a', port: 1, key: '/k', jump: 'b' };
  assert.is(await sshConfig('10.0.0.7', given, configured('Nonsense\n')), undefined);
});

test('a file that OpenSSH refuses is named, with its reason', async () => {
  const error = await refusal(sshConfig('10.0.0.7', {}, configured('Nonsense yes\n')));
  assert.is(error.code, 'ssh-config');
  assert.match(error.message, /\.ssh\/config for 10\.0\.0\.7: ssh refused it \(exit 255\): .*line 1/);
  assert.is(error.next, 'see what it says: ssh -G 10.0.0.7');
});

test('nothing that reads as an option reaches ssh, from either side', async () => {
  for (const address of ['-oProxyCommand=touch /x', '--', '', 'a b', 'a;b', 'a\nb', '$(x)']) {
    assert.is((await refusal(sshConfig(address, {}, configured(lab)))).exitCode, 2);
  }
  const error = await refusal(sshConfig('trap', {}, configured('Host trap\n  HostName "-oX"\n')));
  assert.ok(error.message.includes('trap'), error.message);
});

test.run();
