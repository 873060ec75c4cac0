import { writeFileSync } from 'node:fs';
import { type CsvCell, csvLine } from '../csv/line.ts';
import { dtypeOf, isMissing, joinRows, noColumn, typedRows } from './cells.ts';
import type { Danfo, FramePrototype, Ndframe, SeriesPrototype } from './danfo-internals.ts';
import { leaveGapsOut } from './mended-gaps.ts';
import { mendGroupby } from './mended-groups.ts';
import { keepOriginals } from './mended-originals.ts';

/**
 * Mends danfo.js 1.2.0 where it silently gives wrong results, fails for no reason or takes quadratic time; the test
 * `danfo-traps` pins what is mended here, and `mended` that it is. Gives the module, with those of its functions exchanged
 * that cannot be mended in place.
 */
export function mendDanfo(danfo: Danfo): Danfo {
  // The classes that methods such as `head` and `query` make their frames of, and those that people make.
  const baseClass = Object.getPrototypeOf(danfo.DataFrame) as Danfo['DataFrame'];
  const frames = [baseClass.prototype, danfo.DataFrame.prototype] as const;
  const [baseFrame] = frames;
  const baseSeries = (Object.getPrototypeOf(danfo.Series) as Danfo['Series']).prototype;
  decideTypesByCells(danfo, baseFrame);
  keepMembersReachable(baseFrame);
  selectByPosition(baseFrame, baseSeries);
  sortMissingLast(baseFrame, baseSeries);
  leaveGapsOut(danfo, baseFrame, baseSeries);
  keepOriginals(baseFrame, baseSeries);
  baseSeries.valueCounts = function (this: Ndframe) {
    const counts = new Map<unknown, number>();
    for (const value of this.values) if (!isMissing(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
    const index = [...counts.keys()].map((value) => (typeof value === 'number' ? value : String(value)));
    return new danfo.Series([...counts.values()], { index });
  };
  mendGroupby(Object.getPrototypeOf(new danfo.DataFrame([[1]], { columns: ['x'] }).groupby(['x'])), baseClass);
  const toCsv = quotingToCsv(danfo.toCSV);
  for (const prototype of frames) {
    prototype.toCSV = function (this: FramePrototype, options) {
      return toCsv(this, options);
    };
  }
  const concat = rowConcat(danfo);
  const functions = { concat: { value: concat }, toCSV: { value: toCsv } };
  return Object.create(danfo, functions);
}

/**
 * danfo.js looks at twenty cells and at what they look like: "0021" would be a number, and a late text unseen. A frame
 * without rows lost its types, and then failed.
 */
function decideTypesByCells(danfo: Danfo, frame: FramePrototype): void {
  const utils = danfo.Utils.prototype;
  utils.inferDtype = (cells) => {
    const [first] = cells;
    if (!Array.isArray(first)) return [dtypeOf(cells)];
    return first.map((_, index) => dtypeOf((cells as unknown[][]).map((row) => row[index])));
  };
  const { range } = utils;
  utils.range = (start, end) => (end === start - 1 ? [] : range(start, end));
  const { $setValues } = frame;
  frame.$setValues = function (this: FramePrototype, values, ...checks) {
    const { $dtypes } = this;
    $setValues.call(this, values, ...checks);
    if (values.length === 0) this.$dtypes = $dtypes;
  };
}

/**
 * danfo.js makes every column a property of its frame, so that a column named `mean` or `shape` hides the member of that
 * name, and one named `columns` ends in endless recursion. Here members win, as in pandas: `frame.column('mean')` is the
 * column, `frame.mean()` the method.
 */
function keepMembersReachable(prototype: FramePrototype): void {
  prototype.$setInternalColumnDataProperty = function (this: FramePrototype, name?: string): void {
    // A column that was added in place to a frame without rows has no type yet.
    while (this.$dtypes.length < this.columns.length) this.$dtypes = [...this.$dtypes, 'float32'];
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
 * A condition (true and false for each row) was looked up by the rows' labels, which are no longer their positions once a
 * frame has been filtered: the second filter took wrong rows. And `loc` searched the index anew for every row.
 */
function selectByPosition(frame: FramePrototype, series: SeriesPrototype): void {
  const { iloc, loc } = frame;
  frame.iloc = function (this: FramePrototype, selection = {}) {
    const { rows, ...columns } = selection;
    return iloc.call(this, rows === undefined ? columns : { ...columns, rows: positions(rows) });
  };
  frame.loc = function (this: FramePrototype, selection = {}) {
    const { rows, columns } = selection;
    const byLabels = rows !== undefined && positions(rows) === rows;
    const isRange = Array.isArray(columns) && columns.length === 1 && String(columns[0]).includes(':');
    if (byLabels || isRange || (columns !== undefined && !Array.isArray(columns))) return loc.call(this, selection);
    const places = columns?.map((column) => {
      const place = this.columns.indexOf(column);
      if (place < 0) throw noColumn(column, this.columns);
      return place;
    });
    const picked = rows === undefined ? {} : { rows };
    return this.iloc(places === undefined ? picked : { ...picked, columns: places });
  };
  frame.query = function (this: FramePrototype, condition, options) {
    if (!condition) throw new Error('query needs a condition: a series or an array of true and false');
    const found = this.iloc({ rows: condition });
    return options?.inplace === true ? replace(this, found) : found;
  };
  const seriesIloc = series.iloc;
  series.iloc = function (this: SeriesPrototype, rows) {
    return seriesIloc.call(this, positions(rows));
  };
}

/** Places of the true ones of a condition; other selections as they are. */
function positions(rows: unknown): unknown {
  const list = Array.isArray(rows) ? rows : (rows as Partial<Ndframe>).values;
  if (!Array.isArray(list) || typeof list[0] !== 'boolean') return rows;
  return list.flatMap((isWanted, place) => (isWanted === true ? [place] : []));
}

/** A missing cell compares with nothing, so that a column with one came out in disorder; and texts came out descending. */
function sortMissingLast(frame: FramePrototype, series: SeriesPrototype): void {
  frame.sortValues = function (this: FramePrototype, column, options) {
    const place = this.columns.indexOf(column);
    if (place < 0) throw noColumn(column, this.columns);
    const cells = (this.values as unknown[][]).map((row) => row[place]);
    const sorted = this.iloc({ rows: sortedPlaces(cells, options?.ascending) });
    return options?.inplace === true ? replace(this, sorted) : sorted;
  };
  series.sortValues = function (this: SeriesPrototype, options) {
    const sorted = this.iloc(sortedPlaces(this.values, options?.ascending));
    return options?.inplace === true ? replace(this, sorted) : sorted;
  };
}

function sortedPlaces(cells: readonly unknown[], ascending = true): number[] {
  const sign = ascending ? 1 : -1;
  return [...cells.keys()].sort((i, j) => {
    const [a, b] = [cells[i], cells[j]] as [number, number];
    if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b));
    return a < b ? -sign : Number(a > b) * sign;
  });
}

function replace(target: Ndframe, { values, index }: Ndframe): undefined {
  target.$setValues(values, false, false);
  target.$setIndex(index);
}

/** danfo.js never quotes. */
function quotingToCsv(original: Danfo['toCSV']): Danfo['toCSV'] {
  return (frame, options = {}) => {
    if (frame.$isSeries) return original(frame, options);
    const { sep = ',', header = true, filePath } = options;
    const rows = [...(header ? [frame.columns] : []), ...(frame.values as CsvCell[][])];
    const text = rows.map((row) => csvLine(row, sep)).join('');
    if (filePath === undefined) return text;
    writeFileSync(filePath.endsWith('.csv') ? filePath : `${filePath}.csv`, text);
    return undefined;
  };
}

/** By rows, danfo.js breaks the columns of its first input, gives a series for one column, and reorders names like "10". */
function rowConcat(danfo: Danfo): Danfo['concat'] {
  return ({ dfList, axis }) => {
    if (axis === 1 || dfList.some(({ $isSeries }) => $isSeries)) return danfo.concat({ dfList, axis });
    const { columns, rows } = joinRows(dfList);
    const { cells, dtypes } = typedRows(columns, rows);
    return new danfo.DataFrame(cells, { columns, dtypes });
  };
}
