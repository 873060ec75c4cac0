import { EnjambreError } from '../../pipeline/errors.ts';
import type { Manifest } from '../../pipeline/run-dir/manifest.ts';
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
/** Members of a result that only hold what is named next, by how deep they lie: elsewhere the same word is a name. */
const plainPlaces: Record<number, string[]> = {
  0: ['groups', 'perFile', 'result'],
  2: ['columns'],
  4: ['percentiles'],
};

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
  const manifests = runs.map(readManifest) as [Manifest, Manifest];
  const [a, b] = manifests.map(({ run }, index) => runWord(runs[index] as string, run));
  const [job, otherJob] = manifests.map((manifest) => manifest.job);
  if (job !== otherJob) say(`They are of different jobs: ${a} of ${job}, ${b} of ${otherJob}.`);
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
      printable(placeText(place)),
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

/** `station = 0021 · value · p10` */
function placeText(place: readonly string[]): string {
  const isPlain = (depth: number) =>
    depth < place.length - 1 &&
    plainPlaces[depth]?.includes(place[depth] as string) === true &&
    (depth === 0 || place[0] === 'groups');
  return place
    .map((name, depth) => (depth === 5 && isPlain(4) ? `p${name}` : name))
    .filter((_, depth) => !isPlain(depth))
    .join(' · ');
}

/** Also of numbers that differ in their last digit only: results are compared to the last bit. */
function relativeText(first: number, second: number): string {
  const text = differenceText(first, second);
  return text === 'none' && first !== 0 ? `${((100 * (second - first)) / Math.abs(first)).toExponential(1)} %` : text;
}

function shown(value: unknown): string {
  return value === undefined ? '-' : shortened(printable(JSON.stringify(value)), cellLength);
}
