import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readStatus } from '../../../pipeline/report/model/status.ts';
import type { RunEvent } from '../../../pipeline/run-dir/events.ts';
import { scratchFolder } from '../input/scratch.ts';

const test = suite('how far a run has come is read from its events');
const folder = scratchFolder();

type Happening = RunEvent extends infer Event ? (Event extends unknown ? Omit<Event, 'at'> : never) : never;

const started: Happening = { type: 'started', engine: 'local', workers: 2, missing: 2 };
const attempt = (partition: number, number = 1): Happening => ({ type: 'attempt', partition, attempt: number });
const done = (partition: number): Happening => ({ type: 'done', partition, attempt: 1, rows: 1, bytes: 1, ms: 1 });
const failed = (partition: number): Happening => ({
  type: 'failed',
  partition,
  attempt: 1,
  reason: `why ${partition}`,
});

function stateOf(...happenings: Happening[]): unknown {
  const events = happenings.map((happening) => ({ at: 0, ...happening }) as RunEvent);
  return readStatus(folder, events, null, null);
}

test('given up, whatever ended last', () => {
  const expected = { state: 'failed', partitions: 1, reason: 'why 0' };
  assert.equal(stateOf(started, attempt(0), attempt(1), failed(0), done(1)), expected);
  assert.equal(stateOf(started, attempt(0), attempt(1), done(1), failed(0)), expected);
});

test('a failure that was made good is none', () => {
  const events = [started, attempt(0), failed(0), attempt(0, 2), done(0)];
  assert.equal(stateOf(...events), { state: 'unfinished', interrupted: false });
});

test('killed or interrupted while attempts were open', () => {
  assert.equal(stateOf(started, attempt(0), attempt(1), failed(0)), { state: 'unfinished', interrupted: false });
  assert.equal(stateOf(started, attempt(0), { type: 'interrupted' }), { state: 'unfinished', interrupted: true });
});

test('a resumption begins anew', () => {
  const killed = [started, attempt(0), attempt(1), failed(0)];
  assert.equal(stateOf(...killed, started, attempt(0), failed(0)), {
    state: 'failed',
    partitions: 1,
    reason: 'why 0',
  });
});

test('refused', () => {
  assert.equal(stateOf(started, { type: 'refused', reason: 'line 3' }), { state: 'refused', reason: 'line 3' });
  const strict: Happening = { type: 'refused', reason: 'line 3', code: 'strict' };
  assert.equal(stateOf(started, strict), { state: 'refused', reason: 'line 3' });
});

test('the failure of a job that a person brought is no fault of the input', () => {
  const thrown: Happening = { type: 'refused', reason: 'it threw', code: 'job-failed' };
  assert.equal(stateOf(started, thrown), { state: 'job-failed', reason: 'it threw' });
});

test.run();
