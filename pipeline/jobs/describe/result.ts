import { csvLine } from '../../csv/line.ts';
import type { MergedCell } from '../../partial/merge.ts';
import { Summary, type SummaryResult } from '../../stats/summary.ts';
import type { DescribeOptions } from './options.ts';

/** Statistics of one column of one group, in the order of `result.json`. */
export interface ColumnResult extends SummaryResult {
  count: number;
  missing: number;
  invalid: number;
  rollingVarianceSum: number;
  rollingWindows: number;
}

/** Reads a cell's values once and gives its statistics; `lastWindow: 'dropped'` leaves the last window out, as the original method did. */
export function summarize(
  { count, missing, invalid, rolling, table }: Omit<MergedCell, 'rolling'> & { rolling: MergedCell['rolling'] | null },
  options: DescribeOptions,
  lastWindow: 'counted' | 'dropped' = 'counted',
): ColumnResult {
  const counts = { count, missing, invalid };
  if (table === null || rolling === null) {
    return { ...counts, ...Summary.emptyResult(options.percentiles), rollingVarianceSum: 0, rollingWindows: 0 };
  }
  const { scale, origin, maxOffset } = table;
  const { percentiles, bins } = options;
  const summary = new Summary({ n: count, scale, origin, maxOffset, percentiles, bins });
  table.drain(summary);
  const { sum, windows } = rolling.result(() => summary.sumOfSquares(), scale, lastWindow);
  return Object.assign(summary.result(), { ...counts, rollingVarianceSum: sum, rollingWindows: windows });
}

/** The keys of a column's result, in the order of `result.json`. */
export const RESULT_KEYS = [
  'count',
  'missing',
  'invalid',
  'min',
  'max',
  'sum',
  'mean',
  'variance',
  'std',
  'mode',
  'modeCount',
  'percentiles',
  'kurtosis',
  'skewness',
  'rollingVarianceSum',
  'rollingWindows',
  'histogram',
] as const satisfies (keyof ColumnResult)[];

/** A number's JSON: the shortest text that reads back to the same double; null for what no double shows. */
function numberJson(value: number | null): string {
  return value !== null && Number.isFinite(value) ? String(value) : 'null';
}

/** A column's result as JSON text, put together by hand: there may be millions, and an object would reorder its names. */
export function columnJson(result: ColumnResult, options: DescribeOptions): string {
  let json = '{';
  for (const key of RESULT_KEYS) {
    if (key === 'percentiles') json += `"percentiles":${percentilesJson(result, options)},`;
    else if (key === 'histogram') json += `"histogram":${JSON.stringify(result.histogram)}`;
    else json += `"${key}":${numberJson(result[key])},`;
  }
  return `${json}}`;
}

function percentilesJson({ percentiles }: ColumnResult, options: DescribeOptions): string {
  const members = percentileNames(options).map((name) => `"${name}":${numberJson(percentiles[name] ?? null)}`);
  return `{${members.join(',')}}`;
}

/** Percentiles as result.json names them: `10`, `99.9`. */
function percentileNames(options: DescribeOptions): string[] {
  return options.percentiles.map((text) => String(Number(text)));
}

/** An object's JSON from its members' JSON, in their order. */
export function object(members: [string, string][]): string {
  return `{${members.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
}

/** A group's result as JSON text. */
export function groupJson(
  key: (string | null)[],
  rows: number,
  columns: ColumnResult[],
  options: DescribeOptions,
): string {
  const keyJson = object(options.by.map(({ column }, index) => [column, JSON.stringify(key[index] ?? null)]));
  const columnsJson = object(
    options.columns.map((name, index) => [name, columnJson(columns[index] as ColumnResult, options)]),
  );
  return object([
    ['key', keyJson],
    ['rows', String(rows)],
    ['columns', columnsJson],
  ]);
}

/** First line of `result.csv`. */
export function csvHeader(options: DescribeOptions): string {
  return csvLine([...options.by.map(({ column }) => column), 'column', ...csvKeys(options)]);
}

function csvKeys(options: DescribeOptions): string[] {
  return RESULT_KEYS.flatMap((key) => {
    if (key === 'histogram') return [];
    return key === 'percentiles' ? options.percentiles.map((text) => `p${Number(text)}`) : [key];
  });
}

/** A group's lines of `result.csv`: one for each column; null is the empty field. */
export function csvLines(key: (string | null)[], columns: ColumnResult[], options: DescribeOptions): string {
  const names = percentileNames(options);
  return columns
    .map((result, index) => {
      const values = RESULT_KEYS.flatMap((name): (string | number | null)[] => {
        if (name === 'histogram') return [];
        if (name !== 'percentiles') return [result[name]];
        return names.map((percentile) => result.percentiles[percentile] ?? null);
      });
      return csvLine([...key, options.columns[index] as string, ...values]);
    })
    .join('');
}
