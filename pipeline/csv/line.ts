/** A cell of a CSV file; null and undefined are the empty field, unlike the empty text. */
export type CsvCell = string | number | boolean | null | undefined;

/**
 * One line of CSV (RFC 4180), with its `\n`, so that reading it gives the same cells: a field with the delimiter, a quote, a
 * line break or a blank at an end is quoted, the empty text is `""`. Numbers are the shortest text that reads back to the
 * same double; what no double shows (infinite, NaN) is the empty field.
 */
export function csvLine(cells: readonly CsvCell[], delimiter = ','): string {
  const fields = cells.map((cell) => csvField(cell, delimiter));
  // An empty line would be no row.
  return fields.length === 1 && fields[0] === '' ? '""\n' : `${fields.join(delimiter)}\n`;
}

function csvField(cell: CsvCell, delimiter: string): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = String(cell);
  const plain = text !== '' && !text.includes(delimiter) && !/["\r\n]|^\s|\s$/.test(text);
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}
