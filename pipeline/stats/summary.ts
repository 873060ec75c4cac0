import { scaledToDouble } from '../exact/decimal.ts';
import { Histogram, type HistogramResult } from './histogram.ts';
import { Mode } from './mode.ts';
import { Moments } from './moments.ts';
import { Percentiles, percentileKey } from './percentiles.ts';

/** What is known of a column's values before they come. */
export interface SummaryInput {
  /** Values, all counts together: 1 to 2^53 − 1. */
  n: number;
  /** Decimals of the values: true value = v·10^-scale. May be negative. */
  scale: number;
  /** The smallest v. */
  origin: bigint;
  /** The largest v minus the smallest: a safe integer, or a bigint of any size. */
  maxOffset: number | bigint;
  /** Decimal texts, 0 to 100. */
  percentiles: readonly string[];
  /** Bars of the histogram. */
  bins: number;
}

/** Statistics of one column of one group, as `result.json` shows them: `null` where undefined. */
export interface SummaryResult {
  min: number | null;
  max: number | null;
  sum: number;
  mean: number | null;
  variance: number | null;
  std: number | null;
  mode: number | null;
  modeCount: number;
  percentiles: Record<string, number | null>;
  kurtosis: number | null;
  skewness: number | null;
  histogram: HistogramResult | null;
}

/**
 * All order-free statistics of one column of one group, from its distinct values in ascending order with their counts.
 * Every number is the correctly rounded double of the exact value; each statistic's file has its formula and source.
 *
 * @example
 * const summary = new Summary({ n: 4, scale: 1, origin: 1n, maxOffset: 2, percentiles: ['50'], bins: 2 });
 * summary.add(0, 3); // 0.1 three times
 * summary.add(2, 1); // 0.3 once
 * summary.result().mean; // 0.15
 */
export class Summary {
  private readonly input: SummaryInput;
  private readonly moments = new Moments();
  private readonly mode = new Mode();
  private readonly percentiles: Percentiles;
  private readonly histogram: Histogram;

  constructor(input: SummaryInput) {
    this.input = input;
    this.percentiles = new Percentiles(input.n, input.percentiles);
    this.histogram = new Histogram(input.bins, input.maxOffset);
  }

  /** The result of a column without values. */
  static emptyResult(percentiles: readonly string[]): SummaryResult {
    return {
      min: null,
      max: null,
      sum: 0,
      mean: null,
      variance: null,
      std: null,
      mode: null,
      modeCount: 0,
      percentiles: Object.fromEntries(percentiles.map((text) => [percentileKey(text), null])),
      kurtosis: null,
      skewness: null,
      histogram: null,
    };
  }

  /**
   * Adds a value `count` times.
   *
   * @param offset v − origin, a safe integer; ascending from call to call
   * @param count a positive safe integer
   */
  add(offset: number, count: number): void {
    this.moments.add(offset, count);
    this.mode.add(offset, count);
    this.percentiles.add(offset, count);
    this.histogram.add(offset, count);
  }

  /** As `add`, where `maxOffset` is no safe integer. */
  addBig(offset: bigint, count: number): void {
    this.moments.addBig(offset, count);
    this.mode.add(offset, count);
    this.percentiles.add(offset, count);
    this.histogram.add(offset, count);
  }

  /** Σ v, in units of 10^-scale. */
  sum(): bigint {
    return this.moments.sum(this.input.origin);
  }

  /** Σ v², in units of 10^-(2·scale). */
  sumOfSquares(): bigint {
    return this.moments.sumOfSquares(this.input.origin);
  }

  /** The statistics, once all n values have come; keys in the order of `result.json`. */
  result(): SummaryResult {
    const { origin, scale, maxOffset } = this.input;
    const { sum, mean, variance, std, skewness, kurtosis } = this.moments.result(origin, scale);
    return {
      min: scaledToDouble(origin, scale),
      max: scaledToDouble(origin + BigInt(maxOffset), scale),
      sum,
      mean,
      variance,
      std,
      ...this.mode.result(origin, scale),
      percentiles: this.percentiles.result(origin, scale),
      kurtosis,
      skewness,
      histogram: this.histogram.result(origin, scale),
    };
  }
}
