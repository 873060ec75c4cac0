import type { Danfo, DataFrame } from '../../frame/danfo.ts';

export type { Danfo, DataFrame };

// What a job that a person brings is written to. It is one file that imports nothing when it runs but `node:` modules:
// what it needs is handed to it. `import type { Fold } from 'enjambre/job'` is gone by then.

/**
 * A job that reads row after row into a state, such as sums and counts. Each partition begins with `empty`; the partitions'
 * states are merged in the order of the input, and `result` reads the last one.
 *
 * Merging must not change what is counted: `merge(state of some rows, state of the rows after them)` must give the same
 * result as the state of all these rows. Then the result is the same for any number of partitions. `checkJob` tries it.
 *
 * A state is made of plain data: objects, arrays, Map, Set, numbers, text, bigint, Date, typed arrays; no functions and no
 * objects of own classes, because it is written to a file.
 *
 * @example
 * export default {
 *   summary: 'Rows of each station',
 *   empty: () => new Map(),
 *   add: (state, row) => void state.set(row.text('station'), (state.get(row.text('station')) ?? 0) + 1),
 *   merge: (a, b) => (b.forEach((rows, station) => a.set(station, (a.get(station) ?? 0) + rows)), a),
 *   result: (state) => [...state].map(([station, rows]) => ({ station, rows })),
 * } satisfies Fold<Map<string, number>>;
 */
export interface Fold<State, Options extends OptionSpecs = NoOptions> {
  /** May be left out: a fold is known by its `empty`. */
  kind?: 'fold';
  /** One line on what it computes, for `--help`. */
  summary?: string;
  /** What can be chosen on the command line. */
  options?: Options;
  /** The columns that `add` reads; all when left out. Fewer are faster to read, and their names are checked at the start. */
  columns?: readonly string[] | ((options: OptionsOf<Options>) => readonly string[]);
  /** The state of no rows at all. */
  empty(context: Context<Options>): State;
  /** Adds one row of a CSV file: changes the state, or returns a new one. The row is only valid during the call. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that changes its state returns nothing, and need not say so
  add?(state: State, row: Row, context: Context<Options>): State | void;
  /**
   * In place of `add`, for text files of any kind: adds some whole lines, each with its line feed but perhaps the file's
   * last, at most about 256 KiB at a time unless one line is longer. The bytes are only valid during the call.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: as above
  addBytes?(state: State, lines: Uint8Array, context: Context<Options>): State | void;
  /** One state for the rows of both; those of `a` come before those of `b`. May change and return either. */
  merge(a: State, b: State, context: Context<Options>): State;
  /**
   * What is written to `result.json`: anything that JSON can say. A bigint becomes a number, or text where a number is too
   * small for it; what is not finite becomes null. One object, or a list of objects, is written to `result.csv` too.
   */
  result(state: State, context: Context<Options>): unknown;
}

/** A job that gets its rows as danfo.js frames, a chunk at a time, so that memory holds one chunk (`--chunk-rows`). */
export interface FrameJob<Options extends OptionSpecs = NoOptions> {
  /** May be left out: a frame job is known by its `frame`. */
  kind?: 'frame';
  /** One line on what it computes, for `--help`. */
  summary?: string;
  /** What can be chosen on the command line. */
  options?: Options;
  /** The columns that the frames get; all when left out. Fewer are faster. */
  columns?: readonly string[] | ((options: OptionsOf<Options>) => readonly string[]);
  /** The columns that hold numbers; found in the first rows when left out. All others hold text. */
  numbers?: readonly string[] | ((options: OptionsOf<Options>) => readonly string[]);
  /** One chunk of rows: the frame that it returns, if any, is kept for `combine`, so it should be small. */
  frame(
    frame: DataFrame,
    context: FrameContext<Options>,
    // biome-ignore lint/suspicious/noConfusingVoidType: a job that only writes rows returns nothing, and need not say so
  ): DataFrame | void | Promise<DataFrame | void>;
  /** The result: a frame made of all that `frame` returned, in the order of the input. */
  combine(frames: DataFrame[], context: CombineContext<Options>): DataFrame | Promise<DataFrame>;
}

/** One row of a CSV file. Asking for a column that is not there, or not among the job's `columns`, is an error. */
export interface Row {
  /** The field's text, without surrounding blanks and quotes; empty when the row is too short to have the field. */
  text(column: string): string;
  /** The field's number, rounded to the nearest double; null when it is missing or no number. */
  number(column: string): number | null;
  /** The field's number exactly as it is written; null when it is missing or no number. */
  decimal(column: string): Decimal | null;
  /** Whether the field is one of the texts that mean "no value" (`--missing`), or the row is too short to have it. */
  isMissing(column: string): boolean;
  /** Whether the row has fewer or more fields than the header. */
  readonly isRagged: boolean;
  /** Base name of the file. */
  readonly file: string;
  /** Number of the line where the row begins, from 1. A partition in the middle of a file counts the lines before it, once. */
  readonly line: number;
  /** Offset of the row in the file's text, in bytes from 0. */
  readonly byte: number;
}

/** An exact decimal number: `value`·10^-`scale`. 12.5 is `{ value: 125n, scale: 1 }`. */
export interface Decimal {
  readonly value: bigint;
  readonly scale: number;
}

