import type { Fraction } from './fraction.ts';
import { add, compare, divide, equal, floor, fraction, multiply, power, subtract, sum, zero } from './fraction.ts';
import { rootToDouble, toDouble } from './rounding.ts';

/** Every statistic below is its textbook definition, on exact numbers. None but `sum` is asked for an empty list. */
export function sorted(values: readonly Fraction[]): Fraction[] {
  return [...values].sort(compare);
}

export function mean(values: readonly Fraction[]): Fraction {
  return divide(sum(values), fraction(BigInt(values.length)));
}

/** The mean of (x - mean)^k: k = 2 is the population variance. */
export function centralMoment(values: readonly Fraction[], k: number): Fraction {
  const center = mean(values);
  return mean(values.map((x) => power(subtract(x, center), k)));
}

/** Fisher's, biased: m4 / m2^2 - 3. */
export function kurtosis(values: readonly Fraction[]): number | null {
  const m2 = centralMoment(values, 2);
  if (equal(m2, zero)) return null;
  return toDouble(subtract(divide(centralMoment(values, 4), power(m2, 2)), fraction(3n)));
}

/** Biased: m3 / m2^1.5, which is the root of m3^2 / m2^3 with the sign of m3. */
export function skewness(values: readonly Fraction[]): number | null {
  const m2 = centralMoment(values, 2);
  if (equal(m2, zero)) return null;
  const m3 = centralMoment(values, 3);
  const size = rootToDouble(divide(power(m3, 2), power(m2, 3)));
  return compare(m3, zero) < 0 ? 0 - size : size;
}

/** The most frequent value and how often it occurs; of equally frequent values the smallest. */
export function mode(values: readonly Fraction[]): { value: Fraction; count: number } {
  let best = { value: zero, count: 0 };
  let run = { value: zero, count: 0 };
  for (const value of sorted(values)) {
    run = run.count > 0 && equal(run.value, value) ? { value, count: run.count + 1 } : { value, count: 1 };
    if (run.count > best.count) best = run;
  }
  return best;
}

/** `percent` is a decimal text of 0 to 100. Linear interpolation between the neighbours of rank percent / 100 × (n - 1). */
export function percentile(values: readonly Fraction[], percent: string): Fraction {
  const [whole = '', decimals = ''] = percent.split('.');
  const share = divide(fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length)), fraction(100n));
  const rank = multiply(share, fraction(BigInt(values.length - 1)));
  const below = floor(rank);
  const ascending = sorted(values);
  const low = ascending[Number(below)] ?? zero;
  const high = ascending[Number(below) + 1] ?? low;
  return add(low, multiply(subtract(high, low), subtract(rank, fraction(below))));
}

/** Sum of the population variances of every full window, and how many windows there are. */
export function rollingVariance(values: readonly Fraction[], window: number): { sum: Fraction; windows: number } {
  const variances: Fraction[] = [];
  for (let start = 0; start + window <= values.length; start++) {
    variances.push(centralMoment(values.slice(start, start + window), 2));
  }
  return { sum: sum(variances), windows: variances.length };
}

/** How many values fall into each of `bins` bars of equal width; a single bar if all values are equal. */
export function histogramCounts(values: readonly Fraction[], bins: number): number[] {
  const ascending = sorted(values);
  const min = ascending[0] ?? zero;
  const max = ascending.at(-1) ?? zero;
  if (equal(min, max)) return [values.length];
  const counts = new Array<number>(bins).fill(0);
  const width = divide(subtract(max, min), fraction(BigInt(bins)));
  for (const value of values) {
    let bar = 0;
    // The last bar holds its upper edge too, so it has no edge to cross.
    while (bar < bins - 1 && compare(value, add(min, multiply(width, fraction(BigInt(bar + 1))))) >= 0) bar += 1;
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  return counts;
}
