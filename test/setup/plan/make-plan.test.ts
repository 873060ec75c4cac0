import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import type { Facts } from '../../../setup/facts/facts.ts';
import { HostError } from '../../../setup/host/host.ts';
import { commandsOf, hinderedNodes, makePlan } from '../../../setup/plan/make-plan.ts';
import { openLab } from '../../../setup/plan/read-lab.ts';
import { limitOf } from '../../../setup/plan/side-by-side.ts';
import { blocked, nothing, type Step, type StepContext } from '../../../setup/steps/step.ts';
import { FakeNode } from '../apply/fake-node.ts';
import { onWorkers, runStep } from '../apply/fake-step.ts';
import { bareFacts, inventory } from '../steps/defaults.ts';

const test = suite('a plan holds what each node wants now, and why others cannot tell');

const lost = new EnjambreError('worker2 does not answer', { code: 'unreachable' });

function planned(steps: Step[]) {
  const [manager, worker1] = inventory.nodes;
  const read = [manager, worker1].flatMap((node): [string, Facts][] =>
    node === undefined ? [] : [[node.name, bareFacts(node)]],
  );
  const selection = { nodes: inventory.nodes, readNodes: inventory.nodes, steps };
  const reading = { facts: new Map(read), errors: new Map([['worker2', lost]]) };
  return makePlan(inventory, selection, reading, { mayLeaveSwarm: new Set(['worker1']) });
}

test('steps that do not apply to a node are no part of its plan, and a node that was not read has none', () => {
  const plan = planned([runStep('a'), runStep('b', onWorkers)]);
  const shown = plan.nodes.map(({ node, steps, notPlanned, error }) => [
    ...[node.name, steps.map(({ step }) => step.id), notPlanned.map(({ id }) => id)],
    error?.code,
  ]);
  assert.equal(shown, [
    ['manager', ['a'], [], undefined],
    ['worker1', ['a', 'b'], [], undefined],
    ['worker2', [], ['a', 'b'], 'unreachable'],
  ]);
  assert.equal(
    commandsOf(plan).map(({ node, step, command }) => `${node.name} ${step.id}: ${command.sentence}`),
    ['manager a: Run a', 'worker1 a: Run a', 'worker1 b: Run b'],
  );
});

test('nothing is planned after a problem', () => {
  const problem = { ...onWorkers, plan: () => blocked('x', 'no', 'do this') };
  const plan = planned([runStep('a'), runStep('b', problem), runStep('c')]);
  const [manager, worker1] = plan.nodes;
  assert.equal([manager?.notPlanned.length, worker1?.notPlanned.map(({ id }) => id)], [0, ['c']]);
  assert.equal(
    hinderedNodes(plan).map(({ node }) => node.name),
    ['worker1', 'worker2'],
  );
});

test('a step is told of the node, of all that was read, and of who may leave a Swarm', () => {
  const seen: StepContext[] = [];
  const plan = (context: StepContext) => {
    seen.push(context);
    return nothing('seen');
  };
  planned([runStep('a', { ...onWorkers, plan })]);
  const [context] = seen;
  assert.is(seen.length, 1);
  assert.equal([context?.node.name, context?.facts.system.hostname], ['worker1', 'worker1']);
  assert.equal([...(context?.lab.keys() ?? [])], ['manager', 'worker1']);
  assert.equal([...(context?.mayLeaveSwarm ?? [])], ['worker1']);
});

test('nodes are read side by side as far as the limit goes, and one that fails hinders none', async () => {
  let open = 0;
  let most = 0;
  const ended: string[] = [];
  const fakes = new Map<string, FakeNode>();
  const lab = await openLab(inventory, inventory.nodes, {
    limit: limitOf(2),
    names: ['journal', 'exports'],
    connect: async ({ name }) => {
      if (name === 'worker1') throw new HostError(name, 'worker1 does not answer', { code: 'unreachable' });
      const fake = new FakeNode(name);
      fakes.set(name, fake);
      fake.beforeReading = async () => {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setTimeout(resolve, 5));
        open--;
      };
      return fake;
    },
    onNode: ({ name }, error) => ended.push(`${name} ${error?.code}`),
  });
  assert.equal([...lab.facts.keys()].sort(), ['manager', 'worker2']);
  assert.equal([...lab.errors.keys()], ['worker1']);
  assert.equal(ended.sort(), ['manager undefined', 'worker1 unreachable', 'worker2 undefined']);
  assert.ok(most <= 2);
  assert.equal(fakes.get('manager')?.readings, [['exports', 'journal']]);
  assert.is(fakes.get('manager')?.closed, false);
  await lab.close();
  assert.ok([...fakes.values()].every(({ closed }) => closed));
});

test('where nothing comes after reading, each connection ends with it, however it went', async () => {
  const fakes: FakeNode[] = [];
  const lab = await openLab(inventory, inventory.nodes, {
    ...{ limit: limitOf(4), names: ['exports'], keepOpen: false },
    connect: async ({ name }) => {
      const fake = new FakeNode(name);
      if (name === 'worker1') fake.prints.exports = 'no table\n';
      fakes.push(fake);
      return fake;
    },
  });
  assert.ok(fakes.length === 3 && fakes.every(({ closed }) => closed));
  assert.is(lab.hosts.size, 0);
  assert.is(lab.errors.get('worker1')?.code, 'fact-unreadable');
  assert.equal([...lab.facts.keys()].sort(), ['manager', 'worker2']);
});

test.run();
