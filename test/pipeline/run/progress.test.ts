import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { RunProgress } from '../../../pipeline/run.ts';
import type { RunEvent } from '../../../pipeline/run-dir/events.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { smallRun } from '../runs/small-runs.ts';
import { finish } from './driven.ts';

keepFilesInMemory();
const test = suite('a run tells what happens and how far it is');
const folder = scratchFolder();

test('its events, in order', async () => {
  const { directory, manifest } = await smallRun(folder, 'events', 900, 5);
  const told: RunEvent[] = [];
  const { events } = await finish(directory, { workers: 2 }, { onEvent: (event) => told.push(event) });
  const [planned, ...since] = events;
  assert.equal(since, told, 'the hook and the file say the same');
  const { bytes } = manifest.input.files[0] ?? {};
  assert.equal({ ...planned, at: 0 }, { at: 0, type: 'planned', partitions: 5, bytes, files: 1 });
  const types = since.map(({ type }) => type);
  assert.equal(types.slice(0, 1), ['started']);
  assert.equal(types.slice(-2), ['combining', 'finished']);
  assert.is(types.filter((type) => type === 'attempt').length, 5);
  assert.is(types.filter((type) => type === 'done').length, 5);
  const rows = told.flatMap((event) => (event.type === 'done' ? [event.rows] : []));
  assert.is(
    rows.reduce((sum, own) => sum + own, 0),
    900,
  );
  const last = told.at(-1);
  assert.is(last?.type === 'finished' && last.rows, 900);
  assert.equal(
    events.map(({ at }) => at),
    events.map(({ at }) => at).sort((a, b) => a - b),
  );
});

test('its progress, which never goes back and ends at the whole', async () => {
  const { directory, manifest } = await smallRun(folder, 'progress', 900, 5);
  const told: RunProgress[] = [];
  await finish(directory, { workers: 2 }, { onProgress: (progress) => told.push({ ...progress }) });
  for (const [index, now] of told.entries()) {
    const before = told[index - 1];
    if (before === undefined) continue;
    assert.ok(now.bytes >= before.bytes && now.rows >= before.rows && now.done >= before.done, JSON.stringify(now));
    assert.ok(now.stage === 'combining' || before.stage === 'processing');
  }
  const [file] = manifest.input.files;
  const last = told.at(-1);
  assert.equal([last?.stage, last?.done, last?.partitions, last?.rows], ['combining', 5, 5, 900]);
  assert.is(last?.totalBytes, (file?.bytes ?? 0) - (file?.dataStart ?? 0));
});

test.run();
