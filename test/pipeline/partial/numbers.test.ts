import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Int, NumberReader, NumberWriter, shorten } from '../../../pipeline/partial/numbers.ts';
import { keepFilesInMemory, runs } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';

keepFilesInMemory();
const test = suite('integers of any size are read back as they were written');
const path = join(scratchFolder(), 'numbers.bin');

function written(write: (out: NumberWriter) => void): { bytes: Uint8Array; seen: Uint8Array; bytesWritten: number } {
  const fd = openSync(path, 'w');
  const seen: Uint8Array[] = [];
  const out = new NumberWriter(fd, (bytes) => seen.push(Uint8Array.from(bytes)));
  write(out);
  out.flush();
  closeSync(fd);
  return { bytes: readFileSync(path), seen: Buffer.concat(seen), bytesWritten: out.bytesWritten };
}

function readBack<T>(bufferBytes: number, read: (reader: NumberReader) => T): T {
  const reader = new NumberReader(path, bufferBytes);
  try {
    return read(reader);
  } finally {
    reader.close();
  }
}

const short = (value: Int): Int => (typeof value === 'bigint' ? shorten(value) : value);

/** Where the forms of writing and of reading change. */
const edges = [7n, 14n, 49n, 50n, 51n, 52n, 53n, 56n, 63n, 64n, 128n, 300n].flatMap((bits) => [
  2n ** bits - 1n,
  2n ** bits,
  2n ** bits + 1n,
]);
const magnitude: fc.Arbitrary<Int> = fc.oneof(
  fc.nat(),
  fc.maxSafeNat(),
  fc.constantFrom(...edges),
  fc.constantFrom(...edges).map(short),
  fc.bigInt({ min: 0n, max: 2n ** 400n }),
);
const negated = (value: Int): Int => (value === 0 ? 0 : -value);
const integer = fc.tuple(magnitude, fc.boolean()).map(([value, negative]) => (negative ? negated(value) : value));
const bufferBytes = fc.integer({ min: 1, max: 40 });

test('unsigned ones', () => {
  fc.assert(
    fc.property(fc.array(magnitude), bufferBytes, (values, size) => {
      const file = written((out) => {
        for (const value of values) out.unsigned(value);
      });
      const expected = values.map(short);
      assert.equal(
        readBack(size, (reader) => values.map(() => reader.unsigned())),
        expected,
      );
      const inMemory = new NumberReader(file.bytes);
      assert.equal(
        values.map(() => inMemory.unsigned()),
        expected,
      );
      assert.throws(() => inMemory.unsigned(), /ends too early/);
    }),
    runs(200, 5000),
  );
});

test('signed ones', () => {
  fc.assert(
    fc.property(fc.array(integer), bufferBytes, (values, size) => {
      written((out) => {
        for (const value of values) out.signed(value);
      });
      assert.equal(
        readBack(size, (reader) => values.map(() => reader.signed())),
        values.map(short),
      );
    }),
    runs(200, 5000),
  );
});

test('the edges of every form, of both signs', () => {
  const values = edges.flatMap((edge) => [edge, -edge]);
  written((out) => {
    for (const value of values) {
      out.signed(value);
      out.signed(shorten(value));
    }
  });
  assert.equal(
    readBack(3, (reader) => values.flatMap(() => [reader.signed(), reader.signed()])),
    values.flatMap((value) => [shorten(value), shorten(value)]),
  );
});

test('a number is shortened exactly while it is safe', () => {
  const safe = BigInt(Number.MAX_SAFE_INTEGER);
  assert.is(shorten(safe), Number.MAX_SAFE_INTEGER);
  assert.is(shorten(-safe), -Number.MAX_SAFE_INTEGER);
  assert.is(shorten(safe + 1n), safe + 1n);
  assert.is(shorten(-safe - 1n), -safe - 1n);
});

test('bytes among numbers, also more of them than the buffer holds', () => {
  const long = Uint8Array.from({ length: 150_000 }, (_, index) => (index * 7) % 256);
  const { bytes, seen, bytesWritten } = written((out) => {
    out.unsigned(1);
    out.bytes(long.subarray(0, 60_000));
    out.bytes(long.subarray(60_000, 66_000));
    out.bytes(long);
    out.signed(-2);
  });
  const [first, before, middle, last] = readBack(1000, (reader) => [
    reader.unsigned(),
    reader.bytes(66_000),
    reader.bytes(150_000),
    reader.signed(),
  ]);
  assert.is(first, 1);
  assert.equal(before, long.subarray(0, 66_000));
  assert.equal(middle, long);
  assert.is(last, -2);
  assert.is(bytesWritten, bytes.length);
  assert.equal(Buffer.from(seen), bytes, 'the checksum sees every byte, in order');
});

test('an integer that does not fit into the rest of the buffer is written whole', () => {
  const values = Array.from({ length: 3000 }, (_, index) => 2n ** BigInt(index % 700));
  const { bytes, seen } = written((out) => {
    for (const value of values) out.unsigned(value);
  });
  assert.ok(bytes.length > 1 << 17, 'the writer had to flush in the middle of numbers');
  assert.equal(Buffer.from(seen), bytes);
  assert.equal(
    readBack(1 << 10, (reader) => values.map(() => reader.unsigned())),
    values.map(shorten),
  );
});

test('a file that ends inside a number is refused', () => {
  const { bytes } = written((out) => out.unsigned(2n ** 70n));
  for (let length = 0; length < bytes.length; length++) {
    assert.throws(() => new NumberReader(bytes.subarray(0, length)).unsigned(), /ends too early/, String(length));
  }
});

test.run();
