import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { usageError } from '../../pipeline/errors.ts';
import { listRuns, type RunSummary } from '../../pipeline/runs/list.ts';
import { print, say, sayNext } from '../terminal/output.ts';
import { printable, shortened } from '../terminal/printable.ts';
import { tableLines } from '../terminal/table.ts';
import { counted, countText } from '../terminal/units.ts';
import { runWord, shortPath } from './naming.ts';

/** `enjambre runs`. */
export function showRuns(asked: string | undefined, { json = false }: { json?: boolean }): void {
  const folder = asked ?? 'runs';
  if (asked !== undefined && !statSync(asked, { throwIfNoEntry: false })?.isDirectory()) {
    throw usageError(`There is no folder ${JSON.stringify(asked)}`, 'enjambre runs');
  }
  const runs = listRuns(folder).reverse();
  if (json) print([JSON.stringify(runs)]);
  else if (runs.length > 0) print(runsTable(runs));
  else {
    say(`There are no runs in ${shortPath(resolve(folder))}.`);
    sayNext('enjambre run describe FILE');
  }
}

/** A line for each run. */
export function runsTable(runs: readonly RunSummary[]): string[] {
  const rows = runs.map(({ id, directory, job, input, createdAt, state, done, partitions, rows: rowCount }) => [
    printable(runWord(directory, id)),
    createdAt.slice(0, 16).replace('T', ' '),
    printable(job),
    shortened(printable(input), 40),
    state === 'finished' ? state : `${state}: ${countText(done)} of ${counted(partitions, 'partition')}`,
    rowCount === null ? '-' : countText(rowCount),
  ]);
  const titles = ['run', 'created (UTC)', 'job', 'input', 'state'];
  return tableLines([...titles.map((title) => ({ title })), { title: 'rows', align: 'right' }], rows);
}
