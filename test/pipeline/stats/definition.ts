import fc from 'fast-check';

/** A stream as statistics get it: ascending distinct offsets with counts, of values (origin + offset)·10^-scale. */
export interface Stream {
  origin: bigint;
  scale: number;
  entries: [offset: bigint, count: number][];
}

export interface Ratio {
  num: bigint;
  den: bigint;
}

const gap = fc.oneof(
  { weight: 4, arbitrary: fc.bigInt({ min: 1n, max: 3n }) },
  { weight: 3, arbitrary: fc.bigInt({ min: 1n, max: 100_000n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 1n, max: 2n ** 40n }) },
);
const hugeGap = fc.oneof(gap, fc.bigInt({ min: 1n, max: 2n ** 80n }));
const count = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 50 }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 2 ** 22 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 ** 44 }) },
);

function streamOf(gaps: fc.Arbitrary<bigint>): fc.Arbitrary<Stream> {
  return fc
    .record({
      origin: fc.oneof(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n })),
      scale: fc.oneof(fc.integer({ min: -2, max: 3 }), fc.integer({ min: -40, max: 40 })),
      steps: fc.array(fc.tuple(gaps, count), { minLength: 1, maxLength: 60 }),
    })
    .map(({ origin, scale, steps }) => {
      const entries: Stream['entries'] = [];
      let offset = 0n;
      for (const [step, times] of steps) {
        entries.push([offset, times]);
        offset += step;
      }
      return { origin, scale, entries };
    });
}

/** Streams whose offsets are safe integers. */
export const stream: fc.Arbitrary<Stream> = streamOf(gap);

/** Streams whose offsets may be of any size. */
export const bigStream: fc.Arbitrary<Stream> = streamOf(hugeGap);

export function countOf({ entries }: Stream): number {
  return entries.reduce((n, [, times]) => n + times, 0);
}

/** The values as integers at the scale, with counts. */
export function valuesOf({ origin, entries }: Stream): [value: bigint, count: bigint][] {
  return entries.map(([offset, times]) => [origin + offset, BigInt(times)]);
}

/** Σ value^k·count. */
export function powerSum(stream: Stream, k: bigint): bigint {
  return valuesOf(stream).reduce((sum, [value, times]) => sum + value ** k * times, 0n);
}

/** Σ (value − mean)^k·count / n, from the definition, in units of 10^-(k·scale). */
export function centralMoment(stream: Stream, k: bigint): Ratio {
  const n = BigInt(countOf(stream));
  const sum = powerSum(stream, 1n);
  const num = valuesOf(stream).reduce((total, [value, times]) => total + (n * value - sum) ** k * times, 0n);
  return { num, den: n ** (k + 1n) };
}

/** A ratio in units of 10^-scale, as a plain one. */
export function unscaled({ num, den }: Ratio, scale: number): Ratio {
  const power = 10n ** BigInt(Math.abs(scale));
  return scale >= 0 ? { num, den: den * power } : { num: num * power, den };
}

/** The value at a rank counted from 0, by walking the whole stream. */
export function orderStatistic(stream: Stream, rank: bigint): bigint {
  let seen = 0n;
  for (const [value, times] of valuesOf(stream)) {
    seen += times;
    if (rank < seen) return value;
  }
  throw new RangeError(`rank ${rank} of ${seen}`);
}
