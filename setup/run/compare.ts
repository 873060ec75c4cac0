import { EnjambreError } from '../../pipeline/errors.ts';
import { readManifest } from '../../pipeline/run-dir/read-manifest.ts';
import { compareResults, type Difference } from '../../pipeline/runs/compare.ts';
import { findRun } from '../../pipeline/runs/list.ts';
import { print, say } from '../terminal/output.ts';
import { printable, shortened } from '../terminal/printable.ts';
import { tableLines } from '../terminal/table.ts';
import { counted, countText } from '../terminal/units.ts';
import { differenceText } from './naive-table.ts';
import { runWord } from './naming.ts';

const differencesShown = 40;
const cellLength = 40;
/** Members of a result that hold what is named next, and tell nothing themselves. */
const plainPlaces = new Set(['groups', 'columns', 'percentiles', 'perFile', 'result']);

/**
 * `enjambre compare RUN RUN`.
 *
 * @throws EnjambreError `results-differ`, so that the command ends with 1, as `diff` does
 */
export async function compare(first: string, second: string, { json = false }: { json?: boolean }): Promise<void> {
  const runs = [first, second].map(findRun) as [string, string];
  const differences = compareResults(...runs);
  if (json) print([JSON.stringify({ runs, same: differences.length === 0, differences })]);
  else if (differences.length > 0) print(differenceLines(differences));
  const [a, b] = runs.map((run) => runWord(run, readManifest(run).run));
  if (differences.length === 0) say(`The results of ${a} and ${b} are the same to the last bit.`);
  else {
    const message = `The results of ${a} and ${b} differ in ${counted(differences.length, 'place')}`;
    throw new EnjambreError(message, { code: 'results-differ' });
  }
}

/** A line for each of the first differences. */
export function differenceLines(differences: readonly Difference[]): string[] {
  const rows = differences
    .slice(0, differencesShown)
    .map(({ place, first, second }) => [
      printable(place.filter((name) => !plainPlaces.has(name)).join(' · ')),
      shown(first),
      shown(second),
      typeof first === 'number' && typeof second === 'number' ? relativeText(first, second) : '',
    ]);
  const titles = ['where', 'first', 'second'].map((title) => ({ title }));
  const more = differences.length - rows.length;
  return [
    ...tableLines([...titles, { title: 'difference', align: 'right' }], rows),
    ...(more > 0 ? ['', `… and ${countText(more)} more. All of them: --json`] : []),
  ];
}

/** Also of numbers that differ in their last digit only: results are compared to the last bit. */
function relativeText(first: number, second: number): string {
  const text = differenceText(first, second);
  return text === 'none' && first !== 0 ? `${((100 * (second - first)) / Math.abs(first)).toExponential(1)} %` : text;
}

function shown(value: unknown): string {
  return value === undefined ? '-' : shortened(printable(JSON.stringify(value)), cellLength);
}
