import type { DescribeOptions } from '../../pipeline/jobs/describe/options.ts';
import { printable, shortened } from '../terminal/printable.ts';
import { type TableColumn, tableLines } from '../terminal/table.ts';
import { counted } from '../terminal/units.ts';
import { firstRecords, type ResultRecord } from './result-records.ts';

const groupsShown = 20;
/** Of a run without groups. */
const columnsShown = 60;
/** A name longer than this is cut. */
const nameLength = 32;
/** In tables of groups; a table of no groups shows every digit. */
const significantDigits = 6;
const groupStatistics = ['count', 'missing', 'invalid', 'mean', 'std', 'min', 'p50', 'max'];

/** A run's `result.csv` as a table: statistics below each other, or a line for each of the first groups. */
export function resultTable(path: string, options: DescribeOptions, width: number): string[] {
  if (options.by.length === 0) return wholeTable(firstRecords(path, options.columns.length + 1).records, width);
  const { records, recordCount } = firstRecords(path, groupsShown * options.columns.length + 1);
  const more = (recordCount - records.length) / options.columns.length;
  const lines = groupTable(records, options);
  const exact = 'Rounded: every digit is in result.csv.';
  return [...lines, '', more === 0 ? exact : `… and ${counted(more, 'more group', 'more groups')}. ${exact}`];
}

/** A column for each measured column, in as many blocks as the width asks for. */
function wholeTable([titles = [], ...records]: ResultRecord[], width: number): string[] {
  const at = titles.indexOf('column');
  const statistics = titles.slice(at + 1);
  const shown = records.slice(0, columnsShown);
  const nameWidth = widthOf(blockLines(statistics, [], at));
  const widths = shown.map((record) => widthOf(blockLines(statistics, [record], at)) - nameWidth);
  const lines: string[] = [];
  for (let from = 0; from < shown.length; ) {
    let to = from + 1;
    let total = nameWidth + (widths[from] ?? 0);
    for (; to < shown.length && total + (widths[to] ?? 0) <= width; to++) total += widths[to] ?? 0;
    lines.push(...(from > 0 ? [''] : []), ...blockLines(statistics, shown.slice(from, to), at));
    from = to;
  }
  const more = records.length - shown.length;
  return more === 0 ? lines : [...lines, '', `… and ${counted(more, 'more column', 'more columns')} in result.csv.`];
}

/** Of a table: its rule is as long as its columns. */
function widthOf(lines: readonly string[]): number {
  return lines[1]?.length ?? 0;
}

function blockLines(statistics: ResultRecord, records: readonly ResultRecord[], at: number): string[] {
  const columns = records.map((record): TableColumn => ({ title: nameText(record[at]), align: 'point' }));
  const rows = statistics.map((name, index) => [name ?? '', ...records.map((record) => record[at + 1 + index] ?? '-')]);
  return tableLines([{ title: 'statistic' }, ...columns], rows);
}

function groupTable([titles = [], ...records]: ResultRecord[], { by, columns }: DescribeOptions): string[] {
  // A key column may be called `count`, or `column`: the first titles are the keys.
  const at = by.length;
  const statistics = groupStatistics.flatMap((name) => {
    const index = titles.indexOf(name, at + 1);
    const needed =
      index >= 0 && (!['missing', 'invalid'].includes(name) || records.some((record) => record[index] !== '0'));
    return needed ? [{ name, index }] : [];
  });
  const named = columns.length > 1 ? [at] : [];
  const keys = by.map((_, index) => index);
  const shown = [...keys, ...named].map((index): TableColumn => ({ title: nameText(titles[index]) }));
  const rows = records.map((record) => [
    ...[...keys, ...named].map((index) => nameText(record[index])),
    ...statistics.map(({ index }) => roundedText(record[index])),
  ]);
  return tableLines([...shown, ...statistics.map(({ name }): TableColumn => ({ title: name, align: 'point' }))], rows);
}

/** Null is what rows too short to have the key, or dates that are none, are grouped under. */
function nameText(text: string | null | undefined): string {
  if (text === null || text === undefined) return '(none)';
  return text.trim() === '' ? `"${text}"` : shortened(printable(text), nameLength);
}

/** A number with fewer digits, whole ones untouched. */
export function roundedText(text: string | null | undefined): string {
  if (text === null || text === undefined) return '-';
  return /^-?\d+$/.test(text) ? text : String(Number(Number(text).toPrecision(significantDigits)));
}
