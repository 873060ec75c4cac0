import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../../run-dir/layout.ts';
import { readJsonPieces } from '../json-pieces.ts';

export type Cell = string | number | boolean | null;

/** A result of any job as a table, as far as a page shows it. */
export interface TableModel {
  kind: 'table';
  columns: string[];
  rows: Cell[][];
  /** All rows of the result. */
  rowCount: number;
  /** What a frame job counted. */
  counters: { name: string; count: number }[];
  /** Files that the partitions wrote beside the result. */
  output: { files: { name: string; bytes: number }[]; fileCount: number; bytes: number } | null;
}

/** What a page shows of the result of a job that a person brought. */
export type OwnModel =
  | TableModel
  | { kind: 'pairs'; pairs: { name: string; value: Cell }[] }
  /** JSON of any other shape; `cut` when there is more of it. */
  | { kind: 'json'; text: string; cut: boolean };

const MOST_ROWS = 5000;
const MOST_COLUMNS = 200;
const MOST_CHARACTERS = 20_000;
const MOST_FILES = 200;

/** Reads `result.json` of a run whose result may have any shape. */
export function readOwnResult(run: string): OwnModel {
  const members = new Map<string, string>();
  const rows: string[] = [];
  const list = { name: '', length: 0 };
  for (const { member, index, text } of readJsonPieces(paths.result(run))) {
    const isList = (member === 'result' || member === 'data') && index !== null;
    if (isList) {
      list.name = member;
      list.length++;
      if (rows.length < MOST_ROWS) rows.push(text ?? 'null');
    } else if (member === 'columns')
      members.set('columns', `${members.get('columns') ?? ''}${index === 0 ? '' : ','}${text}`);
    else if (member === 'result' || member === 'counters') members.set(member, text ?? '"…"');
  }
  const output = readOutput(run);
  const counters = Object.entries(parsed<Record<string, number>>(members.get('counters')) ?? {}).map(
    ([name, count]) => ({
      name,
      count,
    }),
  );
  if (members.has('columns') || list.name === 'data') {
    const columns = parsed<string[]>(`[${members.get('columns') ?? ''}]`) ?? [];
    const cells = rows.map((row) => (parsed<unknown[]>(row) ?? []).map(cellOf));
    return { kind: 'table', columns, rows: cells, rowCount: list.length, counters, output };
  }
  if (list.name === 'result') return listModel(rows, list.length);
  return valueModel(members.get('result') ?? 'null');
}

function parsed<Value>(json: string | undefined): Value | undefined {
  if (json === undefined) return undefined;
  return JSON.parse(json) as Value;
}

function listModel(rows: string[], rowCount: number): OwnModel {
  const values = rows.map((row) => JSON.parse(row) as unknown);
  if (values.length > 0 && values.every(isFlat)) return tableOf(values as object[], rowCount);
  return jsonModel(values, rowCount > rows.length);
}

function tableOf(values: object[], rowCount: number): TableModel {
  const columns = [...new Set(values.flatMap((value) => Object.keys(value)))].slice(0, MOST_COLUMNS);
  const rows = values.map((value) =>
    columns.map((column) => cellOf(Object.hasOwn(value, column) ? value[column as keyof typeof value] : null)),
  );
  return { kind: 'table', columns, rows, rowCount, counters: [], output: null };
}

function valueModel(json: string): OwnModel {
  const value = JSON.parse(json) as unknown;
  const members = Object.entries(typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {});
  // One row for each member, as in result.csv.
  if (members.length > 0 && members.every(([, member]) => isFlat(member))) {
    return tableOf(
      members.slice(0, MOST_ROWS).map(([key, member]) => ({ key, ...(member as object) })),
      members.length,
    );
  }
  if (isFlat(value)) {
    const pairs = Object.entries(value as object).map(([name, member]) => ({ name, value: cellOf(member) }));
    if (pairs.length > 0 && pairs.length <= MOST_ROWS) return { kind: 'pairs', pairs };
  }
  return jsonModel(value, false);
}

function jsonModel(value: unknown, more: boolean): OwnModel {
  const text = JSON.stringify(value, null, 2);
  return { kind: 'json', text: text.slice(0, MOST_CHARACTERS), cut: more || text.length > MOST_CHARACTERS };
}

/** An object whose members are single values. */
function isFlat(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((member) => typeof member !== 'object' || member === null);
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function readOutput(run: string): TableModel['output'] {
  const folder = paths.output(run);
  if (!existsSync(folder)) return null;
  const names = readdirSync(folder).sort();
  const files = names.map((name) => ({ name, bytes: statSync(join(folder, name)).size }));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { files: files.slice(0, MOST_FILES), fileCount: files.length, bytes };
}
