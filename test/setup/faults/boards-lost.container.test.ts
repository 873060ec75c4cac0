import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type HeldLab, raiseLab } from '../../lab/lab.ts';
import { at, boardTests } from '../../lab/suite.ts';
import { editInventory, expectOnLab, onLab, rootLines } from '../set-up.ts';
import { converges, hasNothingToDo, hindrances, watch } from './watched.ts';

const test = suite('a board that is dead, stands still or belongs elsewhere hinders no other, and comes in later');

const boards = await boardTests(test, 'container');
const DROP_IN = '/etc/systemd/system/docker.service.d/enjambre.conf';
/** A board that stands still is given up after a minute of silence; the rest is for what comes before and after it. */
const BOUND_MS = 120_000;
let raised: HeldLab | undefined;

const lab = () => raised!;
const codesOf = (nodes: readonly { name: string; code: string | null }[]) =>
  Object.fromEntries(nodes.map(({ name, code }) => [name, code]));

boards.before(async () => {
  raised = await raiseLab({ name: 'boardslost', boards: [{}, {}, {}] });
});
boards.after(async () => raised?.down());

async function swarmNodes(): Promise<string[]> {
  return (await at(lab(), 'manager', "sudo docker node ls --format '{{.Hostname}} {{.Status}}'")).split('\n').sort();
}

boards.test('a board that is off: the others are set up, it is named, and --only-failed brings it in', async () => {
  await lab().board('worker2').kill();
  const { exitCode, nodes } = await hindrances(lab(), ['apply', '--yes']);
  assert.is(exitCode, 4);
  assert.equal(codesOf(nodes), { manager: null, worker1: null, worker2: 'unreachable' });
  assert.match(nodes[2]?.message ?? '', 'worker2');
  assert.equal(await swarmNodes(), ['manager Ready', 'worker1 Ready']);
  await lab().board('worker2').start();
  await lab().answers(['worker2']);
});

boards.test('a board of another Swarm is not torn out of it, until that is asked for', async () => {
  const address = lab().boards[2]?.address;
  await rootLines(lab(), 'worker2', `docker swarm init --advertise-addr ${address}`);
  const swarmOf = () => rootLines(lab(), 'worker2', "docker info --format '{{.Swarm.Cluster.ID}}'");
  const theirs = await swarmOf();
  const { exitCode, nodes } = await hindrances(lab(), ['apply', '--yes', '--only-failed']);
  assert.is(exitCode, 1);
  assert.equal(codesOf(nodes), { worker2: 'other-swarm' });
  assert.is(nodes[0]?.next, 'enjambre apply --leave-swarm worker2 --node worker2');
  assert.equal(await swarmOf(), theirs);
  await expectOnLab(lab(), ['apply', '--yes', '--leave-swarm', 'worker2', '--node', 'worker2'], 0);
  await converges(lab());
  assert.equal(await swarmNodes(), ['manager Ready', 'worker1 Ready', 'worker2 Ready']);
});

boards.test(
  'a board that stands still in the middle: the others are done, it is named, and comes in later',
  async () => {
    for (const name of ['worker1', 'worker2']) await rootLines(lab(), name, `rm -v ${DROP_IN}`);
    const since = Date.now();
    const running = watch(lab(), ['apply', '--yes']);
    assert.ok(await running.says(/worker1: docker-order: /), 'it has come to worker1');
    await lab().board('worker1').pause();
    const { code, stderr } = await running.done;
    await lab().board('worker1').unpause();
    assert.is(code, 4, stderr);
    assert.ok(Date.now() - since < BOUND_MS, `it took ${Date.now() - since} ms`);
    assert.match(stderr, '1 of 3 nodes failed: worker1');
    assert.match(stderr, 'worker2: ready');
    await expectOnLab(lab(), ['apply', '--yes', '--only-failed'], 0);
    await hasNothingToDo(lab());
    await rootLines(lab(), 'worker1', `cat ${DROP_IN}`);
  },
);

boards.test(
  'an address that the manager has not, and one that its Swarm does not announce, are told apart',
  async () => {
    const address = lab().boards[0]?.address ?? '';
    const other = address.replace(/\d+$/, '77');
    const moved = async () => {
      const { exitCode, nodes } = await hindrances(lab(), ['plan']);
      assert.is(exitCode, 4);
      return nodes[0];
    };
    await editInventory(lab(), (inventory) => Object.assign(inventory, { swarm: { advertise: other } }));
    const absent = await moved();
    assert.is(absent?.code, 'address-elsewhere');
    assert.ok(absent?.message.includes(other) && absent.message.includes(address), absent?.message);
    await rootLines(lab(), 'manager', `ip address add ${other}/24 dev eth0; ip address show dev eth0`);
    const announced = await moved();
    assert.is(announced?.code, 'swarm-address');
    assert.ok(announced?.message.includes(other) && announced.message.includes(address), announced?.message);
    assert.match(announced?.next ?? '', '--leave-swarm manager');
    await rootLines(lab(), 'manager', `ip address del ${other}/24 dev eth0; ip address show dev eth0`);
    await editInventory(lab(), (inventory) => Object.assign(inventory, { swarm: { advertise: address } }));
    await hasNothingToDo(lab());
    const { stderr } = await onLab(lab(), ['apply', '--yes', '--only-failed']);
    assert.match(stderr, 'No node failed the last time: nothing to do.');
  },
);

test.run();
