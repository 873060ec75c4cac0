import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readEvents } from '../../../pipeline/run-dir/events.ts';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { keepFilesInMemory, long } from '../../oracle/runs.ts';
import { fromRoot } from '../../root.ts';
import { scratchFolder } from '../input/scratch.ts';
import { digest, drive, finish, plan } from '../run/driven.ts';
import { startDriver } from '../run/other-process.ts';
import { randomNumbers } from '../run/quoted-data.ts';

keepFilesInMemory();
const test = suite('fault 41: a driver that is killed at any moment can be resumed, to the same bytes');
const folder = scratchFolder();
const killCount = long ? 200 : 5;
const seed = Number(process.env.ENJAMBRE_SEED ?? Date.now() % 1_000_000);
const random = randomNumbers(seed);

const cut = {
  inputs: [fromRoot('docs/sample.csv')],
  partitions: 48,
  describe: {
    columns: ['ValorObservado'],
    by: [
      { column: 'CodigoEstacion', unit: 'value' as const },
      { column: 'FechaObservacion', unit: 'month' as const },
    ],
    window: 12,
  },
};

/** Starts a driver in a process of its own on a planned run; resolves when it has ended by itself or was killed. */
async function driveUntil(directory: string, killAfterMs: number): Promise<'ended' | 'killed'> {
  const { child, ended } = startDriver([{ directory, request: { workers: 2 } }]);
  const timer = new AbortController();
  const kill = wait(killAfterMs, undefined, { signal: timer.signal }).then(
    () => child.kill('SIGKILL'),
    () => {},
  );
  const { signal, stdout, stderr } = await ended;
  timer.abort();
  await kill;
  if (signal === 'SIGKILL') return 'killed';
  assert.match(stdout, /"digest"/, stderr);
  return 'ended';
}

test(`${killCount} times`, async () => {
  const { result } = await drive({ ...cut, out: join(folder, 'expected') });
  const timed = await plan({ ...cut, out: join(folder, 'timed') });
  const startedAt = performance.now();
  assert.is(await driveUntil(timed.directory, 60_000), 'ended');
  const wholeMs = performance.now() - startedAt;
  const places: string[] = [];
  for (let kills = 0, runs = 0; kills < killCount; runs++) {
    assert.ok(runs < 5 * killCount, 'the driver is too fast to be killed');
    const { directory } = await plan({ ...cut, out: join(folder, `run-${runs}`) });
    const how = `seed ${seed}, run ${runs}, after ${places.length} kills`;
    // Some are killed again while they resume.
    while (kills < killCount && (await driveUntil(directory, random(Math.ceil(wholeMs)))) === 'killed') {
      kills++;
      const events = readEvents(directory);
      const done = new Set(events.flatMap((event) => (event.type === 'done' ? [event.partition] : []))).size;
      places.push(existsSync(paths.result(directory)) ? 'finished' : `${events.at(-1)?.type} ${done}`);
      if (random(2) === 0) break;
    }
    const resumed = await finish(directory);
    assert.is(digest(resumed.result), digest(result), how);
    assert.ok(
      resumed.ledger.checks.every(({ holds }) => holds),
      how,
    );
    assert.is(readdirSync(paths.partials(directory)).filter((name) => name.endsWith('.json')).length, 48, how);
    const left = readdirSync(directory, { recursive: true }).map(String);
    assert.equal(
      left.filter((name) => name.endsWith('.tmp') || name.endsWith('.lock')),
      [],
      how,
    );
    rmSync(directory, { recursive: true });
  }
  console.log(`(seed ${seed}, a run takes ${Math.round(wholeMs)} ms; killed after: ${places.join(', ')})`);
});

test.run();
