import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { journalLine, parseJournal } from '../../../setup/apply/journal.ts';
import { HostError } from '../../../setup/host/host.ts';
import type { Node } from '../../../setup/inventory/inventory.ts';
import type { Session } from '../../../setup/plan/session.ts';
import { limitOf } from '../../../setup/plan/side-by-side.ts';
import { type ResetRequest, resetNodes } from '../../../setup/reset/reset-nodes.ts';
import { type FakeNode, fakeLab } from '../apply/fake-node.ts';
import { finishedFacts } from '../steps/finished.ts';
import { History } from './history.ts';

const test = suite('nodes are reset workers first, and a manager that is still needed stays');

/** A finished lab in which set-up has run something on each node, and let it into the Swarm. */
function stage() {
  const at = fakeLab();
  for (const node of at.inventory.nodes) {
    const history = new History()
      .change({ kind: 'run', undo: { sentence: 'Undo it', argv: ['undo', node.name] } })
      .change({ kind: 'docker', undo: { sentence: 'Leave the Swarm', call: { name: 'swarm-leave', force: false } } });
    const { journal } = history;
    at.lab.facts.set(node.name, { ...finishedFacts(node, at.inventory), journal });
    fakeOf(at.nodes, node.name).journal.push(...journal.map(journalLine));
  }
  const session: Session = {
    ...{ inventory: at.inventory, lab: at.lab, limit: limitOf(4), mayLeaveSwarm: new Set<string>() },
    ...{
      plan: () => ({ nodes: [] }),
      selection: { nodes: at.inventory.nodes, readNodes: at.inventory.nodes, steps: [] },
    },
  };
  const told: string[] = [];
  const run = (names: readonly string[], details: Partial<ResetRequest> = {}) => {
    const nodes: Node[] = at.inventory.nodes.filter(({ name }) => names.includes(name));
    const leaving = { limitMs: 100, pollMs: 5 };
    const signal = new AbortController().signal;
    const tell = (line: string) => told.push(line);
    return resetNodes(session, nodes, { by: 'ana@laptop', keepPackages: false, tell, signal, leaving, ...details });
  };
  return { ...at, run, told };
}

function fakeOf(nodes: readonly FakeNode[], name: string): FakeNode {
  const node = nodes.find((one) => one.node === name);
  if (node === undefined) throw new Error(`There is no ${name}.`);
  return node;
}

/** What the manager's engine answers about its nodes: their states by id. */
function listing(states: Record<string, string>): string {
  const nodes = Object.entries(states).map(([id, state]) => ({
    ID: id,
    Spec: { Role: 'worker', Availability: 'active' },
    Status: { State: state, Addr: '192.168.1.11' },
  }));
  return `HTTP/1.0 200 OK\r\n\r\n${JSON.stringify(nodes)}`;
}

const all = ['manager', 'worker1', 'worker2'];

test('each change is undone and marked, and then what set-up keeps on the node goes', async () => {
  const { run, worker1, told } = stage();
  const [outcome] = await run(['worker1']);
  assert.equal(outcome, { node: 'worker1', undone: ['Leave the Swarm', 'Undo it'], stays: [], error: undefined });
  assert.equal(worker1.done, ['swarm-leave [{"force":false}]', 'undo worker1', 'script /var/lib/enjambre']);
  const states = parseJournal(worker1.journal.join('\n')).map(({ state }) => state);
  assert.equal(states, ['undone', 'undone']);
  assert.equal(told, ['worker1: Leave the Swarm', 'worker1: Undo it']);
});

test('the manager comes when all workers are done', async () => {
  const { run, nodes } = stage();
  const order: string[] = [];
  for (const node of nodes)
    node.onRun = async () => {
      order.push(node.node);
      return undefined;
    };
  const outcomes = await run(all);
  assert.equal(
    outcomes.map(({ node, error }) => [node, error]),
    [
      ['worker1', undefined],
      ['worker2', undefined],
      ['manager', undefined],
    ],
  );
  assert.is(order.indexOf('manager'), order.length - order.filter((name) => name === 'manager').length);
});

