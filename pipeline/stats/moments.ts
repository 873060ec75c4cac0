import { pow10, scaledRatioToDouble, scaledToDouble } from '../exact/decimal.ts';
import { ratioToDouble, sqrtRatioToDouble } from '../exact/round.ts';

/** Integers up to this are exact as Number. */
const SAFE_LIMIT = 2 ** 53;

/** Half-width of the first bucket, in bits: wide enough that most columns need no second one. */
const FIRST_REACH_BITS = 16;

/** Half-width of the widest bucket: it still has room for 2^5 values. */
const MAX_REACH_BITS = 24;

/** What the moments say about a column; `null` where undefined. */
export interface MomentsResult {
  sum: number;
  /** Arithmetic mean. */
  mean: number | null;
  /** Population variance (divisor n). */
  variance: number | null;
  /** Population standard deviation, √variance. */
  std: number | null;
  /** g1 = m3 / m2^(3/2), biased. */
  skewness: number | null;
  /** g2 = m4 / m2² − 3 (excess, Fisher), biased. */
  kurtosis: number | null;
}

/**
 * Σ offset^k·count for k = 0 … 4, exactly, and the statistics that follow from them.
 *
 * Values are integers v at one decimal scale S (true value v·10^-S), given as offset = v − origin. Order does not matter,
 * and an offset may come more than once; ascending order is what is fast.
 *
 * Sums are kept in Number, around the base of a bucket that moves along with the offsets. With d = offset − base,
 * |d| ≤ W = 2^w, and d² = high·W + low, every sum below is at most W²·n: as long as the bucket's n is at most 2^53 / W²,
 * nothing rounds. A full or distant bucket is flushed into BigInt totals by the binomial theorem, and W follows the
 * density of the data.
 *
 * With T_k = Σ offset^k·count and M_k = n^k·m_k, where m_k = Σ (v − mean)^k / n does not change when all values shift:
 *
 *     M2 = n·T2 − T1²
 *     M3 = n²·T3 − 3n·T1·T2 + 2·T1³
 *     M4 = n³·T4 − 4n²·T1·T3 + 6n·T1²·T2 − 3·T1⁴
 *
 * so variance = M2 / n², g1 = M3 / M2^(3/2) and g2 = M4 / M2² − 3: ratios of integers, rounded once. Definitions: Joanes &
 * Gill, "Comparing measures of sample skewness and kurtosis", The Statistician 47 (1998), g1 and g2, which are
 * `scipy.stats.skew` and `kurtosis` with `bias=True`; variance and std as `numpy.var` and `std` with `ddof=0`.
 *
 * @example
 * const moments = new Moments();
 * moments.add(0, 3); // 0.1 three times
 * moments.add(2, 1); // 0.3 once
 * moments.result(1n, 1).mean; // 0.15
 */
export class Moments {
  // The bucket: Σ of count, d, d², d³ and d⁴, the last two split as d·(high·W + low) and (high·W + low)².
  private base = 0;
  private reach = 2 ** FIRST_REACH_BITS;
  private perReach = 2 ** -FIRST_REACH_BITS;
  private capacity = 2 ** (53 - 2 * FIRST_REACH_BITS);
  private n = 0;
  private s1 = 0;
  private s2 = 0;
  private s3High = 0;
  private s3Low = 0;
  private s4High = 0;
  private s4Mid = 0;
  private s4Low = 0;

  private reachBits = FIRST_REACH_BITS;
  /** Offsets of `add` count from here; only `addBig` moves it. */
  private reference = 0n;

  private t0 = 0;
  private t1 = 0n;
  private t2 = 0n;
  private t3 = 0n;
  private t4 = 0n;

  /**
   * Adds a value `count` times.
   *
   * @param offset value − origin, a safe integer
   * @param count a positive safe integer; all counts together are below 2^53
   */
  add(offset: number, count: number): void {
    let d = offset - this.base;
    if (Math.abs(d) > this.reach || this.n + count > this.capacity) {
      this.startBucket(offset, count);
      d = offset - this.base;
    }
    const square = d * d;
    const high = Math.floor(square * this.perReach);
    const low = square - high * this.reach;
    const weighted = d * count;
    const highCount = high * count;
    this.n += count;
    this.s1 += weighted;
    this.s2 += square * count;
    this.s3High += weighted * high;
    this.s3Low += weighted * low;
    this.s4High += highCount * high;
    this.s4Mid += highCount * low;
    this.s4Low += low * low * count;
  }

  /** As `add`, for an offset of any size. */
  addBig(offset: bigint, count: number): void {
    let local = Number(offset - this.reference);
    if (Math.abs(local) >= SAFE_LIMIT) {
      this.flush();
      this.reference = offset;
      this.base = 0;
      local = 0;
    }
    this.add(local, count);
  }

  /** Σ v·count, in units of 10^-S. */
  sum(origin: bigint): bigint {
    this.flush();
    return this.t1 + origin * BigInt(this.t0);
  }

