import { homedir } from 'node:os';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { managerOf, workersOf } from '../../../setup/inventory/inventory.ts';
import { changed, example, parsed } from './example.ts';

const test = suite('what an inventory leaves out has a default');

test('a short inventory is completed', () => {
  const ssh = { type: 'ssh', user: undefined, port: undefined, key: undefined, jump: undefined };
  const rest = { connection: ssh, labels: {}, notes: '' };
  assert.equal(parsed(example()), {
    path: '/labs/inventory.json',
    nodes: [
      { name: 'manager', role: 'manager', address: '192.168.1.20', ...rest },
      { name: 'worker1', role: 'worker', address: '192.168.1.21', ...rest },
      { name: 'worker2', role: 'worker', address: '192.168.1.22', ...rest },
    ],
    share: {
      kind: 'nfs',
      export: '/srv/nfs/shared',
      mount: '/mnt/shared',
      allow: undefined,
      owner: { user: 1000, group: 1000 },
    },
    swarm: { advertise: '192.168.1.20', certificateDays: 365 },
    docker: { package: 'docker.io', dataRoot: undefined, imageStore: undefined, logMegabytes: 10 },
  });
});

test('what it gives is kept', () => {
  const lab = {
    ...example(),
    share: { existing: true, mount: '/mnt/all' },
    swarm: { advertise: '10.0.0.1', certificateDays: 30 },
    docker: { package: 'docker-ce', dataRoot: '/mnt/ssd', imageStore: 'containerd', logMegabytes: 5 },
  };
  const inventory = parsed(lab);
  assert.equal(inventory.share, { kind: 'existing', mount: '/mnt/all' });
  assert.equal(inventory.swarm, lab.swarm);
  assert.equal(inventory.docker, lab.docker);
  assert.is(managerOf(inventory).name, 'manager');
  assert.equal(
    workersOf(inventory).map(({ name }) => name),
    ['worker1', 'worker2'],
  );
});

test('equal addresses get equal forms', () => {
  const lab = { ...changed(['nodes', 1, 'address'], 'FD00:0::21'), swarm: { advertise: 'FD00::20' } };
  assert.is(parsed(lab).nodes[1]?.address, 'fd00::21');
  assert.is(parsed(lab).swarm.advertise, 'fd00::20');
  assert.is(parsed(changed(['nodes', 1, 'address'], 'Board.LAN')).nodes[1]?.address, 'board.lan');
  const { share } = parsed(changed(['share', 'allow'], ['192.168.1.0/24', 'FD00:0::/64']));
  assert.equal('allow' in share && share.allow, ['192.168.1.0/24', 'fd00::/64']);
});

test('the path of a key is taken from the home directory, or from the folder of the inventory', () => {
  const keyOf = (key: string) => {
    const connection = parsed(changed(['nodes', 1, 'connection', 'key'], key)).nodes[1]?.connection;
    return connection?.type === 'ssh' ? connection.key : undefined;
  };
  assert.is(keyOf('~/.ssh/lab'), `${homedir()}/.ssh/lab`);
  assert.is(keyOf('keys/lab'), '/labs/keys/lab');
  assert.is(keyOf('../lab'), '/lab');
  assert.is(keyOf('/keys/lab'), '/keys/lab');
});

test('thousands of nodes are read in a moment', () => {
  const nodes = Array.from({ length: 5000 }, (_, index) => ({
    name: index === 0 ? 'manager' : `worker${index}`,
    role: index === 0 ? 'manager' : 'worker',
    address: `10.1.${index >> 8}.${index & 255}`.replace('10.1.0.0', '10.2.0.1'),
    labels: { type: 'worker' },
  }));
  const start = performance.now();
  assert.is(parsed({ ...example(), nodes, share: { ...example().share, allow: ['10.0.0.0/8'] } }).nodes.length, 5000);
  assert.ok(performance.now() - start < 3000, `${performance.now() - start} ms`);
});

test.run();
