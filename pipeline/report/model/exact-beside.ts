import { existsSync } from 'node:fs';
import type { DescribeOptions } from '../../jobs/describe/options.ts';
import type { ColumnResult } from '../../jobs/describe/result.ts';
import { DEFAULT_LIMITS } from '../../jobs/job.ts';
import { readEvents } from '../../run-dir/events.ts';
import { paths } from '../../run-dir/layout.ts';
import type { Manifest } from '../../run-dir/manifest.ts';
import { readManifest } from '../../run-dir/read-manifest.ts';
import type { NaiveRow } from '../../runs/naive.ts';
import type { ComparisonModel } from './comparison.ts';
import { readDescribeResult } from './describe-result.ts';
import type { OwnModel, TableModel } from './own-result.ts';

/** Statistics of the frames that are averaged, in the order of the table; others are counts. */
const STATISTICS = [
  'min',
  'max',
  'mean',
  'variance',
  'std',
  'kurtosis',
  'skewness',
  'mode',
  'rollingVarianceSum',
] as const;

/**
 * The result of `describe-frames` beside that of `describe` on the same input, which lies in a run of its own inside this one;
 * null where there is none.
 */
export function readExactBeside(run: string, manifest: Manifest, result: OwnModel): ComparisonModel | null {
  const exactRun = paths.exact(run);
  if (manifest.job !== 'describe-frames' || result.kind !== 'table' || !existsSync(paths.result(exactRun))) return null;
  const options = readManifest(exactRun).options as DescribeOptions;
  const { groups, columns } = readDescribeResult(exactRun, options);
  const [group] = groups;
  const exact = group?.columns[0];
  const column = columns[0];
  const averaged = averagedRow(result);
  if (group === undefined || exact === undefined || column === undefined || averaged === null) return null;
  const rows = comparedRows(exact, averaged);
  const inputBytes = manifest.input.files.reduce(
    // What a gzip file holds is not known.
    (sum, { bytes, compression }) => sum + (compression === 'none' ? bytes : Number.POSITIVE_INFINITY),
    0,
  );
  const { chunkRows } = manifest.options as { chunkRows: number };
  const parts = result.rowCount - 1;
  return {
    state: 'shown',
    comparisons: [{ key: {}, column, partitions: parts, rows }],
    total: 1,
    cost: {
      exactMs: timeOf(exactRun),
      averagedMs: timeOf(run),
      frameRows: Math.min(chunkRows * workersOf(run), group.rows),
      bufferBytes: Math.min(DEFAULT_LIMITS.bufferBytes * workersOf(exactRun), inputBytes),
    },
  };
}

/** The row that stands for all parts, as its statistics by name. */
function averagedRow({ columns, rows }: TableModel): Map<string, number | null> | null {
  const all = rows.findLast(([part]) => part === 'all');
  if (all === undefined) return null;
  const numbers = columns.map((name, index): [string, number | null] => {
    const cell = all[index];
    return [name, typeof cell === 'number' ? cell : null];
  });
  return new Map(numbers);
}

function comparedRows(exact: ColumnResult, averaged: Map<string, number | null>): NaiveRow[] {
  const percentiles = Object.keys(exact.percentiles).sort((a, b) => Number(a) - Number(b));
  return [
    ...STATISTICS.map((name): NaiveRow => ({ statistic: name, exact: exact[name], naive: averaged.get(name) ?? null })),
    ...percentiles.map((name): NaiveRow => {
      return { statistic: `p${name}`, exact: exact.percentiles[name] ?? null, naive: averaged.get(`p${name}`) ?? null };
    }),
  ];
}

function workersOf(run: string): number {
  return readEvents(run).findLast((event) => event.type === 'started')?.workers ?? 1;
}

function timeOf(run: string): number {
  return readEvents(run).reduce((sum, event) => sum + (event.type === 'finished' ? event.ms : 0), 0);
}
