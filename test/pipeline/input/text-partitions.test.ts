import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { planReplicaPartitions, planTextPartitions, remainderOf } from '../../../pipeline/input/text-partitions.ts';
import type { InputFile, Partition } from '../../../pipeline/run-dir/manifest.ts';
import { gzipOf, memberStarts } from './gzip-samples.ts';
import { inputFile, scratchFolder } from './scratch.ts';

const test = suite('text files are shared out to partitions, large ones cut at whitespace');
const folder = scratchFolder();
let made = 0;

function fileOf(content: string | Uint8Array, known: Parameters<typeof inputFile>[2] = {}): InputFile {
  return inputFile(join(folder, `${made++}`), content, known);
}

/** `file:start-end` of each slice. */
function shown(partitions: Partition[]): string[] {
  return partitions.map(({ slices }) => slices.map(({ file, start, end }) => `${file}:${start}-${end}`).join(' '));
}

test('many small files share a partition, in input order', () => {
  const files = Array.from({ length: 40 }, () => fileOf('x'.repeat(1000)));
  const partitions = planTextPartitions(files, 4, 2);
  assert.equal(
    partitions.map(({ slices }) => slices.length),
    [10, 10, 10, 10],
  );
  assert.equal(
    partitions.flatMap(({ slices }) => slices.map(({ file }) => file)),
    files.map((_, index) => index),
  );
  assert.is(planTextPartitions(files, undefined, 8).length, 1);
});

test('a large file is cut at whitespace, which begins the second slice', () => {
  const text = 'palabra '.repeat(10_000);
  const partitions = planTextPartitions([fileOf(text)], 3, 2);
  assert.is(partitions.length, 3);
  for (const { slices } of partitions.slice(1)) {
    const [{ start, certain }] = slices as [(typeof slices)[0]];
    assert.is(text[start], ' ');
    assert.not.ok(certain);
  }
});

test('a file without whitespace is not cut', () => {
  const file = fileOf('x'.repeat(100_000));
  assert.equal(shown(planTextPartitions([file], 3, 2)), ['', '', '0:0-100000']);
  assert.equal(shown(planTextPartitions([file], undefined, 2)), ['0:0-100000']);
});

test('every empty file is in exactly one partition', () => {
  for (const texts of [
    [''],
    ['', ''],
    ['', 'a b c d e f', ''],
    ['a b', '', '', 'c d'],
    ['', '', 'a'.repeat(9000), ''],
  ]) {
    const files = texts.map((text) => fileOf(text));
    for (const count of [1, 2, 3, 7, undefined]) {
      const slices = planTextPartitions(files, count, 3).flatMap((partition) => partition.slices);
      const covered = files.map(() => 0);
      for (const { file, start, end } of slices) {
        assert.is(start, covered[file], JSON.stringify([texts, count]));
        covered[file] = end;
      }
      assert.equal(
        covered,
        files.map(({ bytes }) => bytes),
      );
      assert.equal(new Set(slices.map(({ file }) => file)).size, files.length, JSON.stringify([texts, count]));
    }
  }
});

test('a byte order mark belongs to no slice', () => {
  assert.equal(shown(planTextPartitions([fileOf('\ufeff', { dataStart: 3 })], 1, 1)), ['0:3-3']);
  assert.equal(shown(planTextPartitions([fileOf('\ufeffa', { dataStart: 3 })], 1, 1)), ['0:3-4']);
});

test('gzip is cut between members', () => {
  const texts = ['uno dos ', 'tres cuatro ', 'cinco'];
  const file = fileOf(gzipOf(...texts), { compression: 'gzip' });
  const starts = new Set(memberStarts(...texts));
  const partitions = planTextPartitions([file], 3, 1);
  assert.ok(partitions.every(({ slices }) => slices.every(({ start }) => starts.has(start))));
  assert.is(partitions[0]?.slices[0]?.skip, 0);
});

test('replicas get whole files by the MD5 of their names', () => {
  // printf a.txt | md5sum
  assert.equal(
    [1, 2, 3, 5, 7].map((count) => remainderOf('a.txt', count)),
    [1, 2, 3, 5, 7].map((count) => Number(0xa5e54d1fd7bb69a228ef0dcd2431367en % BigInt(count))),
  );
  const files = ['a.txt', 'b/c', 'ñ', '\n', '10'].map((name) => ({ ...fileOf('a b'), name }));
  const partitions = planReplicaPartitions(files, 3);
  assert.is(partitions.length, 3);
  for (const { index, slices } of partitions) {
    for (const { file, start, end, certain } of slices) {
      assert.is(remainderOf(files[file]?.name ?? '', 3), index);
      assert.equal([start, end, certain], [0, 3, true]);
    }
  }
  assert.is(partitions.flatMap(({ slices }) => slices).length, files.length);
});

test('a count out of range is refused', () => {
  for (const count of [0, -1, 1.5, 65_537]) {
    assert.throws(() => planTextPartitions([fileOf('a')], count, 1), /Cannot make/);
    assert.throws(() => planReplicaPartitions([fileOf('a')], count), /Cannot make/);
  }
});

test.run();
