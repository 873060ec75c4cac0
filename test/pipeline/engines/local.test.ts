import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Ending } from '../../../pipeline/engines/engine.ts';
import { LocalEngine } from '../../../pipeline/engines/local.ts';
import { DEFAULT_LIMITS } from '../../../pipeline/jobs/job.ts';
import type { Manifest, Partition } from '../../../pipeline/run-dir/manifest.ts';
import { commitAttempt, listAttempts, readAttempt } from '../../../pipeline/runs/attempts.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder, writeFiles } from '../input/scratch.ts';
import { digest, refusal, resultOf } from '../run/driven.ts';
import { smallCsv, smallRun } from '../runs/small-runs.ts';

keepFilesInMemory();
const test = suite('the local engine makes each attempt that it is given, and says how it ended');
const folder = scratchFolder();

/** An engine at work in a run directory; it is closed whatever happens. */
async function withEngine<T>(
  name: string,
  workers: number,
  work: (engine: LocalEngine, directory: string, manifest: Manifest, bytesTold: () => number) => Promise<T>,
): Promise<T> {
  const { directory, manifest } = await smallRun(folder, name, 3000, 12);
  let bytes = 0;
  const onBytes = (byteCount: number) => {
    bytes += byteCount;
  };
  const engine = new LocalEngine({ directory, manifest, workers, limits: DEFAULT_LIMITS, onBytes });
  try {
    return await work(engine, directory, manifest, () => bytes);
  } finally {
    await engine.close();
  }
}

function failed(ending: Ending): Extract<Ending, { ok: false }> {
  if (ending.ok) throw new Error('it did not fail');
  return ending;
}

test('more attempts than workers wait their turn', () =>
  withEngine('turns', 2, async (engine, directory, manifest, bytesTold) => {
    assert.equal([engine.name, engine.workers], ['local', 2]);
    const endings = await Promise.all(
      manifest.partitions.map((partition) => engine.attempt({ partition, attempt: 1 })),
    );
    assert.ok(endings.every(({ ok }) => ok));
    const rows = manifest.partitions.map(({ index }) => readAttempt(directory, manifest, index, 1).totals.rows);
    assert.is(
      rows.reduce((sum, own) => sum + own, 0),
      3000,
    );
    const [file] = manifest.input.files;
    assert.ok(bytesTold() >= (file?.bytes ?? 0) - (file?.dataStart ?? 0), 'all bytes were told of');
  }));

test('the same partition twice at once gives two attempts with the same partial', () =>
  withEngine('twice', 2, async (engine, directory, manifest) => {
    const partition = manifest.partitions[3] as Partition;
    await Promise.all([1, 2].map((attempt) => engine.attempt({ partition, attempt })));
    assert.equal(listAttempts(directory, 3), [1, 2]);
    const [first, second] = [1, 2].map((attempt) => readAttempt(directory, manifest, 3, attempt).totals);
    assert.equal(first, second);
    assert.match(first?.partial?.sha256 ?? '', /^[0-9a-f]{64}$/);
  }));

test('an error of the input is final, and keeps its code and what to do', () =>
  withEngine('changed', 1, async (engine, _, manifest) => {
    writeFiles(join(folder, 'changed'), { 'data.csv': smallCsv(10) });
    const ending = failed(await engine.attempt({ partition: manifest.partitions[1] as Partition, attempt: 1 }));
    assert.equal([ending.final, ending.code], [true, 'input-changed']);
    assert.match(ending.reason, /"data\.csv" changed since the run was planned/);
    assert.match(ending.next ?? '', /put the file back/);
  }));

test('an error that nobody thought of may be tried again', () =>
  withEngine('unforeseen', 1, async (engine, directory, manifest) => {
    const partition = manifest.partitions[2] as Partition;
    const impossible = { ...partition, slices: [{ file: 7, start: 0, end: 1, certain: true }] };
    const ending = failed(await engine.attempt({ partition: impossible, attempt: 1 }));
    assert.is(ending.final, false);
    assert.ok(ending.reason.length > 10, ending.reason);
    assert.equal(listAttempts(directory, 2), []);
    assert.ok((await engine.attempt({ partition, attempt: 1 })).ok, 'the worker goes on');
  }));

test('a worker merges what was chosen', () =>
  withEngine('merges', 1, async (engine, directory, manifest) => {
    const error = await refusal(engine.combine());
    assert.equal([error.code, error.next], ['partition-missing', `enjambre resume ${directory}`]);
    for (const partition of manifest.partitions) {
      await engine.attempt({ partition, attempt: 1 });
      commitAttempt(directory, manifest, partition.index, 1);
    }
    await engine.combine();
    const first = digest(resultOf(directory));
    await engine.combine();
    assert.is(digest(resultOf(directory)), first);
  }));

test('closing ends the workers at once, whatever they do', async () => {
  const startedAt = performance.now();
  await withEngine('closed', 2, async (engine, _, manifest) => {
    for (const partition of manifest.partitions) void engine.attempt({ partition, attempt: 1 });
  });
  assert.ok(performance.now() - startedAt < 5000);
});

test.run();
