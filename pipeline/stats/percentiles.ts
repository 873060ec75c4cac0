import { EnjambreError, usageError } from '../errors.ts';
import { pow10, scaledRatioToDouble } from '../exact/decimal.ts';

/** Integers below this are exact as Number, and so is their rounding by one IEEE operation. */
const SAFE_LIMIT = 2 ** 53;

/** num / den percent. */
export interface Percentile {
  num: bigint;
  den: bigint;
}

/** Where a percentile lies among n sorted values: `fraction / parts` of the way from order statistic `lower` to the next. */
interface Rank {
  key: string;
  /** Counted from 0. */
  lower: number;
  fraction: number | bigint;
  parts: number | bigint;
}

/**
 * The exact number that a percentile's text says.
 *
 * @param text a plain decimal from 0 to 100, for example `99.9`
 * @throws usage error (exit code 2) for anything else
 */
export function parsePercentile(text: string): Percentile {
  const match = /^(\d*)\.?(\d*)$/.exec(text);
  const [, whole = '', decimals = ''] = match ?? [];
  const num = BigInt(whole + decimals);
  const den = pow10(decimals.length);
  if (whole + decimals === '' || num > 100n * den) {
    throw usageError(
      `Cannot use "${text}" as a percentile: it must be a number from 0 to 100.`,
      '--percentiles 10,25,50,75,90',
    );
  }
  return { num, den };
}

/** The key of a percentile in results: its shortest text, so that `10`, `10.0` and `010` are the same one. */
export function percentileKey(text: string): string {
  return String(Number(text));
}

/**
 * Percentiles by linear interpolation between order statistics: rank r = p/100·(n − 1), value
 * x₍⌊r⌋₎ + (r − ⌊r⌋)·(x₍⌊r⌋+1₎ − x₍⌊r⌋₎), exact, rounded once. This is definition 7 of Hyndman & Fan, "Sample quantiles in
 * statistical packages", The American Statistician 50 (1996), which is `numpy.percentile` with its default `linear`.
 *
 * Offsets (value − origin) come in ascending order; equal ones follow one another.
 */
export class Percentiles {
  private readonly n: number;
  private readonly ranks: Rank[] = [];
  /** Ranks of the order statistics that are needed, ascending, and the offsets found there so far. */
  private readonly wanted: number[] = [];
  private readonly found: (number | bigint)[] = [];
  private seen = 0;
  private nextWanted: number;

  /**
   * @param n how many values will come, all counts together: 1 to 2^53 − 1
   * @param percentiles decimal texts, see `parsePercentile`
   */
  constructor(n: number, percentiles: readonly string[]) {
    this.n = n;
    for (const text of percentiles) {
      const rank = rankOf(text, n);
      this.ranks.push(rank);
      this.wanted.push(rank.lower);
      if (rank.fraction > 0) this.wanted.push(rank.lower + 1);
    }
    this.wanted.sort((a, b) => a - b);
    this.nextWanted = this.wanted[0] ?? Infinity;
  }

  /** @param count a positive safe integer */
  add(offset: number | bigint, count: number): void {
    this.seen += count;
    if (this.seen > this.nextWanted) this.take(offset);
  }

  /**
   * The percentiles by `percentileKey`, as correctly rounded doubles.
   *
   * @param origin the value that offsets count from
   * @param scale decimals of the values; may be negative
   * @throws EnjambreError `count-mismatch` unless exactly n values came
   */
  result(origin: bigint, scale: number): Record<string, number> {
    if (this.seen !== this.n) throw this.mismatch();
    const values: Record<string, number> = {};
    for (const rank of this.ranks) {
      const low = this.at(rank.lower);
      const high = rank.fraction > 0 ? this.at(rank.lower + 1) : low;
      values[rank.key] = interpolate(origin, low, high, rank, scale);
    }
    return values;
  }

  private take(offset: number | bigint): void {
    while (this.seen > this.nextWanted) {
      this.found.push(offset);
      this.nextWanted = this.wanted[this.found.length] ?? Infinity;
    }
  }

  private at(rank: number): number | bigint {
    const offset = this.found[this.wanted.indexOf(rank)];
    if (offset === undefined) throw this.mismatch();
    return offset;
  }

  private mismatch(): EnjambreError {
    return new EnjambreError(`Cannot give percentiles: ${this.n} values were announced and ${this.seen} came.`, {
      code: 'count-mismatch',
      next: 'enjambre verify RUN',
    });
  }
}

/** Texts are parsed once, not once a group. */
const parsed = new Map<string, Percentile & { key: string }>();

function rankOf(text: string, n: number): Rank {
  let percentile = parsed.get(text);
  if (percentile === undefined) {
    percentile = { ...parsePercentile(text), key: percentileKey(text) };
    parsed.set(text, percentile);
  }
  const { key, num, den } = percentile;
  const product = Number(num) * (n - 1);
  const divisor = 100 * Number(den);
  if (product < SAFE_LIMIT && divisor < SAFE_LIMIT) {
    const lower = Math.floor(product / divisor);
    return { key, lower, fraction: product - lower * divisor, parts: divisor };
  }
  const exact = num * BigInt(n - 1);
  const parts = 100n * den;
  return { key, lower: Number(exact / parts), fraction: exact % parts, parts };
}

/** origin + low + (high − low)·fraction / parts, at the scale. */
function interpolate(
  origin: bigint,
  low: number | bigint,
  high: number | bigint,
  { fraction, parts }: Rank,
  scale: number,
): number {
  if (
    typeof low === 'number' &&
    typeof high === 'number' &&
    typeof fraction === 'number' &&
    typeof parts === 'number'
  ) {
    const base = (Number(origin) + low) * parts;
    const step = (high - low) * fraction;
    const divisor = scale >= 0 ? parts * Number(pow10(scale)) : Infinity;
    // All three are exact below the limit, so that the division is the only rounding.
    if (Math.abs(base) + step < SAFE_LIMIT && divisor < SAFE_LIMIT) return (base + step) / divisor;
  }
  const start = BigInt(low);
  const step = BigInt(high) - start;
  return scaledRatioToDouble((origin + start) * BigInt(parts) + step * BigInt(fraction), BigInt(parts), scale);
}
