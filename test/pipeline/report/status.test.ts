import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nextOf, readStatus } from '../../../pipeline/report/model/status.ts';
import type { Happening, RunEvent } from '../../../pipeline/run-dir/events.ts';
import { scratchFolder } from '../input/scratch.ts';

const test = suite('how far a run has come is read from its events');
const folder = scratchFolder();

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
  assert.equal(stateOf(started, { type: 'refused', reason: 'line 3' }), {
    state: 'refused',
    reason: 'line 3',
    next: null,
  });
  const strict: Happening = { type: 'refused', reason: 'line 3', code: 'strict' };
  assert.equal(stateOf(started, strict), { state: 'refused', reason: 'line 3', next: null });
});

test('the failure of a job that a person brought is no fault of the input', () => {
  for (const code of ['job-failed', 'frames-too-large']) {
    const thrown: Happening = { type: 'refused', reason: 'it threw', code, next: 'mend it' };
    assert.equal(stateOf(started, thrown), { state: 'job-failed', reason: 'it threw', next: 'mend it' });
  }
});

test('what to do next: advice, and the command with which it ends', () => {
  const again = 'enjambre run ./my-job.ts data.csv';
  const status = (next: string | null) => ({ state: 'job-failed', reason: '', next }) as const;
  const advice = 'mend my-job.ts, then start a new run:';
  assert.equal(nextOf(folder, { again }, status(`${advice} ${again}`)), { advice, command: again });
  assert.equal(nextOf(folder, {}, status(`${advice} ${again}`)), { advice: `${advice} ${again}`, command: null });
  assert.equal(nextOf(folder, { again }, status('mend it')), { advice: 'mend it', command: null });
  assert.equal(nextOf(folder, { again }, status(null)), { advice: null, command: null });
});

test.run();
