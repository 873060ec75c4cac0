import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ATTEMPT_PARTIAL, paths } from '../../../pipeline/run-dir/layout.ts';
import { listAttempts } from '../../../pipeline/runs/attempts.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { digest, finish } from '../run/driven.ts';
import { attemptAt, smallRun } from '../runs/small-runs.ts';

keepFilesInMemory();
const test = suite('fault 33: a partition that is processed twice counts once');
const folder = scratchFolder();

const partialOf = (directory: string, partition: number, attempt: number) =>
  digest(readFileSync(join(paths.attempt(directory, partition, attempt), ATTEMPT_PARTIAL)));

test('both attempts have the same partial, whatever memory and buffer they had', async () => {
  const { directory, manifest } = await smallRun(folder, 'same', 2000);
  await attemptAt(directory, manifest, 1, 1);
  await attemptAt(directory, manifest, 1, 2);
  await attemptAt(directory, manifest, 1, 3, { memoryBytes: 1 });
  await attemptAt(directory, manifest, 1, 4, { bufferBytes: 64 });
  await attemptAt(directory, manifest, 1, 5, { vectors: false });
  const digests = listAttempts(directory, 1).map((attempt) => partialOf(directory, 1, attempt));
  assert.is(digests.length, 5);
  assert.is(new Set(digests).size, 1);
});

test('one is chosen, and the result is what it is without the others', async () => {
  const { directory: alone } = await smallRun(folder, 'alone', 2000);
  const { result: expected } = await finish(alone);
  const { directory, manifest } = await smallRun(folder, 'twice', 2000);
  for (const attempt of [1, 2])
    for (const { index } of manifest.partitions) await attemptAt(directory, manifest, index, attempt);
  const { result, ledger } = await finish(directory);
  assert.is(result, expected);
  assert.equal(readdirSync(paths.partials(directory)).sort(), ['0.json', '1.json', '2.json']);
  assert.equal(
    ledger.partitions.map(({ attempt }) => attempt),
    [2, 2, 2],
    'the newest of those that are there',
  );
});

test('a second run of a finished one changes no byte of its directory', async () => {
  const { directory } = await smallRun(folder, 'again');
  await finish(directory);
  const snapshot = () =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path, digest(readFileSync(path))]);
  const before = snapshot();
  await finish(directory);
  assert.equal(snapshot(), before);
});

test.run();
