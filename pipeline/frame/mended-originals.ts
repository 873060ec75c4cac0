import { isMissing, noColumn } from './cells.ts';
import type { FramePrototype, Inplace, Ndframe, SeriesPrototype } from './danfo-internals.ts';

/** What a cell becomes under a type of danfo.js. */
const conversions: Record<string, (cell: unknown) => unknown> = {
  float32: Number,
  int32: (cell) => Number.parseInt(String(cell), 10),
  string: String,
  boolean: Boolean,
};

/**
 * Many frames of danfo.js share their rows: `copy`, `dropNa`, `drop`, `rename` give frames with rows of the one that they
 * are made from. `fillNa`, `asType` and a new value for a column wrote into these rows, and so changed the other frames,
 * where `values` then said something else than `column`.
 */
export function keepOriginals(frame: FramePrototype, series: SeriesPrototype): void {
  const { $setColumnData, addColumn } = frame;
  frame.$setColumnData = function (this: FramePrototype, name, values) {
    this.$data = (this.values as unknown[][]).map((row) => [...row]);
    const cells = (values as Partial<Ndframe>).$isSeries === true ? (values as Ndframe).values : values;
    $setColumnData.call(this, name, cells);
  };
  // A column that existed was changed in place whatever the options said, and nothing was returned.
  frame.addColumn = function (this: FramePrototype, column, values, options = {}) {
    if (!this.columns.includes(column)) {
      const longer = addColumn.call(this, column, values, options);
      // In another place than the last, the types were no longer those of their columns.
      if (options.atIndex !== undefined) longer?.$setValues(longer.values);
      return longer;
    }
    const target = options.inplace === true ? this : this.copy();
    target.$setColumnData(column, values);
    return options.inplace === true ? undefined : target;
  };
  fillCopies(frame, series);
  convertCopies(frame, series);
}

function fillCopies(frame: FramePrototype, series: SeriesPrototype): void {
  frame.fillNa = function (this: FramePrototype, value, { columns, ...options } = {}) {
    const places = columns?.map((column) => placeOf(this, column)) ?? [...this.columns.keys()];
    const fillings = Array.isArray(value) ? value : places.map(() => value);
    if (fillings.length !== places.length || (Array.isArray(value) && columns === undefined)) {
      throw new Error('fillNa with several values needs as many `columns`');
    }
    if (fillings.some(isMissing)) throw new Error('fillNa needs a value');
    const byPlace = new Map(places.map((place, index) => [place, fillings[index]]));
    const fill = (cell: unknown, place: number) => (isMissing(cell) && byPlace.has(place) ? byPlace.get(place) : cell);
    const rows = (this.values as unknown[][]).map((row) => row.map(fill));
    return changed(this, rows, options);
  };
  series.fillNa = function (this: SeriesPrototype, value, options) {
    if (isMissing(value)) throw new Error('fillNa needs a value');
    const values = this.values.map((cell) => (isMissing(cell) ? value : cell));
    return changed(this, values, options);
  };
}

/** A missing cell became the text "NaN", the number 0, or an error. */
function convertCopies(frame: FramePrototype, series: SeriesPrototype): void {
  frame.asType = function (this: FramePrototype, column, dtype, options) {
    const place = placeOf(this, column);
    const convert = conversion(dtype);
    const dtypes = this.$dtypes.with(place, dtype);
    const rows = (this.values as unknown[][]).map((row) => row.with(place, convert(row[place])));
    return changed(this, rows, options, dtypes);
  };
  series.asType = function (this: SeriesPrototype, dtype, options) {
    return changed(this, this.values.map(conversion(dtype)), options, [dtype]);
  };
}

function conversion(dtype: string): (cell: unknown) => unknown {
  const convert = conversions[dtype];
  if (convert === undefined) {
    throw new Error(`there is no type ${JSON.stringify(dtype)}; there are ${Object.keys(conversions).join(', ')}`);
  }
  const missing = dtype === 'float32' || dtype === 'int32' ? Number.NaN : null;
  return (cell) => (isMissing(cell) ? missing : convert(cell));
}

/** The frame or series with these values: itself if it is to change in place, else a copy. */
export function changed<T extends Ndframe>(
  original: T,
  values: unknown[],
  { inplace = false }: Inplace = {},
  dtypes?: string[],
): T | undefined {
  const target = inplace ? original : original.copy();
  target.$setValues(values);
  if (dtypes !== undefined) target.$dtypes = dtypes;
  return inplace ? undefined : target;
}

function placeOf(frame: FramePrototype, column: string): number {
  const place = frame.columns.indexOf(column);
  if (place < 0) throw noColumn(column, frame.columns);
  return place;
}
