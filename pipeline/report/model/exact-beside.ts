import { existsSync } from 'node:fs';
import type { DescribeOptions } from '../../jobs/describe/options.ts';
import type { ColumnResult } from '../../jobs/describe/result.ts';
import { DEFAULT_LIMITS } from '../../jobs/job.ts';
import type { FrameOptions } from '../../jobs/own/frame-options.ts';
import { type RunEvent, readEvents } from '../../run-dir/events.ts';
import { paths } from '../../run-dir/layout.ts';
import type { Manifest } from '../../run-dir/manifest.ts';
import { readManifest } from '../../run-dir/read-manifest.ts';
import type { NaiveRow } from '../../runs/naive.ts';
import type { ComparisonModel, Cost } from './comparison.ts';
import { readDescribeResult } from './describe-result.ts';
import type { OwnModel, TableModel } from './own-result.ts';
import { readTimeline } from './timeline.ts';

type PartitionDone = Extract<RunEvent, { type: 'done' }>;

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
  const parts = result.rowCount - 1;
  return {
    state: 'shown',
    comparisons: [{ key: {}, column, partitions: parts, rows }],
    total: 1,
    cost: { exact: exactCost(exactRun), averaged: framesCost(run, manifest) },
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

/** Of `describe`, which holds what is in the buffers of its workers. */
function exactCost(run: string): Cost {
  const manifest = readManifest(run);
  // What a gzip file holds is not known.
  if (manifest.input.files.some(({ compression }) => compression !== 'none')) return costOf(run, manifest, () => null);
  const { bufferBytes } = DEFAULT_LIMITS;
  return costOf(run, manifest, ({ rows, bytes }) => (bytes === 0 ? 0 : rows * Math.min(1, bufferBytes / bytes)));
}

/** Of `describe-frames`, which holds a chunk of rows in each worker. */
function framesCost(run: string, manifest: Manifest): Cost {
  const { chunkRows } = manifest.options as FrameOptions;
  return costOf(run, manifest, ({ rows }) => Math.min(rows, chunkRows));
}

/** `rowsHeld`: of a partition while it is processed; null where that is not known. */
function costOf(run: string, manifest: Manifest, rowsHeld: (done: PartitionDone) => number | null): Cost {
  const events = readEvents(run);
  const workers = events.findLast((event) => event.type === 'started')?.workers ?? 1;
  const done = new Map(events.flatMap((event) => (event.type === 'done' ? [[event.partition, rowsHeld(event)]] : [])));
  // At worst the workers have the partitions at the same time that hold most.
  const most = [...done.values()].sort((a, b) => (b ?? 0) - (a ?? 0)).slice(0, workers);
  return {
    ms: readTimeline(run, manifest, events).ms,
    workers,
    rowsHeld: most.reduce((sum, rows) => (sum === null || rows === null ? null : sum + rows), 0),
  };
}
