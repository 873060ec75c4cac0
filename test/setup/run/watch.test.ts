import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { RunEvent } from '../../../pipeline/run-dir/events.ts';
import { narrator } from '../../../setup/run/watch.ts';

const test = suite('a run tells what a person wants to know while it goes on');

/** An event without its time. */
type Happening = RunEvent extends infer Event ? (Event extends unknown ? Omit<Event, 'at'> : never) : never;

function told(partitions: number, happenings: Happening[]): string[] {
  const lines: string[] = [];
  const narrate = narrator((text) => lines.push(text), partitions);
  for (const happening of happenings) narrate({ at: 0, ...happening } as RunEvent);
  return lines;
}

test('a run that goes well is quiet', () => {
  const lines = told(2, [
    { type: 'started', engine: 'local', workers: 2, missing: 2 },
    { type: 'attempt', partition: 0, attempt: 1 },
    { type: 'done', partition: 0, attempt: 1, rows: 5, bytes: 9, ms: 1 },
    { type: 'combining' },
    { type: 'finished', rows: 5, ms: 2 },
  ]);
  assert.equal(lines, []);
});

test('a run that is resumed says what is done already', () => {
  const lines = told(3000, [{ type: 'started', engine: 'local', workers: 2, missing: 900 }]);
  assert.equal(lines, ['Going on: 2,100 of 3,000 partitions are done already.']);
});

test('a failure is told when the partition is tried again, the last one by the error', () => {
  const failed = { type: 'failed', partition: 3, reason: 'the worker stopped\u001b[0m' } as const;
  const lines = told(5, [
    { type: 'attempt', partition: 3, attempt: 1 },
    { ...failed, attempt: 1 },
    { type: 'attempt', partition: 4, attempt: 1 },
    { type: 'attempt', partition: 3, attempt: 2 },
    { ...failed, attempt: 2 },
  ]);
  assert.equal(lines, ['Partition 3 failed: the worker stopped\\x1b[0m. Trying again: attempt 2.']);
});

test('a partition that was damaged since is named', () => {
  const lines = told(5, [{ type: 'failed', partition: 1, attempt: 0, reason: 'partial.bin is missing' }]);
  assert.equal(lines, ['Partition 1 must be processed again: partial.bin is missing.']);
});

test.run();
