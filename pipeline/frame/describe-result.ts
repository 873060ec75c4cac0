import { EnjambreError } from '../errors.ts';
import type { DescribeOptions } from '../jobs/describe/options.ts';
import type { ColumnResult } from '../jobs/describe/result.ts';
import { percentileKey } from '../stats/percentiles.ts';

/** `result.json` of a `describe` run, as far as a frame needs it. */
export interface DescribeResult {
  job: 'describe';
  options: DescribeOptions;
  groups: { key: Record<string, string | null>; columns: Record<string, ColumnResult> }[];
}

/** One line of a frame of results: a group, and one column of it. */
export interface ResultRow {
  key: (string | null)[];
  column: string;
  result: ColumnResult;
}

/** @throws EnjambreError `not-a-result` if the text of `path` is not the result of a `describe` run. */
export function parseDescribeResult(text: string, path: string): DescribeResult {
  const refuse = (why: string, cause?: unknown): EnjambreError =>
    new EnjambreError(`Cannot make a frame of "${path}": ${why}`, {
      code: 'not-a-result',
      next: 'enjambre runs',
      cause,
    });
  let value: Partial<DescribeResult> | null;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse(`it is no JSON (${(cause as Error).message})`, cause);
  }
  if (value?.job !== 'describe') throw refuse(`its job is ${JSON.stringify(value?.job)}, not "describe"`);
  if (value.options === undefined || value.groups === undefined) throw refuse('it has no options or no groups');
  return value as DescribeResult;
}

/** The columns that group the result, in the order of `--by`. */
export function keyColumns(result: DescribeResult): string[] {
  return result.options.by.map(({ column }) => column);
}

/**
 * Group by group, and in each the columns in the order in which they were asked for. The order comes from the options,
 * because objects put names that look like integers first.
 */
export function resultRows(result: DescribeResult): ResultRow[] {
  const keys = keyColumns(result);
  return result.groups.flatMap((group) =>
    result.options.columns.flatMap((column) => {
      const found = group.columns[column];
      return found === undefined ? [] : [{ key: keys.map((name) => group.key[name] ?? null), column, result: found }];
    }),
  );
}

/** The keys of the percentiles in each column's result, in ascending order. */
export function percentileKeys(result: DescribeResult): string[] {
  return [...new Set(result.options.percentiles.map(percentileKey))];
}

/** Names for the key columns that are not taken by the other columns of the frame: `count` becomes `count_`. */
export function freeNames(keys: readonly string[], taken: readonly string[]): string[] {
  const used = new Set(taken);
  return keys.map((key) => {
    let name = key;
    while (used.has(name)) name += '_';
    used.add(name);
    return name;
  });
}
