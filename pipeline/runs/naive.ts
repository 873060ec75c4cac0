import { describeGroups } from '../jobs/describe/combine.ts';
import type { DescribeOptions } from '../jobs/describe/options.ts';
import type { ColumnResult } from '../jobs/describe/result.ts';
import { readManifest } from '../run-dir/read-manifest.ts';
import { chosenPartial, readCommit } from './attempts.ts';

/** One statistic both ways. */
export interface NaiveRow {
  statistic: string;
  exact: number | null;
  naive: number | null;
}

/** Both ways, for one column of one group. */
export interface NaiveComparison {
  key: Record<string, string | null>;
  column: string;
  /** Parts that held values. */
  partitions: number;
  rows: NaiveRow[];
}

const AVERAGED = ['mean', 'variance', 'std', 'kurtosis', 'skewness'] as const;

/**
 * What the original method gives for the same partitions, beside the exact result: each statistic is computed for each part
 * alone, and then averaged; the mode is the mode of modes; rolling windows that cross a cut are lost, and so is each part's
 * last window. Needs a finished run.
 */
export function compareNaive(directory: string): NaiveComparison[] {
  const manifest = readManifest(directory);
  const options = manifest.options as DescribeOptions;
  const partials = manifest.partitions.flatMap(({ index }) => {
    const summary = readCommit(directory, manifest, index);
    return summary === null ? [] : [chosenPartial(directory, summary)];
  });
  const parts = new Map<string, ColumnResult[][]>();
  for (const partial of partials) {
    for (const { key, columns } of describeGroups(manifest, [partial], directory, 'dropped')) {
      const id = JSON.stringify(key);
      const known = parts.get(id);
      if (known === undefined)
        parts.set(
          id,
          columns.map((column) => [column]),
        );
      else for (const [index, column] of columns.entries()) known[index]?.push(column);
    }
  }
  const comparisons: NaiveComparison[] = [];
  for (const { key, columns } of describeGroups(manifest, partials, directory)) {
    const named = Object.fromEntries(options.by.map(({ column }, index) => [column, key[index] ?? null]));
    for (const [index, exact] of columns.entries()) {
      const own = (parts.get(JSON.stringify(key))?.[index] ?? []).filter((part) => part.count > 0);
      const column = options.columns[index] as string;
      comparisons.push({ key: named, column, partitions: own.length, rows: compare(exact, own, options) });
    }
  }
  return comparisons;
}

function compare(exact: ColumnResult, parts: ColumnResult[], options: DescribeOptions): NaiveRow[] {
  const all = (of: (part: ColumnResult) => number | null) => parts.map(of).filter((value) => value !== null);
  const extreme = (pick: (...values: number[]) => number, values: number[]) =>
    values.length === 0 ? null : pick(...values);
  return [
    {
      statistic: 'min',
      exact: exact.min,
      naive: extreme(
        Math.min,
        all((part) => part.min),
      ),
    },
    {
      statistic: 'max',
      exact: exact.max,
      naive: extreme(
        Math.max,
        all((part) => part.max),
      ),
    },
    ...AVERAGED.map((name) => ({ statistic: name, exact: exact[name], naive: average(all((part) => part[name])) })),
    { statistic: 'mode', exact: exact.mode, naive: modeOf(all((part) => part.mode)) },
    ...options.percentiles.map((text) => {
      const name = String(Number(text));
      const naive = average(all((part) => part.percentiles[name] ?? null));
      return { statistic: `p${name}`, exact: exact.percentiles[name] ?? null, naive };
    }),
    {
      statistic: 'rollingVarianceSum',
      exact: exact.rollingVarianceSum,
      naive: all((part) => part.rollingVarianceSum).reduce((sum, value) => sum + value, 0),
    },
  ];
}

function average(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The most frequent value, the smallest of several. */
function modeOf(values: number[]): number | null {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [most] = [...counts].sort(([a, timesA], [b, timesB]) => timesB - timesA || a - b);
  return most === undefined ? null : most[0];
}
