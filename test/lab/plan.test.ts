import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inventoryOf } from './inventory.ts';
import { type BoardRequest, planBoards, plugIn } from './plan.ts';

const test = suite('boards are planned, and an inventory names them');

const planned = (requests: readonly BoardRequest[], network = 7) => plugIn(planBoards(requests), network);

function inventory(requests: readonly BoardRequest[]) {
  const boards = planned(requests);
  const credentials = { key: '/labs/a/key', password: 'secret-word' };
  return inventoryOf({ name: 'a', boards, credentials, directory: '/labs/a' }) as {
    nodes: { name: string; role: string; address: string; connection: object; notes: string }[];
    share: object;
    swarm: { advertise: string };
  };
}

test('the first board is the manager, the others are workers', () => {
  assert.equal(
    planned([{}, {}, {}]).map(({ name, role, address, mac }) => [name, role, address, mac]),
    [
      ['manager', 'manager', '10.87.7.11', '52:54:00:57:07:0b'],
      ['worker1', 'worker', '10.87.7.12', '52:54:00:57:07:0c'],
      ['worker2', 'worker', '10.87.7.13', '52:54:00:57:07:0d'],
    ],
  );
});

test('a board that says it is the manager is, wherever it stands', () => {
  assert.equal(
    planned([{ name: 'a' }, { role: 'manager' }, {}]).map(({ name, role }) => `${name} ${role}`),
    ['a worker', 'manager manager', 'worker1 worker'],
  );
});

test('what is asked for counts, the rest has defaults of the kind', () => {
  const [container, vm, own] = planned([
    {},
    { kind: 'vm' },
    { release: '12', memoryMb: 300, diskMb: 999, docker: false },
  ]);
  assert.equal(
    [container?.kind, container?.release, container?.memoryMb, container?.docker],
    ['container', '13', 0, true],
  );
  assert.ok((vm?.memoryMb ?? 0) >= 512, 'a VM board has memory of its own');
  assert.is(vm?.docker, false);
  assert.equal([own?.release, own?.memoryMb, own?.diskMb, own?.docker], ['12', 300, 999, false]);
});

test('a VM board has Docker from the start if that is asked for', () => {
  assert.is(planned([{ kind: 'vm' }])[0]?.docker, false);
  assert.is(planned([{ kind: 'vm', docker: true }])[0]?.docker, true);
});

test('two hundred boards fit into a network, with an address each', () => {
  const boards = planned(Array.from({ length: 200 }, () => ({})));
  for (const field of ['name', 'address', 'mac'] as const)
    assert.is(new Set(boards.map((board) => board[field])).size, 200);
  assert.is(boards.at(-1)?.address, '10.87.7.210');
});

test('boards that cannot be are refused, with the value', () => {
  const cases: [BoardRequest[], RegExp][] = [
    [[], /1 to 200 boards, not 0/],
    [Array.from({ length: 201 }, () => ({})), /1 to 200 boards, not 201/],
    [[{ name: 'a' }, { name: 'a' }], /Two boards are named "a"/],
    [[{}, { name: 'manager' }], /Two boards are named "manager"/],
    [[{ name: 'Worker' }], /"Worker" is no name/],
    [[{ name: 'a/b' }], /"a\/b" is no name/],
    [[{ name: '' }], /"" is no name/],
    [[{ name: '-rf' }], /"-rf" is no name/],
  ];
  for (const [requests, message] of cases) assert.throws(() => planBoards(requests), message);
});

test('the inventory names each board, its address and the way in, and no secret', () => {
  const made = inventory([{}, { release: '12' }]);
  assert.equal(
    made.nodes.map(({ name, role, address }) => [name, role, address]),
    [
      ['manager', 'manager', '10.87.7.11'],
      ['worker1', 'worker', '10.87.7.12'],
    ],
  );
  assert.equal(made.nodes[0]?.connection, { type: 'ssh', user: 'admin', port: 22, key: '/labs/a/key' });
  assert.is(made.nodes[1]?.notes, 'virtual board (container, Debian 12) of the lab "a"');
  assert.is(made.swarm.advertise, '10.87.7.11');
  assert.not.match(JSON.stringify(made), 'secret-word');
});

test('containers find their share in place, VM boards mount it from the manager', () => {
  assert.equal(inventory([{}]).share, { mount: '/mnt/shared', existing: true });
  assert.equal(inventory([{ kind: 'vm' }]).share, { export: '/srv/nfs/shared', mount: '/mnt/shared' });
});

test.run();
