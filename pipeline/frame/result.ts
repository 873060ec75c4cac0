import { readFile } from 'node:fs/promises';
import { EnjambreError } from '../errors.ts';
import { RESULT_KEYS } from '../jobs/describe/result.ts';
import { paths } from '../run-dir/layout.ts';
import { type Cell, type DataFrame, frameFromRows } from './danfo.ts';
import {
  type DescribeResult,
  freeNames,
  keyColumns,
  parseDescribeResult,
  percentileKeys,
  resultRows,
} from './describe-result.ts';

export { frameToCsv } from './csv-writer.ts';
export { type Cell, concatRows, type DataFrame, frameFromRows } from './danfo.ts';
export { describeFrame } from './describe-frame.ts';
export { frameFromText } from './text-cells.ts';

/**
 * The result of a `describe` run as a danfo.js frame: one row for each group and column, with the columns of `--by` first,
 * then `column`, `count`, `missing`, `invalid`, `min` … `rollingWindows` as in `result.json`. Percentiles are columns
 * `p10`, `p25` …; undefined numbers are NaN. A key column whose name is one of those gets a `_` at its end.
 *
 * @param runDirectory the folder that holds `result.json`
 * @throws EnjambreError `no-result` if the run has no result (yet), `not-a-result` if its job is another
 * @example
 * import { readResult } from 'enjambre/frame';
 * const frame = await readResult('runs/20261121-101500');
 * frame.loc({ columns: ['CodigoEstacion', 'mean'] }).print();
 */
export async function readResult(runDirectory: string): Promise<DataFrame> {
  const path = paths.result(runDirectory);
  return resultFrame(parseDescribeResult(await readResultText(path, runDirectory), path));
}

async function readResultText(path: string, runDirectory: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new EnjambreError(`Cannot read the result of run "${runDirectory}": there is no "${path}"`, {
      code: 'no-result',
      next: `enjambre resume ${runDirectory}`,
      cause,
    });
  }
}

/** The frame that `readResult` gives, from a result in memory. */
export function resultFrame(result: DescribeResult): Promise<DataFrame> {
  const percents = percentileKeys(result);
  const statistics = RESULT_KEYS.filter((key) => key !== 'histogram');
  const own = statistics.flatMap((key) => (key === 'percentiles' ? percents.map((percent) => `p${percent}`) : [key]));
  const columns = [...freeNames(keyColumns(result), ['column', ...own]), 'column', ...own];
  const rows = resultRows(result).map(({ key, column, result: found }): Cell[] => {
    const cells = statistics.flatMap((name): Cell[] =>
      name === 'percentiles' ? percents.map((percent) => found.percentiles[percent]) : [found[name]],
    );
    return [...key, column, ...cells];
  });
  return frameFromRows(columns, rows);
}
