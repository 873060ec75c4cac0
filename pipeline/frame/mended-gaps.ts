import { isMissing } from './cells.ts';
import type { Danfo, FramePrototype, Ndframe, SeriesPrototype } from './danfo-internals.ts';
import { changed } from './mended-originals.ts';

export type Cumulation = 'sum' | 'prod' | 'min' | 'max';

const step: Record<Cumulation, (total: number, value: number) => number> = {
  sum: (total, value) => total + value,
  prod: (total, value) => total * value,
  min: Math.min,
  max: Math.max,
};

/** What each value and those before it come to; missing where the value is, and nowhere else, as in pandas. */
export function cumulated(values: readonly unknown[], operation: Cumulation): number[] {
  let total: number | undefined;
  return values.map((value) => {
    if (isMissing(value)) return Number.NaN;
    total = total === undefined ? Number(value) : step[operation](total, Number(value));
    return total;
  });
}

/** How many values a statistic needs: the variance of a sample divides by n - 1, and danfo.js called it 0 for one value. */
export function leastValues(statistic: string): number {
  return statistic === 'std' || statistic === 'var' ? 2 : 1;
}

/** danfo.js's takes quadratic time where many values are equal: a minute for 100,000. */
export function median(values: readonly unknown[]): number {
  const sorted = Float64Array.from(values, Number).sort();
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}

/**
 * Missing values (gaps) are left out, as in pandas. By itself danfo.js gives NaN, shifts what comes after a gap to its
 * place, counts gaps, or fails.
 */
export function leaveGapsOut(danfo: Danfo, frame: FramePrototype, series: SeriesPrototype): void {
  answerForNoValues(danfo, frame, series);
  cumulateAcrossGaps(frame, series);
  describeWithGaps(danfo, frame);
  series.nUnique = function (this: Ndframe) {
    return distinct(this.values);
  };
  frame.nUnique = function (this: FramePrototype, axis = 1) {
    return new danfo.Series(lines(this, axis).map(distinct), { index: labels(this, axis) });
  };
  const { dropNa } = frame;
  frame.dropNa = function (this: FramePrototype, options = {}) {
    if (options.axis !== 0) return dropNa.call(this, options);
    // Only NaN was looked for, and a missing text is null.
    const { inplace } = options;
    const columns = this.columns.filter((_, place) => lines(this, 0)[place]?.some(isMissing));
    if (columns.length > 0) return this.drop({ columns, inplace });
    return inplace === true ? undefined : this.copy();
  };
}

/** The mean of no values is missing, and no error "Reduce of empty array". */
function answerForNoValues(danfo: Danfo, frame: FramePrototype, series: SeriesPrototype): void {
  type Statistic = (this: Ndframe) => unknown;
  const ofSeries = series as unknown as Record<string, Statistic>;
  type FrameStatistic = (this: FramePrototype, options?: { axis?: 0 | 1; keep?: number }) => unknown;
  const ofFrame = frame as unknown as Record<string, FrameStatistic>;
  for (const name of ['mean', 'median', 'std', 'var', 'min', 'max', 'mode']) {
    const original = ofSeries[name] as Statistic;
    const statistic: Statistic = function (this: Ndframe) {
      const present = this.values.filter((value) => !isMissing(value));
      if (present.length < leastValues(name)) return name === 'mode' ? [] : Number.NaN;
      return name === 'median' && this.$dtypes[0] !== 'string' ? median(present) : original.call(this);
    };
    ofSeries[name] = statistic;
    const originalOfFrame = ofFrame[name] as FrameStatistic;
    ofFrame[name] = function (this: FramePrototype, options = {}) {
      const { axis = 1, keep = 0 } = options;
      if (this.$dtypes.includes('string') || (axis !== 0 && axis !== 1)) return originalOfFrame.call(this, options);
      const found = lines(this, axis).map((line) => {
        const numbers = line.filter((cell) => !isMissing(cell)).map(Number);
        const value = statistic.call(new danfo.Series(numbers));
        return Array.isArray(value) ? (value[keep] ?? Number.NaN) : value;
      });
      return new danfo.Series(found, { index: labels(this, axis) });
    };
  }
}

/** After its first gap a series was NaN to its end, and a frame took the values after a gap for those of the gap. */
function cumulateAcrossGaps(frame: FramePrototype, series: SeriesPrototype): void {
  const { cumOps } = series;
  series.cumOps = function (this: SeriesPrototype, operation, options) {
    if (this.$dtypes[0] === 'string') return cumOps.call(this, operation, options);
    return changed(this, cumulated(this.values, operation), options);
  };
  const cumulateFrame = frame.cumOps;
  frame.cumOps = function (this: FramePrototype, operation, axis, inplace) {
    if (this.$dtypes.includes('string')) return cumulateFrame.call(this, operation, axis, inplace);
    const totals = lines(this, axis).map((line) => cumulated(line, operation));
    const rows = axis === 1 ? totals : this.index.map((_, row) => totals.map((column) => column[row]));
    return changed(this, rows, { inplace });
  };
}

/** One gap made its column's mean, std, median and variance NaN, or was an error. */
function describeWithGaps(danfo: Danfo, frame: FramePrototype): void {
  const index = ['count', 'mean', 'std', 'min', 'median', 'max', 'variance'];
  frame.describe = function (this: FramePrototype) {
    const columns = this.columns.filter((_, place) => !['string', 'datetime'].includes(this.$dtypes[place] ?? ''));
    const described = columns.map((name) => (this.$getColumnData(name) as SeriesPrototype).describe().values);
    const rows = index.map((_, row) => described.map((column) => column[row]));
    return new danfo.DataFrame(rows, { columns, index });
  };
}

/** The cells along an axis: those of each row for 1, those of each column for 0. */
function lines(frame: FramePrototype, axis: 0 | 1): unknown[][] {
  const rows = frame.values as unknown[][];
  return axis === 1 ? rows : frame.columns.map((_, place) => rows.map((row) => row[place]));
}

function labels(frame: FramePrototype, axis: 0 | 1): (string | number)[] {
  return [...(axis === 1 ? frame.index : frame.columns)];
}

function distinct(cells: readonly unknown[]): number {
  return new Set(cells.filter((cell) => !isMissing(cell))).size;
}
