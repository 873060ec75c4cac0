import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type RunEvent, readEvents } from '../../../pipeline/run-dir/events.ts';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { smallRun } from '../runs/small-runs.ts';
import { digest, finish, partitionsOf, refusal } from './driven.ts';

keepFilesInMemory();
const test = suite('a run that is stopped can be finished');
const folder = scratchFolder();
const partitions = 24;

const planned = (name: string) => smallRun(folder, name, 6000, partitions);
const expected = planned('whole').then(({ directory }) => finish(directory));

/** Starts a run and stops it when something happens; gives what it left. */
async function stopped(name: string, when: (event: RunEvent, count: number) => boolean) {
  const { directory } = await planned(name);
  const controller = new AbortController();
  const counts = new Map<string, number>();
  const onEvent = (event: RunEvent) => {
    counts.set(event.type, (counts.get(event.type) ?? 0) + 1);
    if (when(event, counts.get(event.type) ?? 0)) controller.abort();
  };
  const error = await refusal(finish(directory, { workers: 2 }, { onEvent, signal: controller.signal }));
  assert.equal([error.code, error.exitCode], ['interrupted', 130]);
  assert.is(error.next, `enjambre resume ${directory}`);
  assert.not.ok(existsSync(paths.lock(directory)), 'the lock is given back');
  assert.not.ok(existsSync(paths.result(directory)), 'there is no result yet');
  const events = readEvents(directory);
  assert.is(events.filter(({ type }) => type === 'interrupted').length, 1);
  return { directory, done: partitionsOf(events, 'done') };
}

for (const [name, count] of [
  ['after its first partition', 1],
  ['in the middle', 10],
  ['after its last partition', partitions],
] as const) {
  test(`${name}: what is done is kept, and only the rest is done`, async () => {
    const { directory, done } = await stopped(name, ({ type }, so) => type === 'done' && so === count);
    assert.ok(done.length >= count && done.length <= partitions, `${done.length} partitions were done`);
    const before = readEvents(directory).length;
    const { result, events } = await finish(directory);
    const later = events.slice(before);
    assert.is(digest(result), digest((await expected).result));
    const again = partitionsOf(later, 'attempt');
    assert.equal(
      again.filter((index) => done.includes(index)),
      [],
      'nothing is done again',
    );
    assert.ok(again.length >= partitions - done.length - 2, 'all but what the two workers had in hand');
    assert.is(later.filter(({ type }) => type === 'started').length, 1);
    assert.is(later.at(-1)?.type, 'finished');
  });
}

test('while its parts are put together', async () => {
  const { directory, done } = await stopped('combining', ({ type }) => type === 'combining');
  assert.is(done.length, partitions);
  const before = readEvents(directory).length;
  const { result, events } = await finish(directory);
  assert.is(digest(result), digest((await expected).result));
  assert.equal(partitionsOf(events.slice(before), 'attempt'), [], 'nothing is processed again');
  assert.equal(
    readdirSync(directory).filter((name) => name.includes('.tmp')),
    [],
    'no leftovers',
  );
});

test('before it began', async () => {
  const { directory } = await planned('before');
  const error = await refusal(finish(directory, {}, { signal: AbortSignal.abort() }));
  assert.is(error.code, 'interrupted');
  assert.is(digest((await finish(directory)).result), digest((await expected).result));
});

test('again and again', async () => {
  const { directory } = await planned('often');
  for (let times = 0; times < 4; times++) {
    const controller = new AbortController();
    let done = 0;
    const onEvent = ({ type }: RunEvent) => {
      if (type === 'done' && ++done === 3) controller.abort();
    };
    assert.is((await refusal(finish(directory, {}, { onEvent, signal: controller.signal }))).code, 'interrupted');
  }
  const { result, events } = await finish(directory);
  assert.is(digest(result), digest((await expected).result));
  const done = partitionsOf(events, 'done');
  assert.is(new Set(done).size, done.length, 'each was done once');
});

test('a finished run is not run again', async () => {
  const { directory, result, events } = await expected;
  const again = await finish(directory, {}, { signal: new AbortController().signal });
  assert.is(again.result, result);
  assert.equal(again.events, events);
  assert.ok(existsSync(join(directory, 'result.csv')));
});

test.run();
