import type { DescribeOptions } from '../../pipeline/jobs/describe/options.ts';
import type { Encoding, Field } from './csv.ts';
import { byteText, decode, isEncodedIn, parseCsv } from './csv.ts';
import type { Fraction } from './fraction.ts';
import { sum } from './fraction.ts';
import type { KeyPart } from './key.ts';
import { compareKeys, keyPart, keyText } from './key.ts';
import { Refusal } from './refusal.ts';
import { rootToDouble, toDouble } from './rounding.ts';
import * as statistics from './statistics.ts';
import { readValue, trimBlanks } from './value.ts';

export interface CsvFile {
  name: string;
  bytes: Uint8Array;
}

/** @default delimiter `,`, decimal `.`, encoding `utf-8` */
export type OracleOptions = DescribeOptions & { delimiter?: string; decimal?: string; encoding?: Encoding };

/** The values of one described column within one group, in input order. */
interface Column {
  numbers: Fraction[];
  missing: number;
  invalid: number;
}

interface Group {
  key: KeyPart[];
  rows: number;
  columns: Column[];
}

/** A row knows its file for the sake of messages. */
interface Row {
  file: string;
  fields: Field[];
}

/** Texts in the order given: an object would move keys such as "10" to the front. */
function jsonObject(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
}

/** JSON knows no infinity: what rounds to it is null. */
const jsonNumber = (double: number | null): string => JSON.stringify(double);

function readInput(files: readonly CsvFile[], options: OracleOptions): { header: string[]; rows: Row[] } {
  const rows: Row[] = [];
  let header: string[] | undefined;
  for (const file of files) {
    const [first, ...others] = parseCsv(file.name, byteText(file.bytes), options.delimiter ?? ',');
    if (first === undefined) throw new Refusal('no-header', file.name);
    const names = first.map((field) => trimBlanks(decode(field.content, options.encoding ?? 'utf-8')));
    header ??= names;
    if (JSON.stringify(names) !== JSON.stringify(header)) throw new Refusal('different-header', file.name);
    for (const fields of others) rows.push({ file: file.name, fields });
  }
  return { header: header ?? [], rows };
}

/** Index of the column in the header. A name that several columns have can't be asked for. */
function columnIndex(header: readonly string[], name: string, file: string): number {
  const places = [...header.keys()].filter((place) => header[place] === name);
  if (places.length > 1) throw new Refusal('ambiguous-column', file);
  const [place] = places;
  if (place === undefined) throw new Refusal('missing-column', file);
  return place;
}

function addRow(group: Group, row: Row, columnIndexes: readonly number[], options: OracleOptions): void {
  group.rows += 1;
  for (const [i, column] of group.columns.entries()) {
    const field = row.fields[columnIndexes[i] ?? -1];
    const value = readValue(field?.content, options.missing, options.decimal ?? '.', options.encoding ?? 'utf-8');
    if (value.is === 'number') column.numbers.push(value.number);
    else column[value.is] += 1;
    if (value.is === 'invalid' && options.strict) throw new Refusal('invalid-value', row.file, field);
  }
}

