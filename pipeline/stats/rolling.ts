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
   * @param sumOfSquares Σx² over all values, at 10^(-2·scale).
   * @param lastWindow `dropped` leaves out the last window, as the original method's loop does.
   */
  result(
    sumOfSquares: bigint,
    scale: number,
    lastWindow: 'counted' | 'dropped' = 'counted',
  ): { sum: number; windows: number } {
    const { window } = this;
    const part = rescaled(this.part, scale);
    const windows = part.count - window + (lastWindow === 'dropped' ? 0 : 1);
    if (windows <= 0) return { sum: 0, windows: 0 };
    const edge = window - 1;
    let sumS2 = BigInt(window) * sumOfSquares;
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
  const carry = before.slice(-(window - 1) || before.length);
  if (window === 1) return 0n;
  const coming = after.slice(0, window - 1);
  const exact = isSmall(carry, window) && isSmall(coming, window);
  return exact ? crossingSmall(carry as number[], coming as number[], window) : crossingBig(carry, coming, window);
}

/** Whether a window of such values has a sum whose square is a safe integer. */
function isSmall(values: Int[], window: number): boolean {
  const limit = 2 ** 26 / window;
  return values.every((value) => typeof value === 'number' && value < limit && value > -limit);
}

function crossingSmall(carry: number[], coming: number[], window: number): bigint {
  let sum = 0;
  for (const value of carry) sum += value;
  let total = 0n;
  let squares = 0;
  let length = carry.length;
  for (const value of coming) {
    sum += value;
    length++;
    if (length > window) sum -= carry[length - window - 1] as number;
    if (length < window) continue;
    squares += sum * sum;
    if (squares > 2 ** 52) {
      total += BigInt(squares);
      squares = 0;
    }
  }
  return total + BigInt(squares);
}

function crossingBig(carry: Int[], coming: Int[], window: number): bigint {
  let sum = 0n;
  for (const value of carry) sum += BigInt(value);
  let total = 0n;
  let length = carry.length;
  for (const value of coming) {
    sum += BigInt(value);
    length++;
    if (length > window) sum -= BigInt(carry[length - window - 1] as Int);
    if (length >= window) total += sum * sum;
  }
  return total;
}