  /** Σ v²·count, in units of 10^-2S. */
  sumOfSquares(origin: bigint): bigint {
    this.flush();
    return this.t2 + origin * (2n * this.t1 + origin * BigInt(this.t0));
  }

  /**
   * @param origin the value that offsets count from
   * @param scale decimals of the values (S); may be negative
   * @returns correctly rounded doubles; no values: sum 0 and the rest null; variance 0: skewness and kurtosis null
   */
  result(origin: bigint, scale: number): MomentsResult {
    this.flush();
    if (this.t0 === 0) return { sum: 0, mean: null, variance: null, std: null, skewness: null, kurtosis: null };
    const { t1, t2, t3, t4 } = this;
    const n = BigInt(this.t0);
    const sum = t1 + origin * n;
    const mean = scaledRatioToDouble(sum, n, scale);
    const m2 = n * t2 - t1 * t1;
    if (m2 === 0n)
      return { sum: scaledToDouble(sum, scale), mean, variance: 0, std: 0, skewness: null, kurtosis: null };
    const m3 = n * (n * t3 - 3n * t1 * t2) + 2n * t1 * t1 * t1;
    const m4 = n * (n * (n * t4 - 4n * t1 * t3) + 6n * t1 * t1 * t2) - 3n * t1 ** 4n;
    const squared = m2 * m2;
    const num = scale < 0 ? m2 * pow10(-2 * scale) : m2;
    const den = scale > 0 ? n * n * pow10(2 * scale) : n * n;
    const skewness = sqrtRatioToDouble(m3 * m3, squared * m2);
    return {
      sum: scaledToDouble(sum, scale),
      mean,
      variance: ratioToDouble(num, den),
      std: sqrtRatioToDouble(num, den),
      skewness: m3 < 0n ? 0 - skewness : skewness,
      kurtosis: ratioToDouble(m4 - 3n * squared, squared),
    };
  }

  /** Flushes, and puts a bucket where `offset` fits with `count`, as wide as the data so far suggests. */
  private startBucket(offset: number, count: number): void {
    const distance = Math.abs(offset - this.base);
    const tooNarrow = distance > this.reach && 8 * this.n < this.capacity;
    const tooHeavy = this.n + count > this.capacity;
    this.flush();
    let bits = this.reachBits;
    if (tooNarrow && bits < MAX_REACH_BITS) bits++;
    if (tooHeavy && bits > 0) bits--;
    while (count > 2 ** (53 - 2 * bits)) bits--;
    this.reachBits = bits;
    this.reach = 2 ** bits;
    this.perReach = 2 ** -bits;
    this.capacity = 2 ** (53 - 2 * bits);
    // A base ahead of ascending offsets doubles what a bucket holds; where offsets are far apart, d = 0 is cheaper.
    this.base = distance > 4 * this.reach ? offset : Math.min(offset + this.reach, Number.MAX_SAFE_INTEGER);
  }

  /** Moves the bucket's sums into the totals, around offset 0 instead of its base, and empties it. */
  private flush(): void {
    if (this.n === 0) return;
    const n = BigInt(this.n);
    const base = this.reference + BigInt(this.base);
    const bits = BigInt(this.reachBits);
    this.t0 += this.n;
    if (this.s2 === 0) {
      this.addPoint(base, n);
    } else {
      const s1 = BigInt(this.s1);
      const s2 = BigInt(this.s2);
      const s3 = (BigInt(this.s3High) << bits) + BigInt(this.s3Low);
      const s4 = (((BigInt(this.s4High) << bits) + 2n * BigInt(this.s4Mid)) << bits) + BigInt(this.s4Low);
      this.addShifted(base, n, s1, s2, s3, s4);
    }
    this.n = 0;
    this.s1 = 0;
    this.s2 = 0;
    this.s3High = 0;
    this.s3Low = 0;
    this.s4High = 0;
    this.s4Mid = 0;
    this.s4Low = 0;
  }

  /** n times the same offset. */
  private addPoint(offset: bigint, n: bigint): void {
    let power = n * offset;
    this.t1 += power;
    power *= offset;
    this.t2 += power;
    power *= offset;
    this.t3 += power;
    this.t4 += power * offset;
  }

  /** Σ (d + base)^k from Σ d^k, by the binomial theorem in Horner's form. */
  private addShifted(base: bigint, n: bigint, s1: bigint, s2: bigint, s3: bigint, s4: bigint): void {
    if (base === 0n) {
      this.t1 += s1;
      this.t2 += s2;
      this.t3 += s3;
      this.t4 += s4;
      return;
    }
    const nb = n * base;
    this.t1 += nb + s1;
    this.t2 += (nb + 2n * s1) * base + s2;
    this.t3 += ((nb + 3n * s1) * base + 3n * s2) * base + s3;
    this.t4 += (((nb + 4n * s1) * base + 6n * s2) * base + 4n * s3) * base + s4;
  }
}
