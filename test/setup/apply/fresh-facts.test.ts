import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FreshFacts } from '../../../setup/apply/fresh-facts.ts';
import { journalLine } from '../../../setup/apply/journal.ts';
import type { Facts } from '../../../setup/facts/facts.ts';
import type { Node } from '../../../setup/inventory/inventory.ts';
import { fakeLab, signalled } from './fake-node.ts';
import { commandOf, onWorkers, runStep } from './fake-step.ts';

const test = suite('what is known of a node is never older than the last change to it');

const change = { kind: 'run', undo: { sentence: 'Undo', argv: [] } } as const;
const line = (id: string) =>
  journalLine({ id, at: '', by: '', version: '', step: 'a', sentence: commandOf('a').sentence, change, state: 'done' });

const ids = (facts: Facts | undefined) => facts?.journal.map(({ id }) => id);

function stage() {
  const at = fakeLab();
  const facts = new FreshFacts(at.inventory, at.lab);
  const [manager, worker1, worker2] = at.inventory.nodes as [Node, Node, Node];
  return { ...at, facts, nodes: { manager, worker1, worker2 } };
}

test('nothing is read before anything was changed', async () => {
  const { facts, nodes, manager } = stage();
  await facts.refresh(nodes.manager, runStep('a'));
  assert.equal(manager.readings, []);
});

test('after a change, what a step reads is read once', async () => {
  const { facts, nodes, manager, lab } = stage();
  manager.journal.push(line('1'));
  facts.forget('manager');
  await facts.refresh(nodes.manager, runStep('a', { readsOfManager: ['exports'] }));
  await facts.refresh(nodes.manager, runStep('a'));
  assert.equal(manager.readings, [['exports', 'journal']]);
  assert.equal(ids(lab.facts.get('manager')), ['1']);
  assert.is(lab.facts.get('manager')?.system.hostname, 'manager');
});

test('a reading that ends late does not take the place of a newer one', async () => {
  const { facts, nodes, manager, lab } = stage();
  const { promise, give } = signalled();
  manager.beforeReading = (_, count) => (count === 1 ? promise : Promise.resolve());
  facts.forget('manager');
  const late = facts.refresh(nodes.manager, runStep('a'));
  manager.journal.push(line('new'));
  facts.forget('manager');
  await facts.refresh(nodes.manager, runStep('a'));
  give();
  await late;
  assert.is(manager.readings.length, 2);
  assert.equal(ids(lab.facts.get('manager')), ['new']);
});

test('who needs facts that are being read waits for them, and does not use the old ones', async () => {
  const { facts, nodes, manager, lab } = stage();
  const { promise, give } = signalled();
  manager.beforeReading = () => promise;
  manager.journal.push(line('1'));
  facts.forget('manager');
  const step = runStep('b', { ...onWorkers, reads: [], readsOfManager: ['journal'] });
  const seen: unknown[] = [];
  const both = [nodes.worker1, nodes.worker2].map(async (node) => {
    await facts.refresh(node, step);
    seen.push(ids(lab.facts.get('manager')));
  });
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(seen, []);
  give();
  await Promise.all(both);
  assert.equal(seen, [['1'], ['1']]);
  assert.equal(manager.readings, [['journal']]);
});

test('what could not be read is still stale', async () => {
  const { facts, nodes, manager, lab } = stage();
  manager.beforeReading = async (_, count) => {
    if (count === 1) throw new Error('the connection was lost');
  };
  manager.journal.push(line('1'));
  facts.forget('manager');
  await facts.refresh(nodes.manager, runStep('a')).then(
    () => assert.unreachable('it was read'),
    (error: Error) => assert.is(error.message, 'the connection was lost'),
  );
  await facts.refresh(nodes.manager, runStep('a'));
  assert.equal(ids(lab.facts.get('manager')), ['1']);
});

test('a manager that cannot be reached is not asked', async () => {
  const { facts, nodes, manager, lab } = stage();
  lab.hosts.delete('manager');
  facts.forget('manager');
  await facts.refresh(nodes.worker1, runStep('b', { readsOfManager: ['exports'] }));
  assert.equal(manager.readings, []);
});

test.run();
