import { pow10, scaledRatioToDouble } from '../exact/decimal.ts';

type Int = number | bigint;

/**
 * What is known of a sequence of values, enough to put two sequences one after the other: values are integers at one
 * decimal scale (value = v·10^-scale).
 */
export interface RollingPart {
  count: number;
  scale: number;
  /** Σ over all full windows inside the sequence of (sum of the window)². */
  squares: bigint;
  /** The first values, one window of them or all there are. */
  head: Int[];
  /** The last values, likewise; the same as `head` while there is no more than one window of values. */
  tail: Int[];
}

/**
 * Sum of the population variances of all full windows of W consecutive values:
 * Σvar = (W·ΣS2 − ΣS1²) / W², where S1 and S2 are the sums of a window's values and of their squares. ΣS2 follows from
 * Σx² of all values: each x is in W windows, less those that would begin before the first or end after the last value.
 */
export class Rolling {
  private readonly window: number;
  private part: RollingPart = { count: 0, scale: 0, squares: 0n, head: [], tail: [] };

  constructor(window: number) {
    this.window = window;
  }

  /** Puts the values of `next` behind those so far. */
  append(next: RollingPart): void {
    if (next.count === 0) return;
    if (this.part.count === 0) {
      this.part = next;
      return;
    }
    const scale = Math.max(this.part.scale, next.scale);
    const a = rescaled(this.part, scale);
    const b = rescaled(next, scale);
    const squares = a.squares + b.squares + crossing(a.tail, b.head, this.window);
    const tail = b.count >= this.window ? b.tail : [...a.tail, ...b.head].slice(-this.window);
    const head = a.count >= this.window ? a.head : [...a.head, ...b.head].slice(0, this.window);
    this.part = { count: a.count + b.count, scale, squares, head, tail };
  }

  /** The sequence so far, itself mergeable. */
  merged(): RollingPart {
    return this.part;
  }

  /**
   * The statistic as a correctly rounded double, and the number of windows; both 0 when there is no full window.
   * @param sumOfSquares Σx² over all values, at 10^(-2·scale); asked for only if there is a window.
   * @param lastWindow `dropped` leaves out the last window, as the original method's loop does.
   */
  result(
    sumOfSquares: () => bigint,
    scale: number,
    lastWindow: 'counted' | 'dropped' = 'counted',
  ): { sum: number; windows: number } {
    const { window } = this;
    const part = rescaled(this.part, scale);
    const windows = part.count - window + (lastWindow === 'dropped' ? 0 : 1);
    if (windows <= 0) return { sum: 0, windows: 0 };
    const edge = window - 1;
    let sumS2 = BigInt(window) * sumOfSquares();
    let sumS1Squared = part.squares;
    for (let i = 0; i < edge; i++) {
      const first = BigInt(part.head[i] as Int);
      const last = BigInt(part.tail[part.tail.length - 1 - i] as Int);
      sumS2 -= BigInt(edge - i) * (first * first + last * last);
    }
    if (lastWindow === 'dropped') {
      let lastSum = 0n;
      for (const value of part.tail) {
        lastSum += BigInt(value);
        sumS2 -= BigInt(value) ** 2n;
      }
      sumS1Squared -= lastSum ** 2n;
    }
    const w = BigInt(window);
    return { sum: scaledRatioToDouble(w * sumS2 - sumS1Squared, w * w, 2 * scale), windows };
  }
}

function rescaled(part: RollingPart, scale: number): RollingPart {
  if (part.scale === scale || part.count === 0) return part;
  const factor = pow10(scale - part.scale);
  const values = (list: Int[]) => list.map((value) => BigInt(value) * factor);
  const head = values(part.head);
  return {
    count: part.count,
    scale,
    squares: part.squares * factor * factor,
    head,
    tail: part.tail === part.head ? head : values(part.tail),
  };
}

/** Σ(sum of a window)² over the windows that begin in `before` and end in `after`. */
function crossing(before: Int[], after: Int[], window: number): bigint {
  const edge = window - 1;
  const from = Math.max(0, before.length - edge);
  const to = Math.min(after.length, edge);
  const limit = 2 ** 26 / window;
  if (areBelow(limit, before, from, before.length) && areBelow(limit, after, 0, to)) {
    return crossingSmall(before as number[], from, after as number[], to, window);
  }
  return crossingBig(before.slice(from).map(BigInt), after.slice(0, to).map(BigInt), window);
}

/** Whether the values are so small that a window of them has a sum whose square is a safe integer. */
function areBelow(limit: number, values: Int[], from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const value = values[at] as Int;
    if (typeof value !== 'number' || value >= limit || value <= -limit) return false;
  }
  return true;
}

function crossingSmall(before: number[], from: number, after: number[], to: number, window: number): bigint {
  let sum = 0;
  for (let at = from; at < before.length; at++) sum += before[at] as number;
  let total = 0n;
  let squares = 0;
  let length = before.length - from;
  for (let at = 0; at < to; at++) {
    sum += after[at] as number;
    length++;
    if (length > window) sum -= before[from + length - window - 1] as number;
    if (length < window) continue;
    squares += sum * sum;
    if (squares > 2 ** 52) {
      total += BigInt(squares);
      squares = 0;
    }
  }
  return total + BigInt(squares);
}

function crossingBig(before: bigint[], after: bigint[], window: number): bigint {
  let sum = 0n;
  for (const value of before) sum += value;
  let total = 0n;
  let length = before.length;
  for (const value of after) {
    sum += value;
    length++;
    if (length > window) sum -= before[length - window - 1] as bigint;
    if (length >= window) total += sum * sum;
  }
  return total;
}
