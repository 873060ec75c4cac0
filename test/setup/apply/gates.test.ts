import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Gates } from '../../../setup/apply/gates.ts';

const test = suite('steps wait for steps of other nodes, and never for ever');

const newGates = () =>
  new Gates([
    { node: 'manager', steps: ['exports', 'swarm-init'] },
    { node: 'manager2', steps: ['exports'] },
  ]);

test('a gate tells how its step ended, to those who came before and after', async () => {
  const gates = newGates();
  const early = gates.passed('manager', 'exports');
  gates.end('manager', 'exports', true);
  gates.end('manager', 'swarm-init', false);
  assert.equal([await early, await gates.passed('manager', 'exports')], [true, true]);
  assert.is(await gates.passed('manager', 'swarm-init'), false);
});

test('what was not tried on a node has not passed, and what has ended stays as it is', async () => {
  const gates = newGates();
  gates.end('manager', 'exports', true);
  gates.endNode('manager');
  assert.equal([await gates.passed('manager', 'exports'), await gates.passed('manager', 'swarm-init')], [true, false]);
});

test('the end of a node is not that of another whose name begins alike', async () => {
  const gates = newGates();
  gates.endNode('manager');
  gates.end('manager2', 'exports', true);
  assert.is(await gates.passed('manager2', 'exports'), true);
});

test('a step that is no part of the run counts as done', async () => {
  const gates = newGates();
  assert.equal([await gates.passed('worker9', 'exports'), await gates.passed('manager', 'packages')], [true, true]);
});

test.run();
