import type { DataFrame } from 'danfojs-node';
import { type Cell, joinRows, typedRows } from './cells.ts';
import type { Danfo as DanfoInternals } from './danfo-internals.ts';
import { mendDanfo } from './mended.ts';

export { type Cell, rowsOf } from './cells.ts';
export type { DataFrame };

/** The module danfo.js. */
export type Danfo = typeof import('danfojs-node');

let loading: Promise<Danfo> | undefined;

/**
 * danfo.js, with its traps mended (see `mendDanfo`). It takes about 0.3 s to load, so it is loaded where a frame is first
 * wanted, and only there.
 */
export function loadDanfo(): Promise<Danfo> {
  loading ??= import('danfojs-node').then(
    ({ default: danfo }) => mendDanfo(danfo as unknown as DanfoInternals) as unknown as Danfo,
  );
  return loading;
}

/**
 * A frame from rows of cells; `columns` must be unique. The type of a column is decided by all of its cells, and by what
 * they are rather than what they look like: text stays text, so that the code "0021" keeps its zeros. A missing cell is
 * NaN in a column of numbers and null in any other.
 *
 * @example
 * const frame = await frameFromRows(['station', 'mean'], [['0021', 12.5], ['0022', null]]);
 * frame.column('mean').mean(); // 12.5
 */
export async function frameFromRows(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): Promise<DataFrame> {
  const { DataFrame } = await loadDanfo();
  const { cells, dtypes } = typedRows(columns, rows);
  return new DataFrame(cells, { columns: [...columns], dtypes });
}

/**
 * One frame with the rows of all, in order. A column that only some frames have is missing in the rows of the others.
 * The frames given stay as they are, and the result is a frame even if it has one column.
 */
export function concatRows(frames: readonly DataFrame[]): Promise<DataFrame> {
  const { columns, rows } = joinRows(frames);
  return frameFromRows(columns, rows);
}
