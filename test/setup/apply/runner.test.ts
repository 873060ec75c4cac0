import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import { journalLine } from '../../../setup/apply/journal.ts';
import type { NodeOutcome, Observer } from '../../../setup/apply/observer.ts';
import { applySteps, type RunRequest } from '../../../setup/apply/runner.ts';
import { silentObserver } from '../../../setup/apply/tell.ts';
import type { DockerCommand } from '../../../setup/plan/command.ts';
import { limitOf } from '../../../setup/plan/side-by-side.ts';
import { blocked, nothing, type Step, todo } from '../../../setup/steps/step.ts';
import { changedMeanwhile, type FakeLab, fakeLab, signalled } from './fake-node.ts';
import { commandOf, isDone, onManager, onWorkers, runStep } from './fake-step.ts';

const test = suite('steps are carried out in order, and nothing counts as done that still wants something');

function run(at: FakeLab, steps: Step[], details: Partial<RunRequest> = {}): Promise<NodeOutcome[]> {
  const { inventory, lab } = at;
  return applySteps({
    ...{ inventory, lab, steps, nodes: inventory.nodes, limit: limitOf(4), mayLeaveSwarm: new Set<string>() },
    ...{ by: 'ana@laptop', observer: silentObserver, settling: { limitMs: 200, pollMs: 5 } },
    ...details,
  });
}

/** States of a node's steps, in one word each. */
function statesOf(outcomes: readonly NodeOutcome[], name: string): string[] {
  return outcomes.find(({ node }) => node === name)?.steps.map(({ state }) => state) ?? [];
}

function errorOf(outcomes: readonly NodeOutcome[], name: string): EnjambreError {
  const error = outcomes.find(({ node }) => node === name)?.error;
  if (error === undefined) throw new Error(`${name} has not failed.`);
  return error;
}

const failing = async () => ({ code: 1, stdout: Buffer.from('@ failed command 7 do\n') });

test('each node carries its steps out in their order, and those of other nodes are not its own', async () => {
  const at = fakeLab();
  const outcomes = await run(at, [runStep('a'), runStep('b', onWorkers), runStep('c')]);
  assert.equal(at.manager.done, ['do a', 'do c']);
  assert.equal(at.worker1.done, ['do a', 'do b', 'do c']);
  assert.equal(statesOf(outcomes, 'worker2'), ['changed', 'changed', 'changed']);
  assert.ok(outcomes.every(({ error }) => error === undefined));
});

test('a run with nothing to do reads nothing again', async () => {
  const at = fakeLab();
  const outcomes = await run(at, [
    runStep('a', { plan: () => nothing('it is there') }),
    runStep('b', { readsOfManager: ['journal', 'exports'], plan: () => nothing('it is there') }),
  ]);
  assert.equal(
    at.nodes.map(({ readings }) => readings),
    [[], [], []],
  );
  assert.equal(statesOf(outcomes, 'worker1'), ['unchanged', 'unchanged']);
  assert.is(outcomes[0]?.steps[0]?.because, 'it is there');
});

test('what a change may have touched is read again by the steps that read it, and only that', async () => {
  const at = fakeLab();
  const still = { plan: () => nothing('it is there') };
  await run(at, [
    runStep('a', onManager),
    runStep('unrelated', { ...still, reads: [] }),
    runStep('reader', { ...still, ...onManager, reads: ['exports'] }),
    runStep('again', { ...still, ...onManager, reads: ['exports', 'journal'] }),
  ]);
  // The journal twice for the change itself: whether an earlier run was interrupted at it, and whether it is done.
  assert.equal(at.manager.readings, [['journal'], ['journal'], ['exports']]);
  assert.equal(at.worker1.readings, []);
});

test('workers that need the manager after a change there ask it once', async () => {
  const at = fakeLab();
  const after = { step: 'a', on: 'manager', required: true } as const;
  await run(at, [
    runStep('a', onManager),
    runStep('b', { ...onWorkers, after, reads: [], readsOfManager: ['exports'], plan: () => nothing('seen') }),
  ]);
  assert.equal(
    at.manager.readings.filter((names) => names.includes('exports')),
    [['exports']],
  );
});

test('a step that comes after one of another node waits for it', async () => {
  const at = fakeLab();
  const order: string[] = [];
  const { promise, give } = signalled();
  for (const node of at.nodes)
    node.onRun = async (words) => {
      if (node === at.manager && words === 'do a') await promise;
      order.push(`${node.node} ${words}`);
      return undefined;
    };
  const running = run(at, [
    runStep('a'),
    runStep('b', { ...onWorkers, after: { step: 'a', on: 'manager', required: true } }),
    runStep('c', { ...onManager, after: { step: 'b', on: 'workers', required: false } }),
  ]);
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(order.sort(), ['worker1 do a', 'worker2 do a']);
  give();
  await running;
  assert.is(order.at(-1), 'manager do c');
  assert.is(order.length, 6);
});

