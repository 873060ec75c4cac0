import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Int } from '../../../pipeline/partial/numbers.ts';
import { shorten } from '../../../pipeline/partial/numbers.ts';
import { mergeTables, type Table } from '../../../pipeline/partial/tables.ts';
import { runs } from '../../oracle/runs.ts';

const test = suite('value tables merge into the table of all their values');

/** A table as a list of values at a scale; each may be there several times. */
interface Listed {
  scale: number;
  values: [value: bigint, count: number][];
}

function tableOf({ scale, values }: Listed): Table {
  const counts = new Map<bigint, number>();
  for (const [value, count] of values) counts.set(value, (counts.get(value) ?? 0) + count);
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const valueAt = (index: number) => (sorted.at(index) as [bigint, number])[0];
  let at = 0;
  const entries = {
    step: 0 as Int,
    entryCount: 0,
    nextEntry() {
      const entry = sorted[at];
      if (entry === undefined) return false;
      this.step = at === 0 ? 0 : shorten(entry[0] - valueAt(at - 1));
      this.entryCount = entry[1];
      at++;
      return true;
    },
  };
  return { head: { scale, smallest: shorten(valueAt(0)), largest: shorten(valueAt(-1)) }, entries };
}

/** Values at the largest scale, ascending, with their counts: by definition. */
function expectedOf(lists: Listed[]): { scale: number; counts: [bigint, number][] } {
  const scale = Math.max(...lists.map((list) => list.scale));
  const counts = new Map<bigint, number>();
  for (const list of lists) {
    const factor = 10n ** BigInt(scale - list.scale);
    for (const [value, count] of list.values) counts.set(value * factor, (counts.get(value * factor) ?? 0) + count);
  }
  return { scale, counts: [...counts].sort(([a], [b]) => (a < b ? -1 : 1)) };
}

function assertMerges(lists: Listed[]): void {
  const count = lists.flatMap((list) => list.values).reduce((sum, [, times]) => sum + times, 0);
  const merged = mergeTables(lists.map(tableOf), count);
  const expected = expectedOf(lists);
  const found: [bigint, number][] = [];
  const isBig = typeof merged.maxOffset === 'bigint';
  merged.drain({
    add: (offset, times) => {
      assert.ok(!isBig && Number.isSafeInteger(offset), `offset ${offset} came as a number`);
      found.push([merged.origin + BigInt(offset), times]);
    },
    addBig: (offset, times) => {
      assert.ok(isBig, `offset ${offset} came as a big integer`);
      found.push([merged.origin + offset, times]);
    },
  });
  assert.is(merged.scale, expected.scale);
  assert.is(merged.origin, expected.counts[0]?.[0]);
  assert.is(merged.origin + BigInt(merged.maxOffset), expected.counts.at(-1)?.[0]);
  assert.equal(found, expected.counts);
}

function lists(value: fc.Arbitrary<bigint>, scale: fc.Arbitrary<number>): fc.Arbitrary<Listed[]> {
  const values = fc.array(fc.tuple(value, fc.integer({ min: 1, max: 2 ** 33 })), { minLength: 1, maxLength: 60 });
  return fc.array(fc.record({ scale, values }), { minLength: 1, maxLength: 8 });
}

const cases: [name: string, arbitrary: fc.Arbitrary<Listed[]>][] = [
  ['dense ones', lists(fc.bigInt({ min: -30n, max: 30n }), fc.constant(1))],
  ['sparse ones', lists(fc.bigInt({ min: -(2n ** 50n), max: 2n ** 50n }), fc.constant(2))],
  ['ones of mixed scales', lists(fc.bigInt({ min: -300n, max: 300n }), fc.integer({ min: -3, max: 4 }))],
  ['ones of scales far apart', lists(fc.bigInt({ min: -9n, max: 9n }), fc.integer({ min: -40, max: 40 }))],
  ['ones longer than 64 bits', lists(fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }), fc.integer({ min: 0, max: 2 }))],
  [
    'long ones that lie close together',
    lists(
      fc.bigInt({ min: 0n, max: 9n }).map((near) => 10n ** 30n + near),
      fc.constant(0),
    ),
  ],
];
for (const [name, arbitrary] of cases) {
  test(name, () => fc.assert(fc.property(arbitrary, assertMerges), runs(200, 5000)));
}

test('zero and the smallest number of all, whose distance is safe at neither scale', () => {
  assertMerges([
    { scale: 0, values: [[0n, 3]] },
    { scale: 300, values: [[1n, 1]] },
  ]);
  assertMerges([
    { scale: 0, values: [[1n, 3]] },
    { scale: 300, values: [[1n, 1]] },
  ]);
});

test('just at the edge of what a dense array may hold', () => {
  const span = 2n ** 17n;
  const many = Array.from({ length: 10_000 }, (_, index): [bigint, number] => [BigInt(index) * 13n, 2]);
  for (const edge of [span - 2n, span - 1n, span, span + 1n]) {
    assertMerges([
      { scale: 0, values: many },
      {
        scale: 0,
        values: [
          [1n, 1],
          [edge, 1],
        ],
      },
    ]);
  }
});

test('just at the edge of the safe integers', () => {
  for (const edge of [2n ** 53n - 2n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n]) {
    assertMerges([
      {
        scale: 0,
        values: [
          [-5n, 1],
          [edge - 5n, 2],
        ],
      },
      { scale: 0, values: [[7n, 1]] },
    ]);
  }
});

test.run();
