import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ColumnResult } from '../jobs/describe/result.ts';
import { writeDurably } from '../run-dir/durable.ts';
import { frameToCsv } from './csv-writer.ts';
import { type Cell, type DataFrame, frameFromRows } from './danfo.ts';
import { type DescribeResult, freeNames, keyColumns, percentileKeys, resultRows } from './describe-result.ts';

/** The names that the original system gave to its results, and what they are here. */
const originalColumns: [name: string, cell: (result: ColumnResult, percents: readonly string[]) => Cell][] = [
  ['temperatura_promedio', (result) => result.mean],
  ['max_value', (result) => result.max],
  ['min_value', (result) => result.min],
  ['moda', (result) => result.mode],
  ['varianza', (result) => result.variance],
  ['desviacion_estandar', (result) => result.std],
  ['percentiles', percentileList],
  ['curtosis', (result) => result.kurtosis],
  ['asimetria', (result) => result.skewness],
  ['suma_varianza_movil', (result) => result.rollingVarianceSum],
];

/** `[12.5, 14, 15.75]`, or missing if the column has no values. */
function percentileList(result: ColumnResult, percents: readonly string[]): Cell {
  return result.count === 0 ? null : `[${percents.map((percent) => result.percentiles[percent]).join(', ')}]`;
}

/**
 * A result under the names of the original system, one row for each group and column. The columns of `--by` come first,
 * then `columna` if the run has more than one column. Undefined values are empty cells of the CSV.
 */
export function originalFrame(result: DescribeResult): Promise<DataFrame> {
  const names = originalColumns.map(([name]) => name);
  const several = result.options.columns.length > 1;
  const own = several ? ['columna', ...names] : names;
  const percents = percentileKeys(result);
  const rows = resultRows(result).map(({ key, column, result: statistics }) => [
    ...key,
    ...(several ? [column] : []),
    ...originalColumns.map(([, cell]) => cell(statistics, percents)),
  ]);
  return frameFromRows([...freeNames(keyColumns(result), own), ...own], rows);
}

/**
 * Writes `result_part_0.csv`, `result_part_1.csv` … and `combined_results.csv` into `directory`, as the original system
 * did, but with exact values. Each file appears whole, by rename; the combined one last.
 *
 * @param parts the result of each partition alone, in order
 * @returns the paths written
 */
export async function writeOriginalNames(
  directory: string,
  parts: readonly DescribeResult[],
  combined: DescribeResult,
): Promise<string[]> {
  mkdirSync(directory, { recursive: true });
  const files = [
    ...parts.map((result, index) => ({ name: `result_part_${index}.csv`, result })),
    { name: 'combined_results.csv', result: combined },
  ];
  const written: string[] = [];
  for (const { name, result } of files) {
    const path = join(directory, name);
    writeDurably(path, frameToCsv(await originalFrame(result)));
    written.push(path);
  }
  return written;
}
