import { createHash } from 'node:crypto';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SegmentReader, SegmentWriter } from '../../../pipeline/partial/segment.ts';
import { keepFilesInMemory, runs } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { fileBytes, type PlainCell, type PlainGroup, plainCell, readSegment, writeSegment } from './segments.ts';

keepFilesInMemory();
const test = suite('a segment is read back as it was written');
const folder = scratchFolder();
const path = join(folder, 'segment.bin');

const value = fc.oneof(fc.bigInt({ min: -50n, max: 50n }), fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }));
function cell(window: number): fc.Arbitrary<PlainCell> {
  return fc
    .record({
      values: fc.array(value, { maxLength: 12 }),
      scale: fc.integer({ min: -400, max: 400 }),
      missing: fc.maxSafeNat(),
      invalid: fc.nat(),
    })
    .map(({ values, scale, missing, invalid }) => ({ ...plainCell(values, scale, window), missing, invalid }));
}
const segment = fc
  .record({ window: fc.integer({ min: 1, max: 7 }), columnCount: fc.integer({ min: 1, max: 3 }) })
  .chain(({ window, columnCount }) => {
    const cells = fc.array(cell(window), { minLength: columnCount, maxLength: columnCount });
    const key = fc.array(fc.nat(255), { maxLength: 300 });
    const group: fc.Arbitrary<PlainGroup> = fc
      .record({ key, rows: fc.maxSafeNat(), first: fc.maxSafeNat(), cells })
      .map((made) => ({ ...made }));
    return fc.record({
      window: fc.constant(window),
      columnCount: fc.constant(columnCount),
      groups: fc.array(group, { maxLength: 5 }),
    });
  });

test('groups, counts, windows and tables of any kind', () => {
  fc.assert(
    fc.property(segment, fc.integer({ min: 1, max: 100 }), ({ window, columnCount, groups }, bufferBytes) => {
      const { bytes, sha256 } = writeSegment(path, window, columnCount, groups);
      assert.equal(readSegment(path, bufferBytes), { window, groups });
      assert.is(bytes, fileBytes(path).length);
      assert.is(sha256, createHash('sha256').update(fileBytes(path)).digest('hex'));
    }),
    runs(150, 5000),
  );
});

test('a segment without groups', () => {
  writeSegment(path, 500, 2, []);
  assert.equal(readSegment(path, 100), { window: 500, groups: [] });
});

test('a file that ends too early is refused, wherever it ends', () => {
  const cells = [plainCell([5n, -3n, 5n, 2n ** 70n], 2, 3)];
  writeSegment(path, 3, 1, [{ key: [1, 65, 0, 0], rows: 4, first: 9, cells }]);
  for (let length = fileBytes(path).length - 1; length >= 0; length--) {
    truncateSync(path, length);
    assert.throws(() => readSegment(path, 64), /ends too early/, `${length} bytes`);
  }
});

test('another file is refused by its name', () => {
  const other = join(folder, 'other.bin');
  writeFileSync(other, 'key,value\nand so on, for more than the length of a magic\n');
  assert.throws(() => new SegmentReader(other), /other\.bin is not a segment/);
});

test('a segment that was given up cannot be mistaken for one', () => {
  const writer = new SegmentWriter(path, 1, 1);
  writer.group({ key: Uint8Array.of(), rows: 1, first: 0 });
  writer.abandon();
  assert.throws(() => readSegment(path, 64), /ends too early/);
});

test.run();
