import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EnjambreError } from '../../../pipeline/errors.ts';
import { labLine } from '../../../setup/plan/lab-line.ts';
import { type SelectionFlags, select } from '../../../setup/plan/selection.ts';
import { STEPS } from '../../../setup/steps/all.ts';
import { inventory } from '../steps/defaults.ts';

const test = suite('flags choose nodes and steps, and refuse names that there are not');

function chosen(flags: SelectionFlags) {
  const { nodes, readNodes, steps } = select(inventory, STEPS, flags);
  const names = (all: typeof nodes) => all.map(({ name }) => name);
  return { nodes: names(nodes), readNodes: names(readNodes), steps: steps.map(({ id }) => id) };
}

function refusal(flags: SelectionFlags): EnjambreError {
  try {
    select(inventory, STEPS, flags);
  } catch (error) {
    return error as EnjambreError;
  }
  throw new Error('It was not refused.');
}

const all = STEPS.map(({ id }) => id);

test('without flags it is all of both', () => {
  const names = ['manager', 'worker1', 'worker2'];
  assert.equal(chosen({}), { nodes: names, readNodes: names, steps: all });
});

test('the manager is read even if nothing is to be done to it', () => {
  const { nodes, readNodes } = chosen({ node: ['worker2', 'worker1'] });
  assert.equal(
    [nodes, readNodes],
    [
      ['worker1', 'worker2'],
      ['manager', 'worker1', 'worker2'],
    ],
  );
  assert.equal(chosen({ node: ['manager'] }).readNodes, ['manager']);
});

test('steps keep their order, and one that is skipped is left out even if it is chosen', () => {
  assert.equal(chosen({ only: ['exports', 'packages'] }).steps, ['packages', 'exports']);
  assert.equal(
    chosen({ skip: ['packages'] }).steps,
    all.filter((id) => id !== 'packages'),
  );
  assert.equal(chosen({ only: ['exports', 'packages'], skip: ['exports'] }).steps, ['packages']);
});

test('a name that there is not is refused with the one that was probably meant', () => {
  const { message, next, exitCode } = refusal({ node: ['worker11'] });
  assert.is(message, 'There is no node "worker11": manager, worker1, worker2');
  assert.equal([next, exitCode], ['--node worker1', 2]);
  assert.is(refusal({ only: ['share-mont'] }).next, '--only share-mount');
  const stranger = refusal({ skip: ['something-else-altogether'] });
  assert.is(stranger.message, `There is no step "something-else-altogether": ${all.join(', ')}`);
  assert.is(stranger.next, 'give --skip one of them');
});

test('a command to type next is about the same lab, and can be pasted', () => {
  assert.is(labLine('apply', {}), 'enjambre apply');
  const flags = { inventory: 'my lab.json', node: ['worker1', 'worker2'], only: ['exports'], skip: ['packages'] };
  assert.is(
    labLine('plan', { ...flags, leaveSwarm: ['worker1'], concurrency: 3, json: true }),
    "enjambre plan --inventory 'my lab.json' --node worker1 --node worker2 --only exports --skip packages --leave-swarm worker1",
  );
});

test.run();
