import type { GroupKey } from '../../jobs/describe/options.ts';
import type { ColumnResult } from '../../jobs/describe/result.ts';

/** One value of a curve; `columns` as those of the options. */
export interface CurvePoint {
  /** `2024-05` or `2024-05-31`. */
  time: string;
  columns: Pick<ColumnResult, 'mean' | 'min' | 'max' | 'percentiles'>[];
}

/** How statistics change over time, for the largest groups of the other keys. */
export interface Curves {
  unit: 'month' | 'day';
  /** Key columns other than the time, which name the series. */
  keys: string[];
  series: { key: (string | null)[]; rows: number; points: CurvePoint[] }[];
  /** Points of time before the first shown, left out. */
  earlier: number;
}

interface Group {
  key: (string | null)[];
  rows: number;
  columns: ColumnResult[];
}

const MOST_SERIES = 5;
const MOST_POINTS = 1000;

/** Curves along the first key that is a month or a day; null without one, or with a single point of time. */
export function readCurves(by: GroupKey[], largest: Group[], groups: () => Iterable<Group>): Curves | null {
  const timeKey = by.findIndex(({ unit }) => unit !== 'value');
  const unit = by[timeKey]?.unit;
  if (unit === undefined || unit === 'value') return null;
  const others = (key: (string | null)[]) => key.filter((_, index) => index !== timeKey);
  const rowsOf = new Map<string, number>();
  for (const { key, rows } of largest) {
    const id = JSON.stringify(others(key));
    rowsOf.set(id, (rowsOf.get(id) ?? 0) + rows);
  }
  const chosen = [...rowsOf].sort(([, a], [, b]) => b - a).slice(0, MOST_SERIES);
  const series = new Map(
    chosen.map(([id]) => [id, { key: JSON.parse(id) as (string | null)[], rows: 0, points: [] as CurvePoint[] }]),
  );
  for (const { key, rows, columns } of groups()) {
    const time = key[timeKey];
    const found = series.get(JSON.stringify(others(key)));
    if (found === undefined || typeof time !== 'string' || !/^\d{4}-\d\d/.test(time)) continue;
    found.rows += rows;
    found.points.push({
      time,
      columns: columns.map(({ mean, min, max, percentiles }) => ({ mean, min, max, percentiles })),
    });
  }
  const times = [...new Set([...series.values()].flatMap(({ points }) => points.map(({ time }) => time)))].sort();
  if (times.length < 2) return null;
  const first = times[Math.max(0, times.length - MOST_POINTS)] as string;
  const shown = [...series.values()].flatMap(({ points, ...one }) => {
    const later = points.filter(({ time }) => time >= first).sort((a, b) => (a.time < b.time ? -1 : 1));
    return later.length === 0 ? [] : [{ ...one, points: later }];
  });
  const keys = by.filter((_, index) => index !== timeKey).map(({ column }) => column);
  return { unit, keys, series: shown, earlier: Math.max(0, times.length - MOST_POINTS) };
}
