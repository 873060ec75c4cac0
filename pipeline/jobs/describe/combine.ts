import { join } from 'node:path';
import { EnjambreError } from '../../errors.ts';
import { type MergedGroup, mergeGroups, narrowSegments, openSegments } from '../../partial/merge.ts';
import { paths } from '../../run-dir/layout.ts';
import type { Dialect, InputFile, Manifest } from '../../run-dir/manifest.ts';
import { TextFile } from '../../run-dir/text-file.ts';
import type { ChosenPartial } from '../job.ts';
import { decodeKey } from './key.ts';
import type { DescribeOptions } from './options.ts';
import { type ColumnResult, csvHeader, csvLines, groupJson, object, summarize } from './result.ts';

/** Merges the partials into `result.csv` and, last, `result.json`. Holds one group at a time. */
export function combineDescribe(manifest: Manifest, partials: ChosenPartial[], directory: string): void {
  const options = manifest.options as DescribeOptions;
  const rows = partials.reduce((sum, { totals }) => sum + totals.rows, 0);
  const ragged = partials.reduce((sum, { totals }) => sum + totals.ragged, 0);
  const csv = new TextFile(paths.resultCsv(directory));
  const json = new TextFile(paths.result(directory));
  csv.write(csvHeader(options));
  const head = object([
    ['job', JSON.stringify(manifest.job)],
    ['input', JSON.stringify(inputSummary(manifest.input.files, manifest.input.identity))],
    ['options', optionsJson(options, manifest.input.dialect)],
    ['rows', String(rows)],
    ['ragged', String(ragged)],
  ]);
  json.write(`${head.slice(0, -1)},"groups":[`);
  let rowsInGroups = 0;
  let groupCount = 0;
  for (const { key, rows: groupRows, columns } of describeGroups(manifest, partials, directory)) {
    json.write(`${groupCount === 0 ? '' : ','}${groupJson(key, groupRows, columns, options)}`);
    csv.write(csvLines(key, columns, options));
    rowsInGroups += groupRows;
    groupCount++;
  }
  json.write(']}\n');
  csv.close();
  json.close();
  if (rowsInGroups !== rows) throw lostRows(`partitions counted ${rows} rows, groups ${rowsInGroups}`);
  csv.appear();
  json.appear();
}

/** The options that the result depends on, those of reading the text among them. */
function optionsJson(options: DescribeOptions, dialect: Dialect): string {
  return JSON.stringify({ ...options, percentiles: options.percentiles.map(Number), ...dialect });
}

function lostRows(what: string): EnjambreError {
  return new EnjambreError(`The result does not add up: ${what}`, {
    code: 'conservation',
    next: 'this is a fault of the program: please report it, with the run directory',
  });
}

/** Each group's statistics, by ascending key. Without keys there is always one group, also when there are no rows. */
export function* describeGroups(
  manifest: Manifest,
  partials: ChosenPartial[],
  directory: string,
  lastWindow: 'counted' | 'dropped' = 'counted',
): Generator<{ key: (string | null)[]; rows: number; columns: ColumnResult[] }> {
  const options = manifest.options as DescribeOptions;
  const narrowed = narrowSegments(
    partials.map(({ path }) => path),
    (index) => join(directory, `combine-${index}.${process.pid}.tmp`),
  );
  const readers = openSegments(narrowed.paths);
  let groupCount = 0;
  try {
    for (const group of mergeGroups(readers)) {
      const columns = summarizeGroup(group, options, lastWindow);
      groupCount++;
      yield { key: decodeKey(group.key, manifest.input.dialect.encoding, group.first), rows: group.rows, columns };
    }
  } finally {
    for (const reader of readers) reader.close();
    narrowed.release();
  }
  if (groupCount === 0 && options.by.length === 0) {
    const empty = { count: 0, missing: 0, invalid: 0, rolling: null, table: null };
    yield { key: [], rows: 0, columns: options.columns.map(() => summarize(empty, options)) };
  }
}

function summarizeGroup(
  group: MergedGroup,
  options: DescribeOptions,
  lastWindow: 'counted' | 'dropped',
): ColumnResult[] {
  const columns: ColumnResult[] = [];
  for (const cell of group.cells()) {
    const column = summarize(cell, options, lastWindow);
    const { count, missing, invalid } = column;
    if (count + missing + invalid !== group.rows) {
      throw lostRows(`${count} values, ${missing} missing and ${invalid} invalid in a group of ${group.rows} rows`);
    }
    columns.push(column);
  }
  return columns;
}

/** What a result says of its input: base names, sizes and hashes, nothing of this machine. */
export function inputSummary(files: InputFile[], identity: string): object {
  const summaries = files.map(({ name, bytes, hash }) => ({ name, bytes, hash }));
  if (summaries.length === 1) return summaries[0] as object;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { name: `${files.length} files`, bytes, hash: identity, files: summaries };
}
