import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readManifest } from '../../../pipeline/run-dir/read-manifest.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder, writeFiles } from '../input/scratch.ts';
import { planWords } from '../jobs/words/driven-words.ts';
import { drive, finish } from '../run/driven.ts';

keepFilesInMemory();
const test = suite('workers are told of the files of their partition, whatever the number of files');
const folder = scratchFolder();
// More than are told at a time, and than a manifest has that people read.
const fileCount = 2500;
const names = Array.from({ length: fileCount }, (_, index) => `${String(index).padStart(5, '0')}.txt`);

test('the manifest is read as it was planned, and the result names each file in its place', async () => {
  const texts = Object.fromEntries(
    names.map((name, index) => [name, index % 9 === 0 ? '' : 'agua '.repeat(index % 7)]),
  );
  writeFiles(join(folder, 'texts'), texts);
  const { directory, manifest } = await planWords({
    inputs: [join(folder, 'texts')],
    partitions: 5,
    out: join(folder, 'run'),
  });
  assert.equal(readManifest(directory), manifest);
  const { result } = await finish(directory, { workers: 2 });
  const { perFile } = JSON.parse(result) as { perFile: { name: string; words: number; bytes: number }[] };
  assert.equal(
    perFile.map(({ name, words, bytes }) => [name, words, bytes]),
    names.map((name) => [name, (texts[name]?.length ?? 0) / 5, texts[name]?.length]),
  );
});

test('files without rows, which no partition has, are in the result too', async () => {
  const tables = Object.fromEntries(names.map((name, index) => [name, index % 500 === 7 ? 'v\n1\n' : 'v\n']));
  writeFiles(join(folder, 'tables'), tables);
  const inputs = names.map((name) => join(folder, 'tables', name));
  const { result } = await drive({ inputs, describe: { columns: ['v'] }, out: join(folder, 'csv') });
  const { input, rows } = JSON.parse(result) as { input: { files: { name: string }[] }; rows: number };
  assert.is(rows, 5);
  assert.equal(
    input.files.map(({ name }) => name),
    names,
  );
});

test.run();
