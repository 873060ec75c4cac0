import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { shorten } from '../../../pipeline/partial/numbers.ts';
import { Rolling, type RollingPart } from '../../../pipeline/stats/rolling.ts';
import { runs } from '../../oracle/runs.ts';
import { assertNearest } from '../exact/nearest.ts';
import { plainCell } from '../partial/segments.ts';

const test = suite('rolling windows run on from piece to piece');

/** Σ over all full windows of the population variance, as a ratio in units of 10^-(2·scale). */
function byDefinition(values: bigint[], window: number): { num: bigint; windows: number } {
  let num = 0n;
  let windows = 0;
  for (let at = 0; at + window <= values.length; at++) {
    const own = values.slice(at, at + window);
    const sum = own.reduce((a, b) => a + b, 0n);
    num += BigInt(window) * own.reduce((total, value) => total + value * value, 0n) - sum * sum;
    windows++;
  }
  return { num, windows };
}

function partOf(values: bigint[], scale: number, window: number): RollingPart {
  const { rolling } = plainCell(values, scale, window);
  return rolling === null
    ? { count: 0, scale: 0, squares: 0n, head: [], tail: [] }
    : { ...rolling, count: values.length };
}

/** Pieces of a sequence, each at a scale of its own. */
interface Cut {
  window: number;
  pieces: { values: bigint[]; scale: number }[];
}

function cuts(value: fc.Arbitrary<bigint>, scale: fc.Arbitrary<number>): fc.Arbitrary<Cut> {
  const piece = fc.record({ values: fc.array(value, { maxLength: 9 }), scale });
  return fc.record({
    window: fc.integer({ min: 1, max: 12 }),
    pieces: fc.array(piece, { minLength: 1, maxLength: 7 }),
  });
}

function assertWhole({ window, pieces }: Cut): void {
  const rolling = new Rolling(window);
  for (const { values, scale } of pieces) rolling.append(partOf(values, scale, window));
  const filled = pieces.filter(({ values }) => values.length > 0);
  const scale = Math.max(0, ...filled.map((piece) => piece.scale));
  const whole = filled.flatMap((piece) => piece.values.map((value) => value * 10n ** BigInt(scale - piece.scale)));
  const squares = whole.reduce((sum, value) => sum + value * value, 0n);
  const { num, windows } = byDefinition(whole, window);
  const den = BigInt(window) ** 2n * 10n ** BigInt(2 * scale);
  const result = rolling.result(() => squares, scale);
  assert.is(result.windows, windows);
  assertNearest(result.sum, num, den);
  if (filled.length === 0) return;
  const { scale: partScale, ...part } = rolling.merged();
  const factor = 10n ** BigInt(scale - partScale);
  const direct = partOf(whole, scale, window);
  const scaled = (list: readonly (number | bigint)[]) => list.map((item) => shorten(BigInt(item) * factor));
  assert.equal(
    { ...part, squares: part.squares * factor * factor, head: scaled(part.head), tail: scaled(part.tail) },
    { count: whole.length, squares: direct.squares, head: direct.head, tail: direct.tail },
    'the merged part',
  );
}

test('of small values', () => {
  const values = cuts(fc.bigInt({ min: -50n, max: 50n }), fc.constant(1));
  fc.assert(fc.property(values, assertWhole), runs(400, 10_000));
});

test('of values at several scales, some beyond 64 bits', () => {
  const value = fc.oneof(fc.bigInt({ min: -9n, max: 9n }), fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }));
  fc.assert(fc.property(cuts(value, fc.integer({ min: 0, max: 20 })), assertWhole), runs(300, 10_000));
});

test('of values whose windows have sums at the edge of exact doubles', () => {
  const value = fc.bigInt({ min: 2n ** 23n, max: 2n ** 27n });
  fc.assert(fc.property(cuts(value, fc.constant(0)), assertWhole), runs(300, 10_000));
});

test('merging is associative', () => {
  const values = fc.array(fc.array(fc.bigInt({ min: -99n, max: 99n }), { maxLength: 6 }), {
    minLength: 3,
    maxLength: 3,
  });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 8 }), ([a = [], b = [], c = []], window) => {
      const join = (...parts: RollingPart[]) => {
        const rolling = new Rolling(window);
        for (const part of parts) rolling.append(part);
        return rolling.merged();
      };
      const [x, y, z] = [a, b, c].map((list) => partOf(list, 0, window)) as [RollingPart, RollingPart, RollingPart];
      const plain = (part: RollingPart) => ({ ...part, head: part.head.map(BigInt), tail: part.tail.map(BigInt) });
      assert.equal(plain(join(join(x, y), z)), plain(join(x, join(y, z))));
    }),
    runs(200, 5000),
  );
});

test('without the last window, as the original counted', () => {
  const values = [3n, 1n, 4n, 1n, 5n, 9n];
  const squares = values.reduce((sum, value) => sum + value * value, 0n);
  const rolling = new Rolling(3);
  rolling.append(partOf(values.slice(0, 2), 0, 3));
  rolling.append(partOf(values.slice(2), 0, 3));
  const { num, windows } = byDefinition(values.slice(0, -1), 3);
  const result = rolling.result(() => squares, 0, 'dropped');
  assert.is(result.windows, windows);
  assertNearest(result.sum, num, 9n);
});

test('no window, no variance', () => {
  const rolling = new Rolling(5);
  assert.equal(
    rolling.result(() => 0n, 0),
    { sum: 0, windows: 0 },
  );
  rolling.append(partOf([1n, 2n, 3n, 4n], 0, 5));
  assert.equal(
    rolling.result(() => 30n, 0),
    { sum: 0, windows: 0 },
  );
});

test.run();
