import type { DataFrame } from 'danfojs-node';

export type { DataFrame };

/** One cell of a frame. A missing one may be given as null, undefined or NaN. */
export type Cell = string | number | boolean | null | undefined;

type Danfo = typeof import('danfojs-node');

let loading: Promise<Danfo> | undefined;

/** danfo.js takes about 0.3 s to load, so it is loaded where a frame is first wanted, and only there. */
function loadDanfo(): Promise<Danfo> {
  loading ??= import('danfojs-node').then((module) => {
    const danfo = module.default;
    // The class that methods such as `head` and `query` make their frames of.
    const baseFrame = Object.getPrototypeOf(danfo.DataFrame);
    keepMembersReachable(baseFrame.prototype as FrameInternals);
    return danfo;
  });
  return loading;
}

interface FrameInternals {
  readonly columns: string[];
  $getColumnData(name: string): unknown;
  $setColumnData(name: string, values: unknown): void;
  $setInternalColumnDataProperty(name?: string): void;
}

/**
 * danfo.js makes every column a property of its frame, so that a column named `mean` or `shape` hides the member of that
 * name, and one named `columns` ends in endless recursion. Here members win, as in pandas: `frame.column('mean')` is the
 * column, `frame.mean()` the method.
 */
function keepMembersReachable(prototype: FrameInternals): void {
  prototype.$setInternalColumnDataProperty = function (this: FrameInternals, name?: string): void {
    for (const column of name ? [name] : this.columns) {
      if (column in this) continue;
      Object.defineProperty(this, column, {
        configurable: true,
        get: () => this.$getColumnData(column),
        set: (values: unknown) => this.$setColumnData(column, values),
      });
    }
  };
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
  const danfo = await loadDanfo();
  const dtypes = columns.map((_, index) => dtypeOf(rows, index));
  const cells = rows.map((row) =>
    dtypes.map((dtype, index) => {
      const cell = row[index];
      return isMissing(cell) ? (isNumeric(dtype) ? Number.NaN : null) : cell;
    }),
  );
  return new danfo.DataFrame(cells, { columns: [...columns], dtypes });
}

function dtypeOf(rows: readonly (readonly Cell[])[], index: number): string {
  let numbers = 0;
  let integers = 0;
  let booleans = 0;
  for (const row of rows) {
    const cell = row[index];
    if (isMissing(cell)) continue;
    if (typeof cell === 'string') return 'string';
    if (typeof cell === 'boolean') booleans++;
    else numbers++;
    if (Number.isInteger(cell)) integers++;
  }
  if (booleans > 0) return numbers > 0 ? 'string' : 'boolean';
  // The name of danfo.js; the cells stay doubles.
  return integers === rows.length && integers > 0 ? 'int32' : 'float32';
}

function isNumeric(dtype: string | undefined): boolean {
  return dtype === 'float32' || dtype === 'int32';
}

function isMissing(cell: unknown): cell is null | undefined {
  return cell === null || cell === undefined || Number.isNaN(cell);
}

/** The rows of a frame, with null for every missing cell. */
export function rowsOf(frame: DataFrame): Cell[][] {
  return (frame.values as Cell[][]).map((row) => row.map((cell) => (isMissing(cell) ? null : cell)));
}

/**
 * One frame with the rows of all, in order. A column that only some frames have is missing in the rows of the others.
 * The frames given stay as they are, and the result is a frame even if it has one column.
 */
export function concatRows(frames: readonly DataFrame[]): Promise<DataFrame> {
  const columns = [...new Set(frames.flatMap((frame) => frame.columns as string[]))];
  const rows = frames.flatMap((frame) => {
    const places = columns.map((column) => (frame.columns as string[]).indexOf(column));
    return rowsOf(frame).map((row) => places.map((place) => row[place]));
  });
  return frameFromRows(columns, rows);
}