function columnJson(column: Column, options: OracleOptions): string {
  const values = column.numbers;
  const empty = values.length === 0;
  const ascending = statistics.sorted(values);
  const rounded = (x: Fraction | undefined): string => (x === undefined ? 'null' : jsonNumber(toDouble(x)));
  const min = rounded(ascending[0]);
  const max = rounded(ascending.at(-1));
  const mode = statistics.mode(values);
  const rolling = statistics.rollingVariance(values, options.window);
  const counts = statistics.histogramCounts(values, options.bins);
  return jsonObject([
    ['count', jsonNumber(values.length)],
    ['missing', jsonNumber(column.missing)],
    ['invalid', jsonNumber(column.invalid)],
    ['min', min],
    ['max', max],
    ['sum', rounded(sum(values))],
    ['mean', empty ? 'null' : rounded(statistics.mean(values))],
    ['variance', empty ? 'null' : rounded(statistics.centralMoment(values, 2))],
    ['std', empty ? 'null' : jsonNumber(rootToDouble(statistics.centralMoment(values, 2)))],
    ['mode', empty ? 'null' : rounded(mode.value)],
    ['modeCount', jsonNumber(mode.count)],
    [
      'percentiles',
      jsonObject(options.percentiles.map((p) => [p, empty ? 'null' : rounded(statistics.percentile(values, p))])),
    ],
    ['kurtosis', empty ? 'null' : jsonNumber(statistics.kurtosis(values))],
    ['skewness', empty ? 'null' : jsonNumber(statistics.skewness(values))],
    ['rollingVarianceSum', rounded(rolling.sum)],
    ['rollingWindows', jsonNumber(rolling.windows)],
    [
      'histogram',
      empty
        ? 'null'
        : jsonObject([
            ['from', min],
            ['to', max],
            ['counts', JSON.stringify(counts)],
          ]),
    ],
  ]);
}

/** A key is a text in the result, so it must be one. */
function refuseUndecodableKeys(groups: readonly Group[], encoding: Encoding, file: string): void {
  for (const { key } of groups) {
    for (const part of key) if (part !== null && !isEncodedIn(part, encoding)) throw new Refusal('key-encoding', file);
  }
}

function groupJson(group: Group, options: OracleOptions): string {
  const key = options.by.map(({ column }, i): [string, string] => [
    column,
    JSON.stringify(keyText(group.key[i] ?? null, options.encoding ?? 'utf-8')),
  ]);
  const columns = options.columns.map((name, i): [string, string] => [
    name,
    columnJson(group.columns[i] ?? { numbers: [], missing: 0, invalid: 0 }, options),
  ]);
  return jsonObject([
    ['key', jsonObject(key)],
    ['rows', jsonNumber(group.rows)],
    ['columns', jsonObject(columns)],
  ]);
}

/**
 * The bytes that `result.json` of `describe` must have, computed in the slowest and plainest way. Shares no code with the
 * product. `input` and `echoedOptions` are written as given. Throws a {@link Refusal} where the product must refuse.
 */
export function oracleDescribe(
  files: readonly CsvFile[],
  options: OracleOptions,
  input: unknown,
  echoedOptions: unknown = options,
): string {
  const { header, rows } = readInput(files, options);
  const indexOf = (name: string): number => columnIndex(header, name, files[0]?.name ?? '');
  const columnIndexes = options.columns.map(indexOf);
  const keys = options.by.map(({ column, unit }) => ({ index: indexOf(column), unit }));

  const groups: Group[] = [];
  const groupOf = (key: KeyPart[]): Group => {
    const known = groups.find((group) => compareKeys(group.key, key) === 0);
    if (known !== undefined) return known;
    const columns = options.columns.map((): Column => ({ numbers: [], missing: 0, invalid: 0 }));
    const made: Group = { key, rows: 0, columns };
    groups.push(made);
    return made;
  };
  if (keys.length === 0) groupOf([]);
  for (const row of rows) {
    const key = keys.map(({ index, unit }) => keyPart(row.fields[index]?.content, unit));
    addRow(groupOf(key), row, columnIndexes, options);
  }
  refuseUndecodableKeys(groups, options.encoding ?? 'utf-8', files[0]?.name ?? '');
  groups.sort((a, b) => compareKeys(a.key, b.key));

  return `${jsonObject([
    ['job', '"describe"'],
    ['input', JSON.stringify(input)],
    ['options', JSON.stringify(echoedOptions)],
    ['rows', jsonNumber(rows.length)],
    ['ragged', jsonNumber(rows.filter((row) => row.fields.length !== header.length).length)],
    ['groups', `[${groups.map((group) => groupJson(group, options)).join(',')}]`],
  ])}\n`;
}
