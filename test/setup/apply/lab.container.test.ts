import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RELEASES, type Release } from '../../lab/board.ts';
import { type Lab, raiseLab } from '../../lab/lab.ts';
import { boardTests } from '../../lab/suite.ts';
import { difference, dockerOf, editInventory, etcOf, expectOnLab, onLab } from '../set-up.ts';

const test = suite('set-up brings bare boards to a Swarm, changes nothing the second time, and takes all of it back');

const boards = await boardTests(test, 'container');

for (const release of RELEASES) boards.test(`Debian ${release}`, () => journey(release));

async function journey(release: Release): Promise<void> {
  const request = { kind: 'container', release } as const;
  const lab = await raiseLab({ name: `set-up${release}`, boards: [request, request, request] });
  try {
    await editInventory(lab, ({ nodes }) => {
      for (const [index, node] of nodes.entries())
        node.labels = { type: index === 0 ? 'manager' : 'worker', destino: `d${index}` };
    });
    const names = lab.boards.map(({ name }) => name);
    const bare = await etcOfAll(lab, names);
    await plansWithoutTouching(lab, names, bare);
    await appliesOnce(lab, names);
    await explainsItself(lab);
    await takesBack(lab, names, bare);
  } finally {
    await lab.down();
  }
}

function etcOfAll(lab: Lab, names: readonly string[]): Promise<string[][]> {
  return Promise.all(names.map((name) => etcOf(lab, name)));
}

async function plansWithoutTouching(lab: Lab, names: readonly string[], bare: string[][]): Promise<void> {
  const { stdout } = await expectOnLab(lab, ['plan'], 3);
  assert.match(stdout, 'the join token is asked of manager when it is needed');
  const { stdout: json } = await expectOnLab(lab, ['plan', '--json'], 3);
  assert.is((JSON.parse(json) as { nodes: unknown[] }).nodes.length, names.length);
  const { stdout: script } = await expectOnLab(lab, ['plan', '--as-shell'], 3);
  assert.match(script, 'docker swarm init');
  for (const [index, etc] of (await etcOfAll(lab, names)).entries())
    assert.equal(difference(bare[index] ?? [], etc), []);
}

async function appliesOnce(lab: Lab, names: readonly string[]): Promise<void> {
  await expectOnLab(lab, ['apply', '--yes'], 0);
  const state = async () => [await etcOfAll(lab, names), await Promise.all(names.map((name) => dockerOf(lab, name)))];
  const once = await state();
  const { stderr } = await expectOnLab(lab, ['apply', '--yes'], 0);
  assert.match(stderr, 'Nothing to do on 3 nodes.');
  assert.equal(difference(once.flat(2), (await state()).flat(2)), []);
  await expectOnLab(lab, ['plan'], 0);
  const { stdout } = await lab
    .board('manager')
    .exec([...['docker', 'node', 'ls', '--format'], '{{.Hostname}} {{.Status}}']);
  assert.equal(stdout.trim().split('\n').sort(), ['manager Ready', 'worker1 Ready', 'worker2 Ready']);
  const labels = '{{.Spec.Labels.type}} {{.Spec.Labels.destino}}';
  const inspected = await lab.board('manager').exec(['docker', 'node', 'inspect', '--format', labels, 'worker2']);
  assert.is(inspected.stdout.trim(), 'worker d2');
}

async function explainsItself(lab: Lab): Promise<void> {
  const { stdout } = await expectOnLab(lab, ['status', '--json'], 0);
  const { nodes } = JSON.parse(stdout) as { nodes: { name: string; swarm: string; changes: number }[] };
  assert.equal(
    nodes.map(({ name, swarm, changes }) => [name, swarm, changes]),
    [
      ['manager', 'manager, ready', 0],
      ['worker1', 'worker, ready', 0],
      ['worker2', 'worker, ready', 0],
    ],
  );
}

async function takesBack(lab: Lab, names: readonly string[], bare: string[][]): Promise<void> {
  const refused = await onLab(lab, ['reset']);
  assert.is(refused.code, 2, refused.stderr);
  await expectOnLab(lab, ['reset', '--yes'], 0);
  for (const [index, etc] of (await etcOfAll(lab, names)).entries())
    assert.equal(difference(bare[index] ?? [], etc), []);
  for (const name of names) {
    const { stdout } = await lab.board(name).exec(['docker', 'info', '--format', '{{.Swarm.LocalNodeState}}']);
    assert.is(stdout.trim(), 'inactive', name);
    assert.is((await lab.board(name).exec(['ls', '/var/lib/enjambre'])).code, 2, `${name} keeps its journal`);
  }
}

test.run();
