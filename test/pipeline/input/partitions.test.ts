import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scanRecords } from '../../../pipeline/csv/records.ts';
import type { EnjambreError } from '../../../pipeline/errors.ts';
import { planPartitions } from '../../../pipeline/input/partitions.ts';
import { defaultPartitionCount } from '../../../pipeline/input/tiling.ts';
import type { Dialect, InputFile, Partition, Slice } from '../../../pipeline/run-dir/manifest.ts';
import { bytesOf, parseCsv } from '../../oracle/csv.ts';
import { bgzfOf, gzipOf, memberStarts, noise } from './gzip-samples.ts';
import { inputFile, scratchFolder } from './scratch.ts';

const test = suite('an input is cut into partitions that tile it');
const folder = scratchFolder();
const dialect: Dialect = { delimiter: ',', decimal: '.', encoding: 'utf-8' };

/** A plain file whose header is its first line. */
function csvFile(name: string, text: string): InputFile {
  return inputFile(join(folder, name), bytesOf(text), { dataStart: text.indexOf('\n') + 1 });
}

function plan(files: InputFile[], count: number | undefined, fieldCount = 2, cores = 2): Partition[] {
  const partitions = planPartitions(files, count, cores, dialect, fieldCount);
  assertTiles(files, partitions);
  return partitions;
}

function dataStart(file: InputFile | undefined): number {
  return file === undefined || file.compression === 'gzip' ? 0 : file.dataStart;
}

/** No gap, no overlap, in input order; only a file's first slice is certain. */
function assertTiles(files: InputFile[], partitions: Partition[]): void {
  assert.equal(
    partitions.map(({ index }) => index),
    [...partitions.keys()],
  );
  const slices = partitions.flatMap((partition) => partition.slices);
  for (const [file, known] of files.entries()) {
    let at = dataStart(known);
    for (const slice of slices.filter((one) => one.file === file)) {
      assert.is(slice.start, at);
      assert.ok(slice.end > slice.start);
      assert.is(slice.certain, slice.start === dataStart(known));
      at = slice.end;
    }
    assert.is(at, known.bytes);
  }
  assert.equal(
    slices.map(({ file }) => file),
    slices.map(({ file }) => file).sort((a, b) => a - b),
  );
}

/** What a worker reads that trusts every start: the records that start within the slice. */
function rowsOf(text: string, slice: Slice): string[][] {
  const { records } = scanRecords(bytesOf(text.slice(slice.start)), { delimiter: 44, complete: true });
  const own = records.filter(({ start }) => start < slice.end - slice.start);
  return own.map(({ fields }) => fields.map((field) => Buffer.from(field ?? []).toString('latin1')));
}

function assertExact(text: string, count: number, fieldCount: number): void {
  const file = csvFile('exact.csv', text);
  const partitions = plan([file], count, fieldCount);
  assert.is(partitions.length, count);
  const rows = partitions.flatMap(({ slices }) => slices.flatMap((slice) => rowsOf(text, slice)));
  const expected = parseCsv('exact.csv', text, ',').slice(1);
  assert.equal(
    rows,
    expected.map((record) => record.map(({ content }) => content)),
    `${count} partitions`,
  );
}

const nasty = [
  'id,text,value\n',
  '1,"two\nlines, and a comma",2.5\r\n',
  '2,"a ""quoted"" word",3\n\n',
  '3,"\n\n""\n,""\n",4\n',
  '5,"looks like rows\n6,x,7\n7,y,8\n",9\n',
  '"8","",""\n',
  '9,"x\n"y,10',
].join('');

test('a file full of quoted line feeds is cut right at every place, into any number of partitions', () => {
  for (let count = 1; count <= nasty.length + 3; count++) assertExact(nasty, count, 3);
});

test('random quoted text is cut right wherever the two readings meet', () => {
  const field = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'ab ,\n"'), maxLength: 12 }).map((text) => `"${text.replaceAll('"', '""')}"`),
    fc.constantFrom('1.5', 'x', ''),
  );
  // A plain first field makes the readings meet at each row.
  const row = fc.tuple(fc.nat(99), field, field).map((fields) => fields.join(','));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), fc.integer({ min: 1, max: 40 }), (rows, count) => {
      assertExact(`a,b,c\n${rows.join('\n')}\n`, count, 3);
    }),
    { numRuns: 300 },
  );
});

test('whatever the bytes, partitions tile the file', () => {
  const soup = fc.string({ unit: fc.constantFrom(...'""",,\n\n\rab'), maxLength: 80, size: 'max' });
  fc.assert(
    fc.property(soup, fc.integer({ min: 1, max: 99 }), (text, count) => {
      assert.is(plan([csvFile('soup.csv', `a,b\n${text}`)], count).length, count);
    }),
    { numRuns: 300 },
  );
});

test('partitions of a plain file are about equally large', () => {
  const text = `a,b\n${'12345,6789\n'.repeat(50_000)}`;
  for (const count of [2, 7, 64, 333]) {
    const sizes = plan([csvFile('even.csv', text)], count).map(
      ({ slices }) => (slices[0]?.end ?? 0) - (slices[0]?.start ?? 0),
    );
    assert.ok(
      Math.max(...sizes) - Math.min(...sizes) <= 22,
      `${count}: ${Math.min(...sizes)} to ${Math.max(...sizes)}`,
    );
  }
});

