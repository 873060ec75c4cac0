import { createHash } from 'node:crypto';
import { existsSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mergeSegments, narrowSegments } from '../../../pipeline/partial/merge.ts';
import { keepFilesInMemory, runs } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { fileBytes, type PlainGroup, plainCell, readSegment, writeSegment } from './segments.ts';

keepFilesInMemory();
const test = suite('segments of neighbours merge into the segment of the whole');
const folder = scratchFolder();
const window = 3;

/** A row: its group, and a value with its scale; a value that is null is missing. */
type Row = { key: number; value: bigint | null };

/** The segment that a sequence of rows must give, values at one scale. */
function groupsOf(rows: Row[], scale: number, firstOffset: number): PlainGroup[] {
  const keys = [...new Set(rows.map((row) => row.key))].sort((a, b) => a - b);
  return keys.map((key) => {
    const own = rows.filter((row) => row.key === key);
    const values = own.flatMap((row) => (row.value === null ? [] : [row.value]));
    const cell = { ...plainCell(values, scale, window), missing: own.length - values.length };
    return { key: [1, key, 0, 0], rows: own.length, first: firstOffset + rows.indexOf(own[0] as Row), cells: [cell] };
  });
}

function merged(pieces: { rows: Row[]; scale: number }[], target: string): PlainGroup[] {
  let offset = 0;
  const paths = pieces.map(({ rows, scale }, index) => {
    const path = join(folder, `piece-${index}.bin`);
    writeSegment(path, window, 1, groupsOf(rows, scale, offset));
    offset += rows.length;
    return path;
  });
  mergeSegments(paths, target);
  return readSegment(target, 64).groups;
}

const row: fc.Arbitrary<Row> = fc.record({
  key: fc.nat(4),
  value: fc.oneof(
    fc.constant(null),
    fc.bigInt({ min: -9n, max: 9n }),
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  ),
});

test('whatever the rows, and wherever they are cut', () => {
  const pieces = fc.array(fc.array(row, { maxLength: 10 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(pieces, (rows) => {
      const found = merged(
        rows.map((own) => ({ rows: own, scale: 2 })),
        join(folder, 'merged.bin'),
      );
      assert.equal(found, groupsOf(rows.flat(), 2, 0));
    }),
    runs(150, 5000),
  );
});

test('values at different scales meet at the largest', () => {
  const pieces = [
    { rows: [{ key: 1, value: 25n }], scale: 1 },
    { rows: [{ key: 1, value: 3n }], scale: 0 },
    { rows: [{ key: 1, value: 250n }], scale: 2 },
  ];
  const [group] = merged(pieces, join(folder, 'scales.bin'));
  const values = [250n, 300n, 250n];
  assert.equal(group?.cells, [plainCell(values, 2, window)]);
});

test('many segments are merged in steps, to the same bytes, and leave nothing behind', () => {
  const paths = Array.from({ length: 300 }, (_, index) => {
    const path = join(folder, `many-${index}.bin`);
    const rows = [BigInt(index), BigInt(index % 7), -4n].map((value) => ({ key: index % 3, value }));
    writeSegment(path, window, 1, groupsOf(rows, 0, index * 3));
    return path;
  });
  const all = mergeSegments(paths, join(folder, 'all.bin'));
  const steps: string[] = [];
  const narrowed = narrowSegments(paths, (index) => {
    const path = join(folder, `step-${index}.bin`);
    steps.push(path);
    return path;
  });
  assert.ok(narrowed.paths.length <= 128, `${narrowed.paths.length} segments open at once`);
  assert.is(mergeSegments(narrowed.paths, join(folder, 'in-steps.bin')).sha256, all.sha256);
  assert.is(
    createHash('sha256')
      .update(fileBytes(join(folder, 'all.bin')))
      .digest('hex'),
    all.sha256,
  );
  narrowed.release();
  assert.ok(steps.length > 1);
  assert.equal(steps.filter(existsSync), []);
});

test('few segments are left as they are', () => {
  const paths = ['a', 'b'];
  const narrowed = narrowSegments(paths, () => {
    throw new Error('no temporary file is needed');
  });
  assert.equal(narrowed.paths, paths);
});

test('a damaged segment stops the merging', () => {
  const path = join(folder, 'piece-0.bin');
  writeSegment(path, window, 1, groupsOf([{ key: 1, value: 5n }], 0, 0));
  const cut = join(folder, 'cut.bin');
  writeSegment(cut, window, 1, groupsOf([{ key: 1, value: 5n }], 0, 0));
  truncateSync(cut, fileBytes(cut).length - 2);
  assert.throws(() => mergeSegments([path, cut], join(folder, 'broken.bin')), /ends too early/);
});

test.run();
