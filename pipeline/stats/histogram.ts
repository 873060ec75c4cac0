import { scaledToDouble } from '../exact/decimal.ts';

/** Products below this are exact as Number, and so are the floor and ceiling of their quotients. */
const SAFE_LIMIT = 2 ** 53;

export interface HistogramResult {
  /** The minimum, where the first bar starts. */
  from: number;
  /** The maximum, where the last bar ends. */
  to: number;
  counts: number[];
}

/**
 * Counts in bars of equal width from minimum to maximum, exactly: with offset = value − minimum and range = maximum −
 * minimum, a value falls into bar ⌊offset·bins / range⌋, and the maximum into the last bar, as in `numpy.histogram`. Where
 * minimum = maximum there is a single bar.
 *
 * Offsets come in ascending order, so that only the first of each bar needs a division.
 */
export class Histogram {
  private readonly bins: number;
  private readonly range: number | bigint;
  private readonly counts: number[];
  private bar = 0;
  private barCount = 0;
  /** The smallest offset beyond the current bar. */
  private edge: number | bigint;

  /**
   * @param bins bars, 1 or more
   * @param range maximum − minimum: a safe integer, or a bigint of any size
   */
  constructor(bins: number, range: number | bigint) {
    this.bins = bins;
    this.range = range;
    this.counts = new Array<number>(range > 0 ? bins : 1).fill(0);
    this.edge = this.edgeAfter(0);
  }

  /**
   * @param offset value − minimum, 0 to range
   * @param count a positive safe integer
   */
  add(offset: number | bigint, count: number): void {
    if (offset >= this.edge) this.startBar(offset);
    this.barCount += count;
  }

  /**
   * @param origin the minimum, as a scaled integer
   * @param scale decimals of the values; may be negative
   */
  result(origin: bigint, scale: number): HistogramResult {
    const counts = this.counts.slice();
    counts[this.bar] = this.barCount;
    return {
      from: scaledToDouble(origin, scale),
      to: scaledToDouble(origin + BigInt(this.range), scale),
      counts,
    };
  }

  private startBar(offset: number | bigint): void {
    this.counts[this.bar] = this.barCount;
    this.barCount = 0;
    this.bar = Math.min(this.floorRatio(offset, this.bins, this.range), this.bins - 1);
    this.edge = this.edgeAfter(this.bar);
  }

  /** offset·bins / range ≥ bar + 1 holds from offset = ⌈(bar + 1)·range / bins⌉ on. */
  private edgeAfter(bar: number): number | bigint {
    if (bar + 1 >= this.counts.length) return Infinity;
    const product = (bar + 1) * Number(this.range);
    if (product < SAFE_LIMIT) return Math.ceil(product / this.bins);
    const bins = BigInt(this.bins);
    return (BigInt(bar + 1) * BigInt(this.range) + bins - 1n) / bins;
  }

  /** ⌊a·b / c⌋ */
  private floorRatio(a: number | bigint, b: number, c: number | bigint): number {
    const product = Number(a) * b;
    if (product < SAFE_LIMIT) return Math.floor(product / Number(c));
    return Number((BigInt(a) * BigInt(b)) / BigInt(c));
  }
}
