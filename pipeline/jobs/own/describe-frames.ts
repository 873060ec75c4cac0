import type { DataFrame, FrameContext, FrameJob, FrameTools } from './interface.ts';

// The original system's way to describe a column, as a person would write it with danfo.js: statistics of each chunk, their
// averages for each part, and the averages of those. It is quick to write, and only roughly right: an average of averages
// gives every chunk the same weight, however many values it has, and the spread between chunks is lost. The job `describe`
// computes the same statistics exactly; the report shows both.

const options = {
  column: { type: 'column', description: 'column of numbers' },
  window: { type: 'integer', description: 'values in a rolling window', default: 500, minimum: 1, maximum: 10_000_000 },
  percentiles: { type: 'string', description: 'percentiles to compute', default: '10,25,50,75,90' },
} as const;

type Context = FrameContext<typeof options>;

/** How chunks become parts, and parts the whole. The others are averaged. */
const SUMMED = ['chunks', 'rows', 'count', 'rollingVarianceSum'];
const LEAST = ['min'];
const GREATEST = ['max'];
const MOST_FREQUENT = ['mode'];

export default {
  summary: 'Statistics of a column with danfo.js frames, as averages of averages',
  options,
  columns: ({ column = '' }) => [column],
  numbers: ({ column = '' }) => [column],

  /** The statistics of one chunk: one row. */
  frame(frame, { options: { window, percentiles }, partition, fromRows }: Context) {
    const [column = ''] = frame.columns as string[];
    const numbers = frame.column(column).dropNa();
    const values = numbers.values as number[];
    const n = values.length;
    const names = ['part', 'chunks', 'rows', 'count'];
    const counts = [partition, 1, frame.shape[0], n];
    if (n === 0) return fromRows(names, [counts]);
    const mean = numbers.mean();
    // danfo.js divides by n - 1; the original, like `describe`, by n.
    const variance = n > 1 ? (numbers.var() * (n - 1)) / n : 0;
    const moment = (power: number) => values.reduce((sum, value) => sum + (value - mean) ** power, 0) / n;
    const statistics = {
      min: numbers.min(),
      max: numbers.max(),
      mean,
      variance,
      std: Math.sqrt(variance),
      mode: (numbers.mode() as unknown as number[]).reduce((a, b) => Math.min(a, b)),
      ...percentilesOf(values, percentiles),
      kurtosis: variance === 0 ? null : moment(4) / variance ** 2 - 3,
      skewness: variance === 0 ? null : moment(3) / variance ** 1.5,
      rollingVarianceSum: rollingVarianceSum(values, window),
    };
    return fromRows([...names, ...Object.keys(statistics)], [[...counts, ...Object.values(statistics)]]);
  },

  /** One row for each part, from its chunks; and one for all, from the parts. */
  async combine(frames, { concat, rowsOf, fromRows }) {
    const chunks = await concat(frames);
    const columns = chunks.columns as string[];
    const parts = new Map<unknown, DataFrame>();
    for (const part of new Set(rowsOf(chunks).map(([part]) => part))) {
      parts.set(part, chunks.query(chunks.column('part').eq(part as number)) as DataFrame);
    }
    const rows = [...parts].map(([part, frame]) => [part as number, ...together(frame, rowsOf)]);
    if (rows.length === 0) return fromRows(['part', 'chunks', 'rows', 'count'], [['all', 0, 0, 0]]);
    const all = together(await fromRows(columns, rows), rowsOf);
    return fromRows(columns, [...rows.map(([part, ...cells]) => [String(part), ...cells]), ['all', ...all]]);
  },
} satisfies FrameJob<typeof options>;

/** The columns but the first, each as one number. */
function together(frame: DataFrame, rowsOf: FrameTools['rowsOf']): (number | null)[] {
  const rows = rowsOf(frame);
  return (frame.columns as string[]).slice(1).map((name, index) => {
    const values = rows.map((row) => row[index + 1]).filter((value) => typeof value === 'number');
    const sum = values.reduce((total, value) => total + value, 0);
    if (SUMMED.includes(name)) return sum;
    if (values.length === 0) return null;
    if (LEAST.includes(name)) return Math.min(...values);
    if (GREATEST.includes(name)) return Math.max(...values);
    return MOST_FREQUENT.includes(name) ? mostFrequent(values) : sum / values.length;
  });
}

/** The value that occurs most often, the smallest of several. */
function mostFrequent(values: number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, times], [b, others]) => others - times || a - b)[0]?.[0] ?? Number.NaN;
}

/** Between the two nearest of the sorted values, as NumPy does. */
function percentilesOf(values: number[], percentiles: string): Record<string, number> {
  const sorted = Float64Array.from(values).sort();
  const entries = percentiles.split(',').map((text): [string, number] => {
    const percent = Number(text);
    if (text.trim() === '' || !(percent >= 0 && percent <= 100)) {
      throw new RangeError(`--percentiles ${percentiles}: "${text}" is no number from 0 to 100`);
    }
    const rank = (percent / 100) * (sorted.length - 1);
    const below = sorted[Math.floor(rank)] as number;
    const above = sorted[Math.ceil(rank)] as number;
    return [`p${percent}`, below + (above - below) * (rank - Math.floor(rank))];
  });
  return Object.fromEntries(entries);
}

/** Σ of the variances of all windows but the last, which the original's loop left out. */
function rollingVarianceSum(values: number[], window: number): number {
  let total = 0;
  let mean = 0;
  /** Σ (value − mean)² of the window; Welford's way, because a difference of large sums would lose all digits. */
  let squares = 0;
  for (const [index, value] of values.entries()) {
    if (index < window) {
      const delta = value - mean;
      mean += delta / (index + 1);
      squares += delta * (value - mean);
    } else {
      total += Math.max(0, squares) / window;
      const leaving = values[index - window] as number;
      const before = mean;
      mean += (value - leaving) / window;
      squares += (value - leaving) * (value - mean + leaving - before);
    }
  }
  return total;
}
