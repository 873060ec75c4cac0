import { type DataFrame, frameFromRows, rowsOf } from './danfo.ts';

/**
 * What pandas' `describe()` shows, one row per column of numbers: missing cells are left out, `std` is that of a sample
 * (n − 1), quartiles are interpolated linearly. In doubles, for a quick look at a small frame: the exact statistics are
 * those of a run.
 */
export function describeFrame(frame: DataFrame): Promise<DataFrame> {
  const rows = rowsOf(frame);
  const described = (frame.columns as string[]).flatMap((column, index) => {
    const values = rows.map((row) => row[index]).filter((cell) => typeof cell === 'number');
    const isNumeric = frame.dtypes[index] === 'float32' || frame.dtypes[index] === 'int32';
    return isNumeric ? [[column, ...statisticsOf(values)]] : [];
  });
  return frameFromRows(['column', 'count', 'mean', 'std', 'min', 'p25', 'p50', 'p75', 'max'], described);
}

function statisticsOf(values: readonly number[]): (number | null)[] {
  const n = values.length;
  if (n === 0) return [0, null, null, null, null, null, null, null];
  const ascending = [...values].sort((a, b) => a - b);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const quartiles = [0.25, 0.5, 0.75].map((share) => quantile(ascending, share));
  return [
    n,
    mean,
    n > 1 ? Math.sqrt(squares / (n - 1)) : null,
    ascending[0] ?? null,
    ...quartiles,
    ascending[n - 1] ?? null,
  ];
}

function quantile(ascending: readonly number[], share: number): number {
  const rank = share * (ascending.length - 1);
  const below = ascending[Math.floor(rank)] ?? Number.NaN;
  const above = ascending[Math.ceil(rank)] ?? Number.NaN;
  return below + (above - below) * (rank - Math.floor(rank));
}
