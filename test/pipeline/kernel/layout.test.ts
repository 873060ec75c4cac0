import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { KernelHost, KernelSetup } from '../../../pipeline/kernel/kernel.ts';
import { compileKernel, Kernel } from '../../../pipeline/kernel/kernel.ts';
import * as layout from '../../../pipeline/kernel/layout.ts';

const test = suite('both sides of the kernel read its records alike');

/** Fields of each record with their bytes, in order; what comes after the last is the record's length, if it has a fixed one. */
const records: Record<string, { fields: [offset: number, byteCount: number][]; end: number }> = {
  group: {
    fields: [
      [layout.GROUP_HASH, 4],
      [layout.GROUP_KEY, 4],
      [layout.GROUP_KEY_BYTES, 4],
      [layout.GROUP_ROWS, 4],
      [layout.GROUP_FIRST, 8],
    ],
    end: layout.GROUP_CELLS,
  },
  cell: {
    fields: [
      [layout.CELL_COUNT, 4],
      [layout.CELL_MISSING, 4],
      [layout.CELL_INVALID, 4],
      [layout.CELL_SECTION, 4],
      [layout.CELL_ROLL_SCALE, 4],
      [layout.CELL_HEAD, 4],
      [layout.CELL_HEAD_CAPACITY, 4],
      [layout.CELL_RING, 4],
      [layout.CELL_RING_AT, 4],
      [layout.CELL_SUM, 8],
      [layout.CELL_SQUARES, 24],
    ],
    end: layout.CELL_BYTES,
  },
  section: {
    fields: [
      [layout.SECTION_SCALE, 4],
      [layout.SECTION_NEXT, 4],
      [layout.SECTION_DENSE, 4],
      [layout.SECTION_LENGTH, 4],
      [layout.SECTION_LOW, 8],
      [layout.SECTION_COUNT, 4],
      [layout.SECTION_SPARSE, 4],
      [layout.SECTION_SPARSE_LENGTH, 4],
    ],
    end: layout.SECTION_BYTES,
  },
  entry: {
    fields: [
      [layout.ENTRY_VALUE, 8],
      [layout.ENTRY_SECTION, 4],
      [layout.ENTRY_COUNT, 4],
    ],
    end: layout.ENTRY_BYTES,
  },
};

for (const [name, { fields, end }] of Object.entries(records)) {
  test(`fields of a ${name} follow each other, aligned, and fit into it`, () => {
    let at = 0;
    for (const [offset, byteCount] of fields) {
      assert.ok(offset >= at, `the field at ${offset} overlaps the one before`);
      assert.is(offset % Math.min(byteCount, 8), 0, `the field at ${offset} is not aligned`);
      at = offset + byteCount;
    }
    assert.ok(at <= end, `${at} bytes of fields in ${end}`);
    assert.is(end % 8, 0, 'what follows is aligned too');
  });
}

const setup: KernelSetup = {
  bufferBytes: 4096,
  budgetBytes: 1 << 20,
  headerFields: 2,
  delimiter: 44,
  decimal: 46,
  window: 3,
  emptyIsMissing: true,
  sentinels: [],
  columns: [1],
  keys: [{ field: 0, unit: 'value' }],
};

function scanned(text: string, vectors: boolean): Kernel {
  const host: KernelHost = { readField: () => 1, rollWide: () => {}, bankSquares: () => {} };
  const kernel = new Kernel(compileKernel(vectors), setup, host);
  const bytes = new TextEncoder().encode(text);
  kernel.bytes().set(bytes, kernel.buffer);
  kernel.exports.setPlace(0n, 0xffffffff);
  kernel.exports.scan(kernel.buffer, kernel.buffer + bytes.length, 1);
  return kernel;
}

for (const vectors of [true, false]) {
  test(`what the kernel counts stands where the layout says, ${vectors ? 'with' : 'without'} vectors`, () => {
    const kernel = scanned('a,1.5\nb,7.0\na,\na,oops\na,2.5\na,3.5\na,4.5\n', vectors);
    const view = kernel.view();
    const group = Array.from({ length: kernel.exports.groupSlots() }, (_, slot) =>
      view.getUint32(kernel.exports.groupTable() + slot * 4, true),
    ).find((at) => at !== 0 && view.getUint32(at + layout.GROUP_ROWS, true) === 6) as number;
    const word = (at: number) => view.getUint32(group + at, true);
    const keyAt = word(layout.GROUP_KEY);
    assert.equal([...kernel.bytes().subarray(keyAt, keyAt + word(layout.GROUP_KEY_BYTES))], [1, 97, 0, 0]);
    assert.is(view.getBigUint64(group + layout.GROUP_FIRST, true), BigInt(kernel.buffer));
    const cell = (at: number) => word(layout.GROUP_CELLS + at);
    assert.equal([cell(layout.CELL_COUNT), cell(layout.CELL_MISSING), cell(layout.CELL_INVALID)], [4, 1, 1]);
    assert.is(cell(layout.CELL_ROLL_SCALE), 1);
    const values = (at: number) => [0, 1, 2].map((index) => Number(view.getBigInt64(at + index * 8, true)));
    assert.equal(values(cell(layout.CELL_HEAD)), [15, 25, 35]);
    const turn = cell(layout.CELL_RING_AT);
    const ring = values(cell(layout.CELL_RING));
    assert.equal([...ring.slice(turn), ...ring.slice(0, turn)], [25, 35, 45]);
    assert.is(view.getBigInt64(group + layout.GROUP_CELLS + layout.CELL_SUM, true), 105n);
    const squares = view.getBigUint64(group + layout.GROUP_CELLS + layout.CELL_SQUARES, true);
    assert.is(squares, BigInt(75 ** 2 + 105 ** 2));
    assert.is(view.getInt32(cell(layout.CELL_SECTION) + layout.SECTION_SCALE, true), 1);
  });
}

test.run();
