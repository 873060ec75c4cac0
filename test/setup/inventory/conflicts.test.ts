import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { changed, example, faultOf, faultsOf, parsed } from './example.ts';

const test = suite('values that are each right must also fit together');

/** The node's third line of the example with other values. */
function withNode(node: Record<string, unknown>): Record<string, unknown> {
  const lab = example();
  lab.nodes[2] = { ...lab.nodes[2], ...node };
  return lab;
}

test('an address belongs to one node, however it is written', () => {
  assert.equal(faultsOf(withNode({ address: '192.168.1.21' })), [
    'nodes[2].address: "192.168.1.21" of "worker2" is the address of "worker1", too: each node needs its own',
  ]);
  for (const [one, other] of [
    ['Board.lan', 'board.LAN'],
    ['fd00::1', 'FD00:0:0:0::1'],
    ['10.0.0.1', '::ffff:10.0.0.1'],
  ] as const) {
    const lab = example();
    Object.assign(lab.nodes[1] ?? {}, { address: one });
    Object.assign(lab.nodes[2] ?? {}, { address: other });
    assert.match(faultOf(lab), /^nodes\[2\]\.address: .* is the address of "worker1", too/);
  }
});

test('a name belongs to one node', () => {
  assert.equal(faultsOf(withNode({ name: 'worker1' })), [
    'nodes[2].name: "worker1" is the name of nodes[1], too: each node needs its own',
  ]);
});

test('one node is the manager', () => {
  assert.equal(faultsOf(withNode({ role: 'manager' })), [
    'nodes[2].role: "manager" is the role of "manager", too: a lab has one manager',
  ]);
  assert.equal(faultsOf({ ...changed(['nodes', 0, 'role'], 'worker'), swarm: { advertise: '192.168.1.20' } }), [
    'nodes: no node is the manager: give one the role "manager"',
  ]);
  assert.is(parsed({ ...example(), nodes: example().nodes.slice(0, 1) }).nodes.length, 1);
});

test('one node at most is this machine, and no login leads to it', () => {
  const local = changed(['nodes', 0, 'connection'], { type: 'local' }) as ReturnType<typeof example>;
  assert.equal(parsed(local).nodes[0]?.connection, { type: 'local' });
  Object.assign(local.nodes[2] ?? {}, { connection: { type: 'local' } });
  assert.equal(faultsOf(local), [
    'nodes[2].connection.type: "local" is the connection of "manager", too: one node is this machine',
  ]);
  assert.equal(faultsOf(changed(['nodes', 0, 'connection'], { type: 'local', user: 'ana', port: 22 })), [
    'nodes[0].connection.user: is for SSH: leave it out, or give the type "ssh"',
    'nodes[0].connection.port: is for SSH: leave it out, or give the type "ssh"',
  ]);
});

test('the exported and the mounted directory are apart, and Docker keeps its data out of both', () => {
  for (const mount of ['/srv/nfs/shared', '/srv/nfs/shared/x', '/srv/nfs']) {
    assert.match(faultOf(changed(['share', 'mount'], mount)), /^share\.mount: .* lie in one another: give them/);
  }
  parsed(changed(['share', 'mount'], '/srv/nfs/shared2'));
  for (const dataRoot of ['/mnt/shared', '/mnt/shared/docker', '/srv/nfs', '/srv/nfs/shared/x']) {
    assert.match(faultOf(changed(['docker', 'dataRoot'], dataRoot)), /^docker\.dataRoot: .* must stay on each node/);
  }
  const existing = { ...example(), share: { mount: '/mnt/a', existing: true }, docker: { dataRoot: '/mnt/a/b' } };
  assert.is(faultsOf(existing).length, 1);
});

test('a list of who may mount the share lets every worker in', () => {
  assert.equal(faultsOf(changed(['share', 'allow'], ['192.168.1.21', '10.0.0.0/8'])), [
    'share.allow: "worker2" at 192.168.1.22 could not mount the share: let its address in, or leave "allow" out',
  ]);
  parsed({ ...withNode({ address: 'board.lan' }), share: { ...example().share, allow: ['192.168.1.21'] } });
  parsed({ ...withNode({ address: 'fd00::7' }), share: { ...example().share, allow: ['192.168.1.21', 'fd00::/64'] } });
});

test('the address to join must be given where the manager has a name only, or leads each machine to itself', () => {
  assert.equal(faultsOf(changed(['nodes', 0, 'address'], 'boss.lan')), [
    'swarm.advertise: is missing, because "boss.lan" of "manager" is a name: give the one at which the other nodes reach the manager, as 192.168.1.20',
  ]);
  for (const address of ['127.0.0.1', 'localhost', '::1']) {
    assert.match(faultOf(changed(['nodes', 0, 'address'], address)), /is missing, .* leads each machine to itself/);
  }
  const named = { ...changed(['nodes', 0, 'address'], 'boss.lan'), swarm: { advertise: '10.0.0.1' } };
  assert.is(parsed(named).swarm.advertise, '10.0.0.1');
});

test.run();
