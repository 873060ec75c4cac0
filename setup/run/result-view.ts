import { existsSync, readFileSync } from 'node:fs';
import type { DescribeOptions } from '../../pipeline/jobs/describe/options.ts';
import type { WordsResult } from '../../pipeline/jobs/words/result.ts';
import { paths } from '../../pipeline/run-dir/layout.ts';
import type { Manifest } from '../../pipeline/run-dir/manifest.ts';
import { printable, shortened } from '../terminal/printable.ts';
import { type TableColumn, tableLines } from '../terminal/table.ts';
import { counted, countText } from '../terminal/units.ts';
import { firstRecords } from './result-records.ts';
import { resultTable, roundedText } from './result-table.ts';

const rowsShown = 20;
const cellLength = 32;
const number = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;
/** Longest JSON that is shown of a result that is no table. */
const jsonLinesShown = 40;

/** The result of a run, as a terminal shows it. */
export function resultLines(run: string, manifest: Manifest, width: number): string[] {
  if (manifest.job === 'describe' && manifest.code === undefined) {
    // Whoever removed the table wants to see it no more.
    if (!existsSync(paths.resultCsv(run))) return [];
    return resultTable(paths.resultCsv(run), manifest.options as DescribeOptions, width);
  }
  if (manifest.input.kind === 'text' && manifest.code === undefined) return wordsLines(run);
  return existsSync(paths.resultCsv(run)) ? tableOfCsv(paths.resultCsv(run), width) : jsonLines(run);
}

/** Totals of text files, and their most frequent words. */
function wordsLines(run: string): string[] {
  const result = JSON.parse(readFileSync(paths.result(run), 'utf8')) as WordsResult;
  const { files, lines, words, letters, bytes, top } = result;
  const totals = tableLines(
    ['files', 'lines', 'words', 'letters', 'bytes'].map((title) => ({ title, align: 'right' as const })),
    [[files, lines, words, letters, bytes].map(countText)],
  );
  if (top.length === 0) return totals;
  const shown = top
    .slice(0, rowsShown)
    .map(({ term, count }) => [shortened(printable(term), cellLength), countText(count)]);
  const more = top.length > rowsShown ? [`… and ${counted(top.length - rowsShown, 'more word')} in result.json.`] : [];
  return [...totals, '', ...tableLines([{ title: 'word' }, { title: 'count', align: 'right' }], shown), ...more];
}

/** The first rows of a table of any columns; its numbers are rounded where it would be wider than the terminal. */
function tableOfCsv(path: string, width: number): string[] {
  const { records, recordCount } = firstRecords(path, rowsShown + 1);
  const [titles = [], ...rows] = records;
  const numeric = titles.map((_, index) => rows.every((row) => row[index] === null || number.test(row[index] ?? '')));
  const columns = titles.map((title, index): TableColumn => {
    return { title: shortened(printable(title ?? ''), cellLength), align: numeric[index] ? 'point' : 'left' };
  });
  const linesOf = (textOf: (cell: string | null, index: number) => string) =>
    tableLines(
      columns,
      rows.map((row) => row.map(textOf)),
    );
  const plain = (cell: string | null) => (cell === null ? '-' : shortened(printable(cell), cellLength));
  const whole = linesOf(plain);
  const isWide = whole.some((line) => line.length > width);
  const lines = isWide ? linesOf((cell, index) => (numeric[index] ? roundedText(cell) : plain(cell))) : whole;
  const more = recordCount - 1 - rows.length;
  const left = more > 0 ? [`… and ${counted(more, 'more row')} in result.csv.`] : [];
  const notes = [...left, ...(isWide ? ['Rounded: every digit is in result.csv.'] : [])];
  return [...lines, ...(notes.length > 0 ? ['', notes.join(' ')] : [])];
}

function jsonLines(run: string): string[] {
  const { result } = JSON.parse(readFileSync(paths.result(run), 'utf8')) as { result: unknown };
  const lines = JSON.stringify(result, null, 2).split('\n').map(printable);
  if (lines.length <= jsonLinesShown) return lines;
  return [
    ...lines.slice(0, jsonLinesShown),
    `… and ${counted(lines.length - jsonLinesShown, 'more line')} in result.json.`,
  ];
}
