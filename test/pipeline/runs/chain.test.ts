import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Refusal } from '../../../pipeline/jobs/job.ts';
import type { InputFile, Manifest, Partition, Slice } from '../../../pipeline/run-dir/manifest.ts';
import { confirmedRefusal, findBrokenLink, type Processed, recut, startsFile } from '../../../pipeline/runs/chain.ts';

const test = suite('each partition must start where the one before it ended');

const file = (compression: InputFile['compression'], bytes: number): InputFile => ({
  path: '/nowhere',
  name: 'nowhere',
  bytes,
  mtimeMs: 0,
  hash: '',
  compression,
  dataStart: 10,
  headerLines: 1,
});

/** Partitions from their slices; only what the chain looks at. */
function manifestOf(files: InputFile[], ...slices: Slice[][]): Manifest {
  const partitions = slices.map((own, index): Partition => ({ index, slices: own }));
  return { input: { files }, partitions } as unknown as Manifest;
}

const slice = (start: number, end: number, index = 0): Slice => ({ file: index, start, end, certain: start === 10 });
const place = (at: number, index = 0, skip = 0) => ({ file: index, at, skip });
const found = (start: number, end: number, index = 0): Processed => ({
  start: place(start, index),
  end: place(end, index),
  refusal: null,
});
const refused = (start: number, code: string): Processed => ({
  start: place(start),
  end: null,
  refusal: { code, message: '', next: '', file: 0, offset: 0 } satisfies Refusal,
});

const three = manifestOf([file('none', 100)], [slice(10, 40)], [slice(40, 70)], [slice(70, 100)]);

function broken(manifest: Manifest, processed: Record<number, Processed>): [index: number, at?: number] | null {
  const link = findBrokenLink(manifest, new Map(Object.entries(processed).map(([key, one]) => [Number(key), one])));
  return link === null ? null : [link.partition.index, link.partition.slices[0]?.start as number];
}

function refusalOf(manifest: Manifest, processed: Record<number, Processed>): string | undefined {
  return confirmedRefusal(manifest, new Map(Object.entries(processed).map(([key, one]) => [Number(key), one])))?.code;
}

test('partitions that join', () => {
  assert.is(broken(three, { 0: found(10, 40), 1: found(40, 70), 2: found(70, 100) }), null);
});

test('the first that does not join is cut where the one before ended', () => {
  const processed = { 0: found(10, 45), 1: found(40, 70), 2: found(71, 100) };
  assert.equal(broken(three, processed), [1, 45]);
  assert.equal(broken(three, { ...processed, 1: found(45, 70) }), [2, 70]);
  assert.is(broken(three, { 0: found(10, 45), 1: found(45, 70), 2: found(70, 100) }), null);
});

test('a record across a whole partition leaves it empty', () => {
  assert.equal(broken(three, { 0: found(10, 80), 1: found(40, 70), 2: found(70, 100) }), [1, 80]);
  assert.equal(broken(three, { 0: found(10, 80), 1: found(80, 80), 2: found(70, 100) }), [2, 80]);
  assert.is(broken(three, { 0: found(10, 80), 1: found(80, 80), 2: found(80, 100) }), null);
});

test('behind a partition that is missing nothing is judged', () => {
  assert.is(broken(three, { 0: found(10, 45), 2: found(71, 100) }), null);
  assert.is(broken(three, { 1: found(40, 70), 2: found(99, 100) }), null);
});

test('behind a partition that was refused nothing is judged', () => {
  assert.is(broken(three, { 0: refused(10, 'x'), 1: found(41, 70), 2: found(70, 100) }), null);
});

test('partitions without a slice are passed over', () => {
  const gaps = manifestOf([file('none', 100)], [], [slice(10, 40)], [], [slice(40, 100)], []);
  const none: Processed = { start: null, end: null, refusal: null };
  assert.is(broken(gaps, { 0: none, 1: found(10, 40), 2: none, 3: found(40, 100), 4: none }), null);
  assert.equal(broken(gaps, { 0: none, 1: found(10, 50), 2: none, 3: found(40, 100), 4: none }), [3, 50]);
});

test('each file starts anew', () => {
  const two = manifestOf(
    [file('none', 50), file('none', 50)],
    [slice(10, 30)],
    [slice(30, 50), slice(10, 20, 1)],
    [slice(20, 50, 1)],
  );
  const second: Processed = { start: place(30), end: place(20, 1), refusal: null };
  assert.is(broken(two, { 0: found(10, 30), 1: second, 2: found(20, 50, 1) }), null);
  assert.equal(broken(two, { 0: found(10, 30), 1: second, 2: found(25, 50, 1) }), [2, 20]);
  assert.equal(broken(two, { 0: found(10, 31), 1: second, 2: found(25, 50, 1) }), [1, 31]);
});

test('places in gzip members are compared with what is skipped of them', () => {
  const zipped = manifestOf([file('gzip', 100)], [{ ...slice(0, 40), certain: true }], [slice(40, 100)]);
  const start = (skip: number): Record<number, Processed> => ({
    0: { start: place(0, 0, 10), end: place(40, 0, 7), refusal: null },
    1: { start: place(40, 0, skip), end: place(90, 0, 5), refusal: null },
  });
  assert.is(broken(zipped, start(7)), null);
  const link = findBrokenLink(zipped, new Map(Object.entries(start(6)).map(([key, one]) => [Number(key), one])));
  assert.equal(link?.partition.slices[0], { file: 0, start: 40, end: 100, certain: true, skip: 7 });
});

test('a partition starts a file where its data begins', () => {
  assert.equal(
    three.partitions.map((partition) => startsFile(three, partition)),
    [true, false, false],
  );
  const zipped = manifestOf([file('gzip', 100)], [slice(0, 40)], [slice(10, 100)], []);
  assert.equal(
    zipped.partitions.map((partition) => startsFile(zipped, partition)),
    [true, false, true],
  );
});

test('a new cut changes the first slice only', () => {
  const partition = { index: 4, slices: [slice(40, 70), slice(10, 20, 1)] };
  assert.equal(recut(partition, place(45)), {
    index: 4,
    slices: [{ file: 0, start: 45, end: 70, certain: true, skip: 0 }, slice(10, 20, 1)],
  });
  assert.equal(recut({ index: 1, slices: [] }, place(45)), { index: 1, slices: [] });
});

test('a refusal counts when the start of its partition is confirmed', () => {
  assert.is(refusalOf(three, { 0: refused(10, 'first') }), 'first');
  assert.is(refusalOf(three, { 0: found(10, 40), 1: refused(40, 'second') }), 'second');
  assert.is(refusalOf(three, { 0: found(10, 45), 1: refused(40, 'second') }), undefined);
  assert.is(refusalOf(three, { 1: refused(40, 'second') }), undefined);
  assert.is(refusalOf(three, { 0: found(10, 45), 1: found(40, 70), 2: refused(70, 'third') }), undefined);
  assert.is(refusalOf(three, { 0: found(10, 40), 1: refused(40, 'second'), 2: refused(70, 'third') }), 'second');
});

test.run();