/** Arithmetic without rounding, for sums that must not depend on the order of the rows. */
export interface Exact {
  readonly zero: Decimal;
  /** A number as text says it (`-12.5e3`), decimal mark `.`; null for other texts. */
  parse(text: string): Decimal | null;
  /** The number that is printed for a double (0.1 is one tenth), or a whole number. */
  of(number: number | bigint): Decimal;
  add(a: Decimal, b: Decimal): Decimal;
  sub(a: Decimal, b: Decimal): Decimal;
  mul(a: Decimal, b: Decimal): Decimal;
  /** Below, at or above 0 as `a` is less than, equal to or greater than `b`. */
  compare(a: Decimal, b: Decimal): number;
  /** The nearest double. */
  toNumber(a: Decimal): number;
  /** The double nearest to `a / b`, rounded once; null when `b` is 0. */
  ratio(a: Decimal, b: Decimal): number | null;
  /** The double nearest to √(`a / b`), rounded once; null when `b` is 0 or the quotient is negative. */
  sqrtRatio(a: Decimal, b: Decimal): number | null;
  /** All its digits, as `-12.50`. */
  toText(a: Decimal): string;
}

/** What every function of a job is given. */
export interface Context<Options extends OptionSpecs = NoOptions> {
  /** The options' values: as typed, or their defaults. */
  readonly options: OptionsOf<Options>;
  /** Names of the input's columns; none for text files. */
  readonly columns: readonly string[];
  /** Index of the partition; undefined while results are combined. A result must not depend on it. */
  readonly partition: number | undefined;
  /** The texts that mean "no value". */
  readonly missing: readonly string[];
  /** Arithmetic without rounding. */
  readonly exact: Exact;
  /** The text that some bytes of the input say, in its encoding. */
  decode(bytes: Uint8Array): string;
}

/** What frame jobs are given beside it. */
export interface FrameTools {
  /** The danfo.js module: `new danfo.DataFrame(…)`. */
  readonly danfo: Danfo;
  /** A frame from rows of cells; text that looks like a number stays text, and null is a missing cell. */
  fromRows(columns: readonly string[], rows: readonly (readonly FrameCell[])[]): Promise<DataFrame>;
  /** The rows of a frame as plain cells, null for what is missing. */
  rowsOf(frame: DataFrame): FrameCell[][];
  /** One frame with the rows of all, in their order. */
  concat(frames: readonly DataFrame[]): Promise<DataFrame>;
  /** The frame as CSV, quoted where it must be. */
  toCsv(frame: DataFrame): string;
}

export type FrameCell = string | number | boolean | null | undefined;

export interface FrameContext<Options extends OptionSpecs = NoOptions> extends Context<Options>, FrameTools {
  readonly partition: number;
  /** Index of the chunk in its partition. */
  readonly chunk: number;
  /** Where the chunk's first row stands. */
  readonly firstRow: { readonly file: string; readonly line: number; readonly byte: number };
  /**
   * Appends the frame's rows to this partition's own CSV file, published as `output/<name>-<partition>.csv` in the run
   * directory. All frames of one name must have the same columns.
   *
   * @param name letters, digits, `-` and `_`. @default 'rows'
   */
  write(frame: DataFrame, name?: string): void;
  /** Adds to a counter, such as rows that were left out; `result.json` shows its sum over the run under "counters". */
  count(name: string, n?: number): void;
}

export interface CombineContext<Options extends OptionSpecs = NoOptions> extends Context<Options>, FrameTools {
  /** The counters' sums over the run. */
  readonly counters: Readonly<Record<string, number>>;
}

/** Options by name, as `{ minValue: { type: 'number', description: 'leave out values below', default: 0 } }`: `--min-value`. */
export type OptionSpecs = { readonly [name: string]: OptionSpec };

/** A job without options. */
export type NoOptions = { readonly [name in never]: OptionSpec };

export type OptionSpec = TextOption | NumberOption | FlagOption | ColumnOption | ColumnsOption;

interface OptionBase {
  /** What it does, for `--help`. */
  readonly description: string;
  /** Must be given. */
  readonly required?: boolean;
}

export interface TextOption extends OptionBase {
  readonly type: 'string';
  readonly default?: string;
  /** The only texts that are allowed. */
  readonly values?: readonly string[];
}

export interface NumberOption extends OptionBase {
  readonly type: 'number' | 'integer';
  readonly default?: number;
  /** The least number that is allowed. */
  readonly minimum?: number;
  /** The greatest number that is allowed. */
  readonly maximum?: number;
}

/** `--name` switches it on; it is off by itself. */
export interface FlagOption extends OptionBase {
  readonly type: 'boolean';
  readonly default?: false;
  readonly required?: false;
}

/** The name of a column; one that the input lacks is refused before the run starts. */
export interface ColumnOption extends OptionBase {
  readonly type: 'column';
  readonly default?: string;
}

/** Names of columns: `--name` may be given several times. */
export interface ColumnsOption extends OptionBase {
  readonly type: 'columns';
  readonly default?: readonly string[];
}

/** The values that options have when a job runs. One that is not required and has no default may be undefined. */
export type OptionsOf<Options extends OptionSpecs> = {
  readonly [Name in keyof Options]: ValueOf<Options[Name]> | Lacking<Options[Name]>;
};

type ValueOf<Spec extends OptionSpec> = Spec extends { values: readonly (infer Value)[] }
  ? Value
  : Spec['type'] extends 'number' | 'integer'
    ? number
    : Spec['type'] extends 'boolean'
      ? boolean
      : Spec['type'] extends 'columns'
        ? readonly string[]
        : string;

type Lacking<Spec extends OptionSpec> = Spec extends { type: 'boolean' | 'columns' } | { required: true }
  ? never
  : Spec extends { default: string | number }
    ? never
    : undefined;
