import type { DescribeOptions, GroupKey } from '../../jobs/describe/options.ts';
import type { ColumnResult } from '../../jobs/describe/result.ts';
import { paths } from '../../run-dir/layout.ts';
import { readJsonPieces } from '../json-pieces.ts';
import { type Curves, readCurves } from './curves.ts';
import { Largest } from './largest.ts';

/** Statistics of one group; `columns` in the order of the options. */
export interface GroupModel {
  key: (string | null)[];
  rows: number;
  columns: ColumnResult[];
}

/** What a page shows of a result of `describe`. */
export interface DescribeModel {
  kind: 'describe';
  columns: string[];
  by: GroupKey[];
  /** As results name them: `10`, `99.9`. */
  percentiles: string[];
  groupCount: number;
  /** The groups with most rows, those first; only the first few have histograms. */
  groups: GroupModel[];
  /** Over time, where a key is a month or a day. */
  curves: Curves | null;
}

/** Most rows of the table of groups, one for each group and column: what a browser takes without lag. */
const MOST_GROUPS = 6000;
const MOST_TABLE_ROWS = 12_000;
const HISTOGRAM_GROUPS = 6;
/** Bars that may be held of groups that come to nothing; with more, the file is read once again for those that are drawn. */
const MOST_HELD_BARS = 1_000_000;

/** Text of a group; what it says of rows cannot stand inside a key, where quotes are escaped. */
const ROWS_OF_GROUP = /"rows":(\d+),"columns":/;

/** Reads `result.json` of a describe run, in memory that does not grow with the number of groups. */
export function readDescribeResult(run: string, options: DescribeOptions): DescribeModel {
  const { columns, by } = options;
  const limit = Math.max(20, Math.min(MOST_GROUPS, Math.floor(MOST_TABLE_ROWS / Math.max(1, columns.length))));
  const keepsHistograms = limit * columns.length * options.bins <= MOST_HELD_BARS;
  const largest = new Largest<GroupModel>(limit);
  for (const text of groupTexts(run)) {
    largest.add(Number(ROWS_OF_GROUP.exec(text)?.[1] ?? 0), () => {
      const group = parseGroup(text, options);
      return keepsHistograms ? group : withoutHistograms(group);
    });
  }
  const all = largest.items();
  const groups = [...all.slice(0, HISTOGRAM_GROUPS), ...all.slice(HISTOGRAM_GROUPS).map(withoutHistograms)];
  if (!keepsHistograms) restoreHistograms(run, options, groups.slice(0, HISTOGRAM_GROUPS));
  const names = options.percentiles.map((text) => String(Number(text)));
  return {
    kind: 'describe',
    columns,
    by,
    percentiles: names,
    groupCount: largest.seen,
    groups,
    curves: readCurves(by, groups, () => parsedGroups(run, options)),
  };
}

function* groupTexts(run: string): Generator<string> {
  for (const { member, text } of readJsonPieces(paths.result(run))) {
    if (member === 'groups' && text !== null) yield text;
  }
}

function* parsedGroups(run: string, options: DescribeOptions): Generator<GroupModel> {
  for (const text of groupTexts(run)) yield parseGroup(text, options);
}

function parseGroup(text: string, { by, columns }: DescribeOptions): GroupModel {
  const group = JSON.parse(text) as {
    key: Record<string, string | null>;
    rows: number;
    columns: Record<string, ColumnResult>;
  };
  return {
    key: by.map(({ column }) => group.key[column] ?? null),
    rows: group.rows,
    columns: columns.map((column) => group.columns[column] as ColumnResult),
  };
}

/** A histogram is most of a group's size, and few are drawn. */
function withoutHistograms(group: GroupModel): GroupModel {
  return { ...group, columns: group.columns.map((column) => ({ ...column, histogram: null })) };
}

function restoreHistograms(run: string, options: DescribeOptions, groups: GroupModel[]): void {
  const wanted = new Map(groups.map((group, index) => [JSON.stringify(group.key), index]));
  for (const text of groupTexts(run)) {
    if (wanted.size === 0) return;
    const parsed = parseGroup(text, options);
    const id = JSON.stringify(parsed.key);
    const index = wanted.get(id);
    if (index === undefined) continue;
    groups[index]?.columns.splice(0, parsed.columns.length, ...parsed.columns);
    wanted.delete(id);
  }
}