test('where a step that others need has failed, they are not tried, and say where to begin', async () => {
  const at = fakeLab();
  at.manager.onRun = failing;
  const outcomes = await run(at, [
    runStep('a'),
    runStep('b', { ...onWorkers, title: 'Mount the share', after: { step: 'a', on: 'manager', required: true } }),
    runStep('c', onWorkers),
  ]);
  assert.equal(statesOf(outcomes, 'manager'), ['failed']);
  assert.equal(statesOf(outcomes, 'worker1'), ['changed', 'failed', 'not-tried']);
  const { message, next, code } = errorOf(outcomes, 'worker1');
  assert.is(message, 'Cannot mount the share on worker1: a has failed on manager');
  assert.is(next, 'enjambre apply --only a --node manager');
  assert.is(code, 'needs-other-node');
  assert.equal(at.worker1.done, ['do a']);
});

test('where it is not needed, they are tried all the same, once the others have come to their end', async () => {
  const at = fakeLab();
  at.lab.errors.set('worker1', new EnjambreError('worker1 does not answer', { code: 'unreachable' }));
  at.worker2.onRun = failing;
  const outcomes = await run(at, [
    runStep('a', onWorkers),
    runStep('b', { ...onManager, after: { step: 'a', on: 'workers', required: false } }),
  ]);
  assert.equal(statesOf(outcomes, 'manager'), ['changed']);
  assert.equal(statesOf(outcomes, 'worker1'), ['not-tried']);
  assert.is(errorOf(outcomes, 'worker1').code, 'unreachable');
  assert.is(outcomes[1]?.steps[0]?.because, 'the node could not be read');
  assert.equal(at.worker1.done, []);
});

test('a step of a node that is no part of the run counts as done', async () => {
  const at = fakeLab();
  const nodes = at.inventory.nodes.filter(({ name }) => name === 'worker1');
  const outcomes = await run(
    at,
    [runStep('a', onManager), runStep('b', { ...onWorkers, after: { step: 'a', on: 'manager', required: true } })],
    { nodes },
  );
  assert.equal(statesOf(outcomes, 'worker1'), ['changed']);
});

test('a node that fails hinders no other, and names the program, its exit code and what to type', async () => {
  const at = fakeLab();
  at.worker1.onRun = failing;
  const outcomes = await run(at, [runStep('a'), runStep('b')]);
  assert.equal(statesOf(outcomes, 'worker1'), ['failed', 'not-tried']);
  assert.equal(statesOf(outcomes, 'worker2'), ['changed', 'changed']);
  const { message, next } = errorOf(outcomes, 'worker1');
  assert.is(message, 'Cannot run a on worker1: do ended with exit code 7');
  assert.is(next, 'enjambre apply --only a --node worker1');
});

test('a problem ends a node before anything is carried out', async () => {
  const at = fakeLab();
  const problem = { plan: () => blocked('too-small', 'Cannot use worker1: its disk is full', 'free some space') };
  const outcomes = await run(at, [runStep('a', { ...onWorkers, ...problem }), runStep('b')]);
  assert.equal(statesOf(outcomes, 'worker1'), ['failed', 'not-tried']);
  assert.equal(at.worker1.done, []);
  assert.equal(
    [errorOf(outcomes, 'worker1').code, errorOf(outcomes, 'worker1').next],
    ['too-small', 'free some space'],
  );
  assert.equal(statesOf(outcomes, 'manager'), ['changed']);
});

test('what is carried out and still wanted is a failure', async () => {
  const at = fakeLab();
  const never = runStep('a', { ...onManager, title: 'Start Docker', plan: () => todo([commandOf('a')], 'wanted') });
  const outcomes = await run(at, [never, runStep('b', onManager)]);
  const { message, next, code } = errorOf(outcomes, 'manager');
  assert.is(message, 'Cannot start Docker on manager: all was carried out, and "Run a" is still to do');
  assert.is(next, 'enjambre plan --only a --node manager');
  assert.is(code, 'not-converged');
  assert.equal(at.manager.done, ['do a']);
  assert.equal(statesOf(outcomes, 'manager'), ['failed', 'not-tried']);
});

test('what takes a moment to show is waited for', async () => {
  const at = fakeLab();
  const plan: Step['plan'] = ({ facts }) => {
    const shows = isDone('a', facts) && at.manager.readings.length >= 5;
    return shows ? nothing('a is done') : todo([commandOf('a')], 'wanted');
  };
  const outcomes = await run(at, [runStep('a', { ...onManager, plan })]);
  assert.equal(statesOf(outcomes, 'manager'), ['changed']);
  assert.equal(at.manager.done, ['do a']);
});

