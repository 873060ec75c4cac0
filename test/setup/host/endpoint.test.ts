import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { endpointOf } from '../../../setup/host/endpoint.ts';
import type { SshConnection } from '../../../setup/inventory/inventory.ts';
import type { SshConfig } from '../../../setup/inventory/ssh-config.ts';
import { hostError } from './at-server.ts';

const test = suite('where to log in follows the inventory, then ~/.ssh/config, then what is usual');

const surroundings = { home: '/home/ana', agent: '/run/agent' };
const nothing: SshConfig = {
  host: 'board',
  user: 'ana',
  port: 22,
  identityFiles: [],
  identitiesOnly: false,
  identityAgent: undefined,
  jump: undefined,
  proxyCommand: undefined,
  hostKeyAlias: undefined,
};

function resolve(given: Partial<SshConnection>, configs: Record<string, Partial<SshConfig>> = {}) {
  const connection = {
    type: 'ssh',
    user: undefined,
    port: undefined,
    key: undefined,
    jump: undefined,
    ...given,
  } as const;
  const node = { name: 'worker1', role: 'worker', address: 'board', connection, labels: {}, notes: '' } as const;
  const ask = async (address: string) =>
    configs[address] === undefined ? undefined : { ...nothing, host: address, ...configs[address] };
  return endpointOf(node, connection, ask, surroundings);
}

test('nothing said: the usual keys, the agent, port 22', async () => {
  const { host, port, knownAs, keys, keysOnly, agent, jump } = await resolve({});
  assert.equal(
    { host, port, knownAs, keysOnly, agent, jump },
    {
      host: 'board',
      port: 22,
      knownAs: { host: 'board', port: 22 },
      keysOnly: false,
      agent: '/run/agent',
      jump: undefined,
    },
  );
  assert.is(keys[0], '/home/ana/.ssh/id_ed25519');
});

test('the inventory goes before the configuration', async () => {
  const config = { board: { host: '10.0.0.7', user: 'pi', port: 2200, identityFiles: ['/k'], hostKeyAlias: 'alias' } };
  const open = await resolve({}, config);
  assert.equal([open.host, open.user, open.port, open.keys], ['10.0.0.7', 'pi', 2200, ['/k']]);
  assert.equal(open.knownAs, { host: 'alias', port: 22 });
  const given = await resolve({ user: 'admin', port: 23, key: '~/lab' }, config);
  assert.equal([given.user, given.port, given.keys, given.keysOnly], ['admin', 23, ['/home/ana/lab'], true]);
});

test('machines on the way, also several, with their own settings', async () => {
  const one = await resolve({ jump: 'guest@gate:2222' });
  assert.equal([one.jump?.user, one.jump?.host, one.jump?.port, one.jump?.jump], ['guest', 'gate', 2222, undefined]);
  const two = await resolve({}, { board: { jump: 'a@first,[fe80::1]:23' }, first: { port: 2201 } });
  assert.equal([two.jump?.host, two.jump?.port], ['fe80::1', 23]);
  assert.equal([two.jump?.jump?.host, two.jump?.jump?.user, two.jump?.jump?.port], ['first', 'a', 2201]);
  assert.is((await resolve({ jump: 'none' })).jump, undefined);
});

test('a machine that is on the way to itself ends', async () => {
  let depth = 0;
  for (let at = (await resolve({}, { board: { jump: 'board' } })).jump; at !== undefined; at = at.jump) depth++;
  assert.ok(depth > 0 && depth < 20);
});

test('no agent where the configuration says none', async () => {
  assert.is((await resolve({}, { board: { identityAgent: 'none' } })).agent, undefined);
});

test('a ProxyCommand is refused in words', async () => {
  const error = await hostError(resolve({}, { board: { proxyCommand: 'nc %h %p' } }));
  assert.match(error.message, 'ProxyCommand');
  assert.is((await resolve({ jump: 'gate' }, { board: { proxyCommand: 'nc' } })).jump?.host, 'gate');
});

test.run();
