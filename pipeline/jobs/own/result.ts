import { type CsvCell, csvLine } from '../../csv/line.ts';
import { writeDurably } from '../../run-dir/durable.ts';
import { paths } from '../../run-dir/layout.ts';
import type { Manifest } from '../../run-dir/manifest.ts';
import { inputSummary } from '../describe/combine.ts';
import type { ChosenPartial } from '../job.ts';
import type { OwnOptions } from './context.ts';
import type { Plain } from './plain.ts';

/** The members of `result.json` that all jobs of this kind share, in their order. */
export function resultHead(manifest: Manifest, partials: readonly ChosenPartial[]): Record<string, unknown> {
  const { input } = manifest;
  const sum = (of: (partial: ChosenPartial) => number) => partials.reduce((total, partial) => total + of(partial), 0);
  return {
    job: manifest.job,
    input: summaryOf(manifest),
    options: optionsOf(manifest),
    rows: sum(({ totals }) => totals.rows),
    ...(input.kind === 'csv' ? { ragged: sum(({ totals }) => totals.ragged) } : {}),
  };
}

/** Of text there may be very many files, so that only their number is told. */
function summaryOf({ input }: Manifest): unknown {
  const summary = inputSummary(input.files, input.identity) as Record<string, unknown>;
  if (input.kind === 'text') delete summary.files;
  return summary;
}

/** The job's options, and those of reading that the result depends on. Names of the second are kept from the first. */
function optionsOf({ input, options }: Manifest): Record<string, unknown> {
  const { options: own, missing } = options as OwnOptions;
  return input.kind === 'csv' ? { ...own, missing, ...input.dialect } : { ...own, encoding: input.dialect.encoding };
}

/** Writes `result.csv`, if there is a table, and, last, `result.json`. */
export function writeResult(run: string, result: Record<string, unknown>, csv: string | null): void {
  if (csv !== null) writeDurably(paths.resultCsv(run), csv);
  writeDurably(paths.result(run), `${JSON.stringify(result)}\n`);
}

type PlainObject = { [key: string]: Plain };

/**
 * A result as a table: a list of objects has a line for each, an object of objects too, after its key; one object of plain
 * values is one line. What fits no cell is written as JSON. Null when there is no column: `[]`, `{}`.
 */
export function resultTable(result: Plain): string | null {
  if (Array.isArray(result)) {
    if (result.length > 0 && result.every(isObject)) return table(result as PlainObject[]);
    return table(result.map((value) => ({ value })));
  }
  if (!isObject(result)) return table([{ value: result }]);
  const members = Object.entries(result);
  if (members.length > 0 && members.every(([, value]) => isObject(value))) {
    return table(
      members.map(([, value]) => value as PlainObject),
      members.map(([key]) => key),
    );
  }
  if (members.every(([, value]) => typeof value !== 'object' || value === null)) return table([result]);
  return csvLine(['key', 'value']) + members.map(([key, value]) => csvLine([key, cellOf(value)])).join('');
}

function isObject(value: Plain): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function table(rows: readonly PlainObject[], keys?: readonly string[]): string | null {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (columns.length === 0 && keys === undefined) return null;
  const lines = rows.map((row, index) => {
    const cells = columns.map((column) => cellOf((Object.hasOwn(row, column) ? row[column] : null) ?? null));
    return csvLine(keys === undefined ? cells : [keys[index], ...cells]);
  });
  return csvLine(keys === undefined ? columns : ['key', ...columns]) + lines.join('');
}

function cellOf(value: Plain): CsvCell {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