test('what somebody changes between reading and writing is planned again, three times at most', async () => {
  for (const [changes, state] of [
    [2, 'changed'],
    [3, 'failed'],
  ] as const) {
    const at = fakeLab();
    let left = changes;
    at.manager.onRun = async () => (left-- > 0 ? changedMeanwhile : undefined);
    const outcomes = await run(at, [runStep('a', onManager)]);
    assert.equal(statesOf(outcomes, 'manager'), [state]);
    assert.is(at.manager.done.length, changes === 2 ? 1 : 0);
    if (state === 'failed') assert.is(errorOf(outcomes, 'manager').code, 'changed-meanwhile');
  }
});

test('after it was stopped no step begins, and the one that runs comes to its end', async () => {
  const at = fakeLab();
  const stop = new AbortController();
  at.manager.onRun = async () => {
    stop.abort();
    return undefined;
  };
  const nodes = at.inventory.nodes.slice(0, 1);
  const outcomes = await run(at, [runStep('a'), runStep('b')], { nodes, signal: stop.signal });
  assert.equal(statesOf(outcomes, 'manager'), ['changed', 'failed']);
  assert.equal(at.manager.done, ['do a']);
  const { exitCode, message, next } = errorOf(outcomes, 'manager');
  assert.equal([exitCode, message, next], [130, 'It was stopped', 'enjambre apply']);
});

test('what an earlier run was interrupted at is marked as done when its step has been carried out', async () => {
  const at = fakeLab();
  const entry = (id: string, step: string) => {
    const { undo } = commandOf(step);
    if (undo === null) throw new Error('It can be undone.');
    const common = { at: '2026-11-20T10:00:00Z', by: 'ana@laptop', version: '0.1.0', sentence: 'Run' };
    return { ...common, id, step, change: { kind: 'run', undo }, state: 'begun' } as const;
  };
  at.manager.journal.push(journalLine(entry('1', 'a')), journalLine(entry('2', 'other')));
  await run(at, [runStep('a', onManager)]);
  const states = at.manager.journal.map((line) => JSON.parse(line) as { id: string; step: string; state: string });
  assert.equal(
    states.filter(({ id }) => id === '1').map(({ state }) => state),
    ['begun', 'done'],
  );
  assert.equal(
    states.filter(({ id }) => id === '2').map(({ state }) => state),
    ['begun'],
  );
});

test('labels of a node that has not joined are left for later, with a warning', async () => {
  const at = fakeLab();
  const label = (node: string, nodeId: string | null): DockerCommand => ({
    kind: 'docker',
    sentence: `Label ${node}`,
    call: { name: 'label-node', node, nodeId, set: { type: 'worker' }, remove: [] },
    undo: null,
  });
  const plan: Step['plan'] = () => {
    const first = at.manager.done.length === 0 ? [label('worker1', 'id1')] : [];
    return todo([...first, label('worker2', null)], 'labels differ');
  };
  const outcomes = await run(at, [runStep('node-labels', { ...onManager, plan })]);
  assert.equal(at.manager.done, ['label-node ["id1",{"set":{"type":"worker"},"remove":[]}]']);
  const [step] = outcomes.find(({ node }) => node === 'manager')?.steps ?? [];
  assert.is(step?.state, 'changed');
  assert.equal(step?.warnings, ['Left for later, since the node has not joined: Label worker2']);
});

test('a call to an engine makes what is known of the manager stale too', async () => {
  const at = fakeLab();
  const plan: Step['plan'] = () =>
    at.worker1.done.length > 0
      ? nothing('joined')
      : todo([{ kind: 'docker', sentence: 'Leave', call: { name: 'swarm-leave', force: true }, undo: null }], 'wanted');
  const isWorker1 = { appliesTo: ({ name }: { name: string }) => name === 'worker1' };
  const readsOfManager = ['exports'] as const;
  await run(at, [runStep('join', { ...isWorker1, reads: [], readsOfManager, plan })]);
  assert.equal(at.manager.readings, [['exports']]);
});

test('an observer is told of each command, and of each end', async () => {
  const at = fakeLab();
  const told: string[] = [];
  const observer: Observer = {
    stepStarted: (node, step) => told.push(`${node.name} begins ${step.id}`),
    commandStarted: (node, _, command) => told.push(`${node.name}: ${command.sentence}`),
    line: () => {},
    stepEnded: (node, step, { state }) => told.push(`${node.name} ends ${step.id}: ${state}`),
    nodeEnded: (node, { error }) => told.push(`${node.name} ${error === undefined ? 'ready' : 'failed'}`),
  };
  await run(at, [runStep('a')], { nodes: at.inventory.nodes.slice(0, 1), observer });
  assert.equal(told, ['manager begins a', 'manager: Run a', 'manager ends a: changed', 'manager ready']);
});

test.run();
