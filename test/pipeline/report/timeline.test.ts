import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Bar, type FailedBar, type KnownBar, packBars } from '../../../pipeline/report/model/lanes.ts';

const test = suite('attempts are put into lanes');

function known(partition: number, from: number, to: number, host = 'a'): KnownBar {
  return { host, from, to, state: 'done', partition, rows: 10 };
}

function overlaps(bars: Bar[]): Bar[] {
  const sorted = [...bars].sort((a, b) => a.lane - b.lane || a.from - b.from || a.to - b.to);
  return sorted.filter(
    (bar, index) => sorted[index - 1]?.lane === bar.lane && (sorted[index - 1] as Bar).to > bar.from,
  );
}

test('what ran at the same time lies in different lanes, each of one host', () => {
  const { lanes, bars } = packBars([known(0, 0, 10), known(1, 5, 15), known(2, 10, 20), known(3, 0, 20, 'b')], []);
  assert.equal(lanes, [
    { host: 'a', number: 1 },
    { host: 'a', number: 2 },
    { host: 'b', number: 1 },
  ]);
  assert.equal(
    bars.map(({ lane, first }) => [lane, first]),
    [
      [0, 0],
      [0, 2],
      [1, 1],
      [2, 3],
    ],
  );
});

test('a failed attempt fills the gap that it ended in', () => {
  const { lanes, bars } = packBars([known(0, 0, 10), known(1, 20, 30)], [{ queued: 0, to: 15, partition: 1 }]);
  assert.is(lanes.length, 1);
  assert.equal(
    bars.map(({ state, from, to }) => [state, from, to]),
    [
      ['done', 0, 10],
      ['failed', 10, 15],
      ['done', 20, 30],
    ],
  );
  assert.equal(packBars([], [{ queued: 3, to: 15, partition: 1 }]).bars, [
    { lane: 0, from: 3, to: 15, state: 'failed', first: 1, last: 1, count: 1, rows: 0 },
  ]);
});

test('thousands are merged, and none is lost', () => {
  const many = Array.from({ length: 5000 }, (_, index) =>
    known(index, Math.floor(index / 2) * 10, Math.floor(index / 2) * 10 + 9),
  );
  const failures: FailedBar[] = [{ queued: 0, to: 20_000, partition: 7 }];
  const { bars } = packBars(many, failures, 100);
  assert.ok(bars.length <= 100, `${bars.length} bars`);
  assert.is(
    bars.reduce((sum, { count }) => sum + count, 0),
    5001,
  );
  assert.is(
    bars.reduce((sum, { rows }) => sum + rows, 0),
    50_000,
  );
  assert.is(bars.filter(({ state }) => state === 'failed').length, 1);
});

test('bars of a lane never overlap', () => {
  const time = fc.integer({ min: 0, max: 50 });
  const bar = fc
    .tuple(time, fc.integer({ min: 0, max: 10 }), fc.constantFrom('a', 'b'))
    .map(([from, length, host], index = 0) => known(index, from, from + length, host));
  const failed = fc
    .tuple(time, time)
    .map(([a, b]): FailedBar => ({ queued: Math.min(a, b), to: Math.max(a, b), partition: 1 }));
  fc.assert(
    fc.property(fc.array(bar), fc.array(failed, { maxLength: 5 }), (bars, failures) => {
      const packed = packBars(bars, failures);
      assert.equal(overlaps(packed.bars), []);
      assert.is(packed.bars.length, bars.length + failures.length);
    }),
  );
});

test.run();