test('a line too long to see its end is not cut', () => {
  const text = `a,b\n1,2\n3,${'x'.repeat(9_000_000)}\n5,6\n`;
  const partitions = plan([csvFile('long.csv', text)], 4);
  assert.equal(
    partitions.map(({ slices }) => slices.length),
    [0, 1, 0, 1],
  );
  assert.equal(partitions[3]?.slices[0]?.start, text.length - 4);
});

test('an input without rows gives partitions without slices', () => {
  const file = csvFile('header-only.csv', 'a,b\n');
  assert.equal(plan([file], undefined), [{ index: 0, slices: [] }]);
  assert.equal(plan([file], 2), [
    { index: 0, slices: [] },
    { index: 1, slices: [] },
  ]);
});

test('many small files share partitions, in order', () => {
  const files = Array.from({ length: 50 }, (_, i) => csvFile(`small-${i}.csv`, `a,b\n${'1,2\n'.repeat(i % 7)}`));
  const partitions = plan(files, 3);
  assert.is(partitions.length, 3);
  for (const { slices } of partitions) assert.ok(slices.length > 8);
  assert.is(plan(files, undefined).length, 1);
});

test('a cut near the edge of a file is made at the edge', () => {
  const rows = (count: number) => `a,b\n${'1,2\n'.repeat(count)}`;
  for (const [one, two] of [
    [1010, 990],
    [990, 1010],
  ] as const) {
    const files = [csvFile('one.csv', rows(one)), csvFile('two.csv', rows(two))];
    assert.equal(
      plan(files, 2).map(({ slices }) => slices.map(({ file }) => file)),
      [[0], [1]],
    );
  }
});

test('a gzip file is cut at its members, the header skipped in the first', () => {
  const texts = ['a,b\n1,2\n', noise(40_000), noise(40_000, 2), noise(40_000, 3)];
  const starts = memberStarts(...texts);
  const file = inputFile(join(folder, 'many.csv.gz'), gzipOf(...texts), { compression: 'gzip', dataStart: 4 });
  assert.equal(plan([file], 3), [
    { index: 0, slices: [{ file: 0, start: 0, end: starts[2], certain: true, skip: 4 }] },
    { index: 1, slices: [{ file: 0, start: starts[2], end: starts[3], certain: false }] },
    { index: 2, slices: [{ file: 0, start: starts[3], end: file.bytes, certain: false }] },
  ]);
});

test('a gzip file of one member is one partition; more are empty, and only when asked for', () => {
  const file = inputFile(join(folder, 'one.csv.gz'), gzipOf(noise(3_000_000)), { compression: 'gzip', dataStart: 4 });
  assert.is(plan([file], undefined).length, 1);
  const counts = plan([file], 5).map(({ slices }) => slices.length);
  assert.is(counts.length, 5);
  assert.is(
    counts.reduce((sum, count) => sum + count),
    1,
  );
});

test('the many members of BGZF make one slice a partition', () => {
  const file = inputFile(join(folder, 'b.csv.gz'), bgzfOf(noise(400_000), 1000), { compression: 'gzip', dataStart: 4 });
  assert.equal(
    plan([file], 8).map(({ slices }) => slices.length),
    Array(8).fill(1),
  );
});

test('the empty member that ends BGZF is no slice', () => {
  const file = inputFile(join(folder, 'b.csv.gz'), bgzfOf(noise(1000), 2000), { compression: 'gzip', dataStart: 4 });
  assert.equal(
    plan([file], 2).flatMap(({ slices }) => slices.map(({ start, end }) => [start, end])),
    [[0, file.bytes]],
  );
});

test('plain and gzip files are mixed', () => {
  const plain = csvFile('mixed.csv', `a,b\n${'1,2\n'.repeat(2000)}`);
  const packed = inputFile(join(folder, 'mixed.csv.gz'), gzipOf(noise(20_000)), { compression: 'gzip', dataStart: 4 });
  for (let count = 1; count < 30; count++) plan([packed, plain, packed], count);
});

test('the number of partitions follows from size and cores', () => {
  const mebibyte = 1024 ** 2;
  const counts: [mebibytes: number, cores: number, count: number][] = [
    [0, 4, 1],
    [1, 4, 1],
    [5, 4, 2],
    [100, 4, 4],
    [760, 2, 4],
    [760, 4, 4],
    [10_000, 2, 40],
    [10_000_000, 2, 4096],
  ];
  for (const [mebibytes, cores, count] of counts) assert.is(defaultPartitionCount(mebibytes * mebibyte, cores), count);
});

test('refuses a number of partitions that makes no sense', () => {
  for (const count of [0, -1, 1.5, Number.NaN, 65537]) {
    assert.throws(
      () => plan([csvFile('x.csv', 'a\n1\n')], count),
      (error: EnjambreError) => error.exitCode === 2 && error.message === `Cannot make ${count} partitions`,
    );
  }
});

test.run();
