import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EnjambreError } from '../../../pipeline/errors.ts';
import {
  checkUnchanged,
  combinedIdentity,
  fullHash,
  sampleBlocks,
  sampledHash,
} from '../../../pipeline/input/identity.ts';
import { openFile } from '../../../pipeline/input/open-file.ts';
import type { InputFile } from '../../../pipeline/run-dir/manifest.ts';
import { inputFile, scratchFolder } from './scratch.ts';

const test = suite('the identity of an input file tells whether it changed');
const folder = scratchFolder();
const path = join(folder, 'data.csv');
const large = new Uint8Array(3_000_000).map((_, index) => index % 251);

async function withFile<T>(read: (file: ReturnType<typeof openFile>) => T | Promise<T>): Promise<T> {
  const file = openFile(path);
  try {
    return await read(file);
  } finally {
    file.close();
  }
}

/** With the same modification time, a change must be seen in the content. */
function write(content: string | Uint8Array, mtimeSeconds: number): InputFile {
  const file = inputFile(path, content);
  utimesSync(path, mtimeSeconds, mtimeSeconds);
  return { ...file, mtimeMs: mtimeSeconds * 1000 };
}

async function refusal(run: Promise<void>): Promise<EnjambreError> {
  try {
    await run;
  } catch (error) {
    return error as EnjambreError;
  }
  throw new Error('not refused');
}

test('the sampled hash of a small file covers the size and every byte', async () => {
  writeFileSync(path, 'a,b\n1,2\n');
  const expected = createHash('sha256').update('8\na,b\n1,2\n').digest('hex');
  assert.is(await withFile((file) => sampledHash(file)), `sampled:${expected}`);
});

test('the blocks of a large file lie at its beginning, its end and evenly between', async () => {
  writeFileSync(path, large);
  const blocks = await withFile((file) => sampleBlocks(file));
  assert.is(blocks.length, 16);
  assert.is(blocks[0]?.position, 0);
  assert.is((blocks[15]?.position ?? 0) + (blocks[15]?.bytes.length ?? 0), large.length);
  for (const [i, { position, bytes }] of blocks.entries()) {
    assert.ok(Math.abs(position - (i * (large.length - 65536)) / 15) <= 1);
    assert.equal(bytes.slice(0, 100), large.slice(position, position + 100));
  }
});

test('the full hash is that of sha256sum', async () => {
  writeFileSync(path, large);
  assert.is(await withFile(fullHash), `sha256:${createHash('sha256').update(large).digest('hex')}`);
  writeFileSync(path, '');
  assert.match(await withFile(fullHash), /^sha256:e3b0c44298fc1c149afbf4c8996fb924/);
});

test('a file that was only touched passes, if all of its content is known', async () => {
  const small = inputFile(path, 'v\n1\n');
  utimesSync(path, 1_600_000_000, 1_600_000_000);
  await checkUnchanged(small, 'sampled');
  const file = inputFile(path, large);
  await checkUnchanged(file, 'sampled');
  utimesSync(path, 1_600_000_000, 1_600_000_000);
  await checkUnchanged({ ...file, hash: await withFile(fullHash) }, 'sampled');
  assert.match((await refusal(checkUnchanged(file, 'sampled'))).message, /it was modified 2020-09-13T12:26:40/);
});

test('a file of another size is refused, naming both sizes and what to do', async () => {
  const file = inputFile(path, 'v\n1\n2\n');
  truncateSync(path, 4);
  const { code, message, next } = await refusal(checkUnchanged(file, 'sampled'));
  assert.is(code, 'input-changed');
  assert.is(message, 'The input "data.csv" changed since the run was planned: its size was 6 bytes and is 4 bytes');
  assert.is(next, 'put the file back as it was, or start a new run');
});

test('another content of the same size is refused, whether the time changed or not', async () => {
  const file = write('v\n1\n', 1_700_000_000);
  write('v\n2\n', 1_700_000_000);
  assert.match((await refusal(checkUnchanged(file, 'sampled'))).message, /its content is not what it was$/);
  write('v\n2\n', 1_600_000_000);
  assert.match((await refusal(checkUnchanged(file, 'sampled'))).message, /it was modified 2020-09-13T12:26:40/);
});

test('with a full hash, a change between the sampled blocks is seen', async () => {
  const sampled = write(large, 1_700_000_000);
  const full = { ...sampled, hash: await withFile(fullHash) };
  write(large.with(100_000, 255), 1_700_000_000);
  await checkUnchanged(sampled, 'sampled');
  await checkUnchanged(full, 'sampled');
  assert.is((await refusal(checkUnchanged(full, 'full'))).code, 'input-changed');
  write(large.with(100_000, 255), 1_700_000_005);
  assert.is((await refusal(checkUnchanged(full, 'sampled'))).code, 'input-changed');
});

test('a file that is gone is refused as changed', async () => {
  const file = inputFile(path, 'v\n');
  rmSync(path);
  assert.match((await refusal(checkUnchanged(file, 'sampled'))).message, 'it is gone');
});

test('the combined identity depends on names, sizes, hashes and order', () => {
  const a = { name: 'a', bytes: 1, hash: 'sampled:1' };
  const b = { name: 'b', bytes: 2, hash: 'sampled:2' };
  const all = [
    [a, b],
    [b, a],
    [a],
    [a, { ...b, name: 'c' }],
    [a, { ...b, bytes: 3 }],
    [a, { ...b, hash: 'sampled:3' }],
  ];
  assert.is(new Set(all.map(combinedIdentity)).size, all.length);
  assert.match(combinedIdentity([a]), /^[0-9a-f]{64}$/);
});

test('a named pipe is refused at once: nobody writes to it', () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  assert.throws(() => openFile(pipe), /it is not a regular file/);
});

test.run();