test('a worker that fails hinders no other worker, but the manager stays', async () => {
  const { run, worker1, manager } = stage();
  worker1.onRun = async (words) => (words.startsWith('undo') ? { code: 1 } : undefined);
  const outcomes = await run(all);
  const [first, second, last] = outcomes;
  assert.equal([first?.undone, second?.undone], [['Leave the Swarm'], ['Leave the Swarm', 'Undo it']]);
  assert.match(first?.error?.message ?? '', /^Cannot undo it on worker1: /);
  assert.equal(
    [last?.node, last?.error?.message, last?.error?.next],
    [
      'manager',
      'manager stays as it is: worker1 may still use its share',
      'enjambre reset --node worker1; if worker1 is gone for good: enjambre reset --node manager',
    ],
  );
  assert.equal(manager.done, []);
  assert.not.ok(worker1.done.includes('script /var/lib/enjambre'), 'its journal is still needed');
});

test('what cannot be undone names the command that tries it again', async () => {
  const { run, worker1, lab } = stage();
  worker1.onRun = async (words) => (words.startsWith('undo') ? { code: 1 } : undefined);
  const [outcome] = await run(['worker1']);
  assert.is(outcome?.error?.next, 'enjambre reset --node worker1');
  const facts = lab.facts.get('worker1');
  if (facts === undefined) throw new Error('worker1 was read.');
  const { journal } = new History().change({ kind: 'packages', packages: ['docker.io'] });
  lab.facts.set('worker1', { ...facts, journal });
  worker1.onRun = async () => ({ code: 1, stdout: Buffer.from('@ failed command 70 sh\n'), stderr: 'x needs it\n' });
  const [kept] = await run(['worker1']);
  assert.match(kept?.error?.message ?? '', /: x needs it$/);
  assert.is(kept?.error?.next, 'enjambre reset --node worker1 --keep-packages');
});

test('a node that could not be reached is told as it failed', async () => {
  const { run, lab } = stage();
  lab.errors.set('worker1', new HostError('worker1', 'worker1 does not answer', { code: 'unreachable' }));
  const outcomes = await run(['worker1', 'worker2']);
  assert.equal(
    outcomes.map(({ error }) => error?.code),
    ['unreachable', undefined],
  );
});

test('after it was stopped nothing further is undone', async () => {
  const { run, worker1 } = stage();
  const stop = new AbortController();
  worker1.onRun = async () => {
    stop.abort();
    return undefined;
  };
  const [outcome] = await run(['worker1'], { signal: stop.signal });
  assert.equal([outcome?.undone, outcome?.error?.exitCode], [['Leave the Swarm'], 130]);
});

test('a manager that stays takes a worker that has left out of its list, when it has seen that', async () => {
  const { run, manager, lab } = stage();
  const id = lab.facts.get('worker1')?.docker?.swarm.nodeId ?? '';
  manager.prints.swarmNodes = listing({ [id]: 'ready' });
  manager.beforeReading = async (_, count) => {
    if (count === 3) manager.prints.swarmNodes = listing({ [id]: 'down' });
  };
  const outcomes = await run(['worker1']);
  assert.equal(
    outcomes.map(({ error }) => error),
    [undefined],
  );
  assert.equal(manager.done, [`remove-node ["${id}"]`]);
  assert.is(manager.readings.length, 3);
});

test('a worker that somebody else let into the Swarm stays in the list', async () => {
  const { run, manager, lab } = stage();
  const facts = lab.facts.get('worker1');
  if (facts === undefined) throw new Error('worker1 was read.');
  lab.facts.set('worker1', { ...facts, journal: facts.journal.slice(0, 1) });
  manager.prints.swarmNodes = listing({ [facts.docker?.swarm.nodeId ?? '']: 'ready' });
  await run(['worker1']);
  assert.equal([manager.done, manager.readings], [[], []]);
});

test('what the manager fails at is told beside what was done', async () => {
  const { run, manager } = stage();
  manager.beforeReading = () =>
    Promise.reject(new HostError('manager', 'manager is lost', { code: 'connection-lost' }));
  const outcomes = await run(['worker1']);
  assert.equal(
    outcomes.map(({ node, error }) => [node, error?.code]),
    [
      ['worker1', undefined],
      ['manager', 'connection-lost'],
    ],
  );
});

test.run();
