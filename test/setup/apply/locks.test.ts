import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EnjambreError } from '../../../pipeline/errors.ts';
import { type LockRequest, withLocks } from '../../../setup/apply/locks.ts';
import { HostError } from '../../../setup/host/host.ts';
import type { Session } from '../../../setup/plan/session.ts';
import { limitOf } from '../../../setup/plan/side-by-side.ts';
import { type FakeLab, fakeLab } from './fake-node.ts';

const test = suite('nodes are locked all together or not at all');

function locked<Value>(at: FakeLab, work: () => Promise<Value>, details: Partial<LockRequest> = {}): Promise<Value> {
  const { inventory, lab } = at;
  const session: Session = {
    ...{ inventory, lab, limit: limitOf(4), mayLeaveSwarm: new Set<string>(), plan: () => ({ nodes: [] }) },
    selection: { nodes: inventory.nodes, readNodes: inventory.nodes, steps: [] },
  };
  const common = { nodes: inventory.nodes, by: 'ana@laptop', what: 'apply', breakLocks: false, onBroken: () => {} };
  return withLocks(session, { ...common, names: ['journal'], ...details }, work);
}

const heldNow = ({ nodes }: FakeLab) => nodes.map(({ locks }) => locks.some(({ held }) => held));

test('work is done while all are held, with facts read after they were taken', async () => {
  const at = fakeLab();
  const during = await locked(at, async () => heldNow(at));
  assert.equal(during, [true, true, true]);
  assert.equal(heldNow(at), [false, false, false]);
  assert.equal(
    at.nodes.map(({ readings }) => readings),
    [[['journal']], [['journal']], [['journal']]],
  );
});

test('if another run holds one, no work is done and the others are let go', async () => {
  const at = fakeLab();
  at.worker1.lockHolder = 'luis@desk';
  const error = await locked(at, () => Promise.reject(new Error('work was done'))).catch(
    (cause: EnjambreError) => cause,
  );
  assert.is(error.code, 'locked');
  assert.is(error.message, 'Cannot change worker1: luis@desk (enjambre apply, since 2026-11-21) holds its lock');
  assert.match(error.next ?? '', 'enjambre apply --break-lock');
  assert.equal(heldNow(at), [false, false, false]);
});

test('locks are let go when work fails', async () => {
  const at = fakeLab();
  const failed = locked(at, () => Promise.reject(new Error('no'))).catch(({ message }: Error) => message);
  assert.is(await failed, 'no');
  assert.equal(heldNow(at), [false, false, false]);
});

test('a node that was not reached is not asked, and one that fails now is told of later', async () => {
  const at = fakeLab();
  at.lab.errors.set('worker1', new HostError('worker1', 'worker1 does not answer', { code: 'unreachable' }));
  at.worker2.hold = () => Promise.reject(new HostError('worker2', 'worker2 is lost', { code: 'connection-lost' }));
  const during = await locked(at, async () => heldNow(at));
  assert.equal(during, [true, false, false]);
  assert.equal([...at.lab.errors.keys()], ['worker1', 'worker2']);
});

test('a node that another run takes over is named, one that we let go is not', async () => {
  const at = fakeLab();
  const broken: string[] = [];
  const onBroken = (node: string) => broken.push(node);
  await locked(
    at,
    async () => {
      at.worker1.locks[0]?.end();
      await new Promise((resolve) => setTimeout(resolve, 5));
    },
    { onBroken },
  );
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(broken, ['worker1']);
});

test('a lock is broken only if a person says so', async () => {
  const at = fakeLab();
  await locked(at, async () => {}, { breakLocks: true });
  assert.ok(at.nodes.every(({ done }) => done.length === 1));
  const other = fakeLab();
  await locked(other, async () => {});
  assert.ok(other.nodes.every(({ done }) => done.length === 0));
});

test.run();
