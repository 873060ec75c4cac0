import { csvLine } from '../csv/line.ts';
import { type DataFrame, rowsOf } from './danfo.ts';

/**
 * The frame as CSV (RFC 4180, lines end with `\n`), so that reading it gives the same cells: a field with the delimiter, a
 * quote, a line break or a blank at an end is quoted, a missing cell is empty, the empty text is `""`. Numbers are the
 * shortest text that reads back to the same double. The first line has the names of the columns.
 *
 * @example
 * frameToCsv(frame); // 'station,note\n0021,"a, b"\n'
 */
export function frameToCsv(frame: DataFrame, delimiter = ','): string {
  return [frame.columns as string[], ...rowsOf(frame)].map((row) => csvLine(row, delimiter)).join('');
}
