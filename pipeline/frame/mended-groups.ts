import { isMissing, noColumn, typedRows } from './cells.ts';
import { type Cumulation, cumulated, leastValues, median } from './mended-gaps.ts';

type Groups = Record<string, Record<string, unknown[]>>;
/** `mean`, or which operations for which columns. */
type Operations = string | Record<string, string | string[]>;
type FrameClass = new (rows: unknown[][], options: { columns: string[]; dtypes: string[] }) => unknown;

/** danfo.js's `Groupby`, as far as it is mended. */
export interface GroupbyInternals {
  readonly data: unknown[][] | undefined;
  /** Names of the columns that group. */
  readonly keyCol: readonly string[];
  readonly columnName: readonly string[];
  readonly colIndex: readonly number[];
  /** The columns that `col` chose. */
  readonly groupColNames: readonly string[];
  colDict: Groups;
  keyToValue: Record<string, unknown[]>;
  /** Names of the columns that the last operations give; our own. */
  resultNames?: string[];
  group(): GroupbyInternals;
  getGroup(keys: readonly unknown[]): unknown;
  arithemetic(operations: Operations): Groups;
  toDataFrame(groups: Groups): unknown;
  concatGroups(groups: Record<string, unknown>): unknown;
  colKeyDict(groups: Groups): string[];
  groupMathLog(values: unknown[], operation: string): unknown[];
}

/** Operations that leave missing values out, as pandas does, and what they say of too few values. */
const ofNoValues = new Map<string, number>([
  ['count', 0],
  ['sum', 0],
  ...['mean', 'std', 'var', 'median', 'mode', 'min', 'max'].map((name): [string, number] => [name, Number.NaN]),
]);

const cumulations = new Map<string, Cumulation>([
  ['cumsum', 'sum'],
  ['cumprod', 'prod'],
  ['cummin', 'min'],
  ['cummax', 'max'],
]);

/**
 * Groups by two columns were told apart by their texts joined with "-", so that (a-b, c) and (a, b-c) became one; a key such
 * as "constructor" failed, one such as "10" came first; a missing value made its group's sum, mean, … missing, ended its
 * cumulated values, and was counted; a frame without rows could not be grouped; and a column that is not there made one group
 * of all rows.
 */
export function mendGroupby(prototype: GroupbyInternals, frameClass: FrameClass): void {
  const { arithemetic, concatGroups, groupMathLog } = prototype;
  prototype.group = function (this: GroupbyInternals) {
    const unknown = this.keyCol.find((name) => !this.columnName.includes(name));
    if (unknown !== undefined) throw noColumn(unknown, this.columnName);
    this.colDict = {};
    this.keyToValue = {};
    for (const row of this.data ?? []) {
      const keys = this.colIndex.map((place) => row[place]);
      const key = keyOf(keys);
      this.keyToValue[key] ??= keys;
      this.colDict[key] ??= Object.fromEntries(this.columnName.map((name) => [name, []]));
      const group = this.colDict[key];
      for (const [place, name] of this.columnName.entries()) group[name]?.push(row[place]);
    }
    return this;
  };
  prototype.getGroup = function (this: GroupbyInternals, keys) {
    const key = keyOf(keys);
    const group = this.colDict[key];
    if (group === undefined) throw new Error(`there is no group ${JSON.stringify(keys)}`);
    return this.toDataFrame({ [key]: group });
  };
  prototype.arithemetic = function (this: GroupbyInternals, operations) {
    this.resultNames = resultNames(this.groupColNames, operations);
    return arithemetic.call(this, operations);
  };
  prototype.groupMathLog = function (this: GroupbyInternals, values, operation) {
    const cumulation = cumulations.get(operation);
    if (cumulation !== undefined) return cumulated(values, cumulation);
    const none = ofNoValues.get(operation);
    if (none === undefined) return groupMathLog.call(this, values, operation);
    const present = values.filter((value) => !isMissing(value));
    if (present.length < leastValues(operation)) return [none];
    const isMedian = operation === 'median' && present.every((value) => typeof value === 'number');
    return isMedian ? [median(present)] : groupMathLog.call(this, present, operation);
  };
  prototype.toDataFrame = function (this: GroupbyInternals, groups) {
    const names = new Set([...Object.values(groups).slice(0, 1).flatMap(Object.keys), ...(this.resultNames ?? [])]);
    for (const key of this.keyCol) names.delete(key);
    const columns = [...this.keyCol, ...names];
    const rows = Object.entries(groups).flatMap(([key, group]) => groupRows(this.keyToValue[key] ?? [], group, names));
    const { cells, dtypes } = typedRows(columns, rows);
    return new frameClass(cells, { columns, dtypes });
  };
  prototype.concatGroups = function (this: GroupbyInternals, groups) {
    return Object.keys(groups).length === 0 ? this.toDataFrame({}) : concatGroups.call(this, groups);
  };
  prototype.colKeyDict = (groups) => Object.keys(groups);
}

/** What a group is kept under: unambiguous, and in the order of appearance also if the key is a whole number. */
function keyOf(keys: readonly unknown[]): string {
  return `=${keys.length === 1 ? keys[0] : JSON.stringify(keys)}`;
}

function resultNames(columns: readonly string[], operations: Operations): string[] {
  return columns.flatMap((column) => {
    const wanted = typeof operations === 'string' ? operations : (operations[column] ?? []);
    return [wanted].flat().map((operation) => `${column}_${operation}`);
  });
}

/** A line for each value; operations such as `sum` give one, `cumsum` gives as many as the group has. */
function groupRows(keys: readonly unknown[], group: Record<string, unknown[]>, names: Iterable<string>): unknown[][] {
  const columns = [...names].map((name) => group[name] ?? []);
  const length = columns[0]?.length ?? 0;
  return Array.from({ length }, (_, index) => [...keys, ...columns.map((column) => column[index])]);
}
