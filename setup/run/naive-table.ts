import { join } from 'node:path';
import { writeDurably } from '../../pipeline/run-dir/durable.ts';
import { compareNaive, type NaiveComparison } from '../../pipeline/runs/naive.ts';
import { apart, print, say } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { tableLines } from '../terminal/table.ts';
import { counted, countText } from '../terminal/units.ts';
import { shortPath } from './naming.ts';

const comparisonsShown = 3;

/** Shows what averaging the parts' results would have given instead, and keeps it in `naive.json`. */
export function showNaive(directory: string, { table }: { table: boolean }): void {
  const comparisons = compareNaive(directory);
  const path = join(directory, 'naive.json');
  writeDurably(path, `${JSON.stringify(comparisons)}\n`);
  const telling = comparisons.filter(({ partitions }) => partitions > 1);
  const shown = table ? telling.slice(0, comparisonsShown) : [];
  for (const comparison of shown) print(apart(naiveLines(comparison)));
  if (telling.length === 0)
    say('Nothing was averaged, since all values lie in one part. Add --partitions 8 to see a difference.');
  const more = telling.length - shown.length;
  say(
    `Compared with averages: ${shortPath(path)}${shown.length > 0 && more > 0 ? `, with ${countText(more)} more` : ''}`,
  );
}

/** One comparison as a table, and in words. */
export function naiveLines({ key, column, partitions, rows }: NaiveComparison): string[] {
  const group = Object.entries(key).map(([name, value]) => `, ${printable(name)} = ${printable(value ?? '(none)')}`);
  const cells = rows.map(({ statistic, exact, naive }) => [
    statistic,
    String(exact ?? '-'),
    String(naive ?? '-'),
    differenceText(exact, naive),
  ]);
  const title = `${printable(column)}${group.join('')}: exact, and as the average of ${counted(partitions, 'part')}`;
  const table = tableLines(
    [
      { title: 'statistic' },
      { title: 'exact', align: 'point' },
      { title: 'averaged', align: 'point' },
      { title: 'difference', align: 'right' },
    ],
    cells,
  );
  return [title, ...table, ...meaning(rows)];
}

/** How far the naive value lies from the exact one, relative to that. */
export function differenceText(exact: number | null, naive: number | null): string {
  if (exact === naive) return 'none';
  if (exact === null || naive === null || exact === 0) return '-';
  const percent = (100 * (naive - exact)) / Math.abs(exact);
  const size = Math.abs(percent);
  // The averages are computed with rounding, so the last digits tell nothing.
  if (size < 1e-10) return 'none';
  const digits = size >= 100 ? percent.toFixed(0) : size >= 0.01 ? percent.toPrecision(3) : percent.toExponential(1);
  return `${percent > 0 ? '+' : ''}${digits} %`;
}

function meaning(rows: NaiveComparison['rows']): string[] {
  const wrong = rows.filter(({ exact, naive }) => differenceText(exact, naive) !== 'none').length;
  if (wrong === 0) return ['Here the averages happen to be right. That depends on where the input is cut.'];
  return [
    `${wrong} of ${rows.length} differ: an average of averages weighs small parts like large ones, and loses the spread`,
    'between parts and the rolling windows at the cuts. Other cuts would give other numbers.',
  ];
}
