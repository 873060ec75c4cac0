/** One cell of a frame. A missing one may be given as null, undefined or NaN. */
export type Cell = string | number | boolean | null | undefined;

/** What a frame of danfo.js is to this file. */
export interface Table {
  readonly columns: readonly string[];
  readonly values: unknown;
}

/** Null, undefined, NaN. */
export function isMissing(cell: unknown): cell is null | undefined {
  return cell === null || cell === undefined || Number.isNaN(cell);
}

/** Whether danfo.js calls it a type of numbers. */
function isNumeric(dtype: string | undefined): boolean {
  return dtype === 'float32' || dtype === 'int32';
}

/**
 * The type of a column, as danfo.js names types (all numbers are doubles): decided by all of its cells, and by what they
 * are rather than what they look like.
 */
export function dtypeOf(cells: Iterable<unknown>): string {
  let [numbers, booleans, dates] = [0, 0, 0];
  let whole = true;
  for (const cell of cells) {
    if (isMissing(cell)) whole = false;
    else if (typeof cell === 'number') {
      numbers++;
      whole &&= Number.isInteger(cell);
    } else if (typeof cell === 'boolean') booleans++;
    else if (cell instanceof Date) dates++;
    else return 'string';
  }
  if (Math.sign(numbers) + Math.sign(booleans) + Math.sign(dates) > 1) return 'string';
  if (booleans > 0) return 'boolean';
  if (dates > 0) return 'datetime';
  return whole && numbers > 0 ? 'int32' : 'float32';
}

/** Rows of cells as danfo.js wants them: a missing cell is NaN in a column of numbers and null in any other. */
export function typedRows(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): { cells: unknown[][]; dtypes: string[] } {
  const dtypes = columns.map((_, index) => dtypeOf(cellsOf(rows, index)));
  const cells = rows.map((row) =>
    dtypes.map((dtype, index) => {
      const cell = row[index];
      return isMissing(cell) ? (isNumeric(dtype) ? Number.NaN : null) : cell;
    }),
  );
  return { cells, dtypes };
}

function* cellsOf(rows: readonly (readonly unknown[])[], index: number): Generator<unknown> {
  for (const row of rows) yield row[index];
}

/** The rows of a frame, with null for every missing cell. */
export function rowsOf(frame: Table): Cell[][] {
  return (frame.values as Cell[][]).map((row) => row.map((cell) => (isMissing(cell) ? null : cell)));
}

/** The rows of all frames, in order, under the union of their columns; null where a frame lacks a column. */
export function joinRows(frames: readonly Table[]): { columns: string[]; rows: Cell[][] } {
  const columns = [...new Set(frames.flatMap((frame) => frame.columns))];
  const rows = frames.flatMap((frame) => {
    const places = columns.map((column) => frame.columns.indexOf(column));
    return rowsOf(frame).map((row) => places.map((place) => row[place] ?? null));
  });
  return { columns, rows };
}

export function noColumn(column: unknown, columns: readonly string[]): Error {
  return new Error(`there is no column ${JSON.stringify(column)}; there are ${columns.join(', ')}`);
}
