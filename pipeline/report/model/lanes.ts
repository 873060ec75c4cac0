/** An attempt that ended well, whose times are known. */
export interface KnownBar {
  host: string;
  from: number;
  to: number;
  state: 'done' | 'recut';
  partition: number;
  rows: number;
}

/** An attempt that failed: it began some time after it was queued, and nobody wrote down where. */
export interface FailedBar {
  queued: number;
  to: number;
  partition: number;
}

/** One attempt, or several that lie side by side; times in milliseconds of work since the run's start. */
export interface Bar {
  lane: number;
  from: number;
  to: number;
  state: 'done' | 'failed' | 'recut';
  /** Partitions, from and to; several where bars were merged. */
  first: number;
  last: number;
  count: number;
  rows: number;
}

export interface Packed {
  lanes: { host: string; number: number }[];
  bars: Bar[];
}

const MOST_BARS = 400;

/**
 * Puts bars into as few lanes as they need, each lane of one host: bars of a lane do not overlap. More than `mostBars` bars
 * are merged with their neighbours in the lane.
 */
export function packBars(known: readonly KnownBar[], failed: readonly FailedBar[], mostBars = MOST_BARS): Packed {
  const lanes: { host: string; end: number; bars: Bar[] }[] = [];
  for (const { host, partition, ...bar } of [...known].sort((a, b) => a.from - b.from || a.to - b.to)) {
    let lane = lanes.find((candidate) => candidate.host === host && candidate.end <= bar.from);
    if (lane === undefined) {
      lane = { host, end: 0, bars: [] };
      lanes.push(lane);
    }
    lane.end = bar.to;
    lane.bars.push({ ...bar, lane: 0, first: partition, last: partition, count: 1 });
  }
  for (const failure of failed) placeFailure(lanes, failure);
  lanes.sort((a, b) => (a.host === b.host ? 0 : a.host < b.host ? -1 : 1));
  const numbers = new Map<string, number>();
  const named = lanes.map(({ host }) => {
    numbers.set(host, (numbers.get(host) ?? 0) + 1);
    return { host, number: numbers.get(host) as number };
  });
  const bars = lanes.flatMap((lane, index) =>
    lane.bars.sort((a, b) => a.from - b.from).map((bar) => ({ ...bar, lane: index })),
  );
  return { lanes: named, bars: bars.length > mostBars ? merged(bars, mostBars) : bars };
}

/** Into the gap that it fits best: the one whose bar before ended last. */
function placeFailure(lanes: { host: string; end: number; bars: Bar[] }[], failure: FailedBar): void {
  const { queued, to, partition } = failure;
  let best: { lane: (typeof lanes)[number]; from: number } | null = null;
  for (const lane of lanes) {
    if (lane.bars.some((bar) => bar.from < to && bar.to >= to)) continue;
    const from = lane.bars.reduce((end, bar) => (bar.to <= to ? Math.max(end, bar.to) : end), Math.min(queued, to));
    if (best === null || from > best.from) best = { lane, from };
  }
  if (best === null) {
    const lane = { host: lanes[0]?.host ?? '', end: to, bars: [] };
    lanes.push(lane);
    best = { lane, from: Math.min(queued, to) };
  }
  const bar = { from: best.from, to, first: partition, last: partition };
  best.lane.bars.push({ ...bar, lane: 0, state: 'failed', count: 1, rows: 0 });
}

/** Neighbours of one lane and state become one bar, the same number everywhere. Failures stay, while there are few. */
function merged(bars: Bar[], mostBars: number): Bar[] {
  const keptApart = bars.filter(({ state }) => state === 'failed').length <= mostBars / 4;
  for (let size = 2; ; size *= 2) {
    const result: Bar[] = [];
    for (const bar of bars) {
      const before = result.at(-1);
      const mergeable =
        before !== undefined &&
        before.lane === bar.lane &&
        before.state === bar.state &&
        before.count < size &&
        !(keptApart && bar.state === 'failed');
      if (!mergeable) result.push({ ...bar });
      else {
        before.to = Math.max(before.to, bar.to);
        before.first = Math.min(before.first, bar.first);
        before.last = Math.max(before.last, bar.last);
        before.count += bar.count;
        before.rows += bar.rows;
      }
    }
    if (result.length <= mostBars || size > bars.length) return result;
  }
}
