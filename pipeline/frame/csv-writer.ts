import { type Cell, type DataFrame, rowsOf } from './danfo.ts';

/**
 * The frame as CSV (RFC 4180, lines end with `\n`), so that reading it gives the same cells: a field with the delimiter, a
 * quote, a line break or a blank at an end is quoted, a missing cell is empty, the empty text is `""`. Numbers are the
 * shortest text that reads back to the same double. The first line has the names of the columns.
 *
 * @example
 * frameToCsv(frame); // 'station,note\n0021,"a, b"\n'
 */
export function frameToCsv(frame: DataFrame, delimiter = ','): string {
  const lines = [frame.columns as string[], ...rowsOf(frame)].map((row) => csvLine(row, delimiter));
  return lines.map((line) => `${line}\n`).join('');
}

function csvLine(row: readonly Cell[], delimiter: string): string {
  // An empty line would be no row.
  if (row.length === 1 && csvField(row[0], delimiter) === '') return '""';
  return row.map((cell) => csvField(cell, delimiter)).join(delimiter);
}

function csvField(cell: Cell, delimiter: string): string {
  if (cell === null || cell === undefined) return '';
  const text = String(cell);
  const plain = text !== '' && !text.includes(delimiter) && !/["\r\n]|^\s|\s$/.test(text);
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}
