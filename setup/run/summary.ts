import process from 'node:process';
import { jobOf } from '../../pipeline/jobs/jobs.ts';
import { en } from '../../pipeline/report/text/en.ts';
import { oddityText } from '../../pipeline/report/text/oddity-text.ts';
import type { RunOutcome } from '../../pipeline/run.ts';
import type { Ledger } from '../../pipeline/runs/ledger.ts';
import { findOddities } from '../../pipeline/runs/oddities.ts';
import { apart, print, say } from '../terminal/output.ts';
import { printable, shortened } from '../terminal/printable.ts';
import { counted, countText, durationText } from '../terminal/units.ts';
import { resultLines } from './result-view.ts';

/** Invalid values that are shown of each column. */
const examplesShown = 3;

/**
 * Says in words how a run went, shows its result as a table, and warns of what looks wrong.
 *
 * @param ms how long it took; null if it was finished before
 */
export function showSummary(outcome: RunOutcome, { ms, table }: { ms: number | null; table: boolean }): void {
  const { directory, manifest, ledger } = outcome;
  say(...ledgerLines(ledger, ms, jobOf(manifest).unit));
  if (table) {
    print(apart(resultLines(directory, manifest, process.stdout.columns || 120)));
  }
  for (const oddity of findOddities(outcome)) say(`Warning: ${printable(oddityText(en, oddity, (text) => text))}`);
}

/** Rows or words, time, and what was not used, with the first examples. */
export function ledgerLines(ledger: Ledger, ms: number | null, unit: 'row' | 'word' = 'row'): string[] {
  const { rows, ragged, columns, examples } = ledger;
  const raggedText = ragged === 0 ? '' : `, ${countText(ragged)} of them with more or fewer fields than the header`;
  const lines = [`${counted(rows, unit)}${ms === null ? '' : ` in ${durationText(ms)}`}${raggedText}.`];
  for (const { column, count, missing, invalid } of columns) {
    if (missing + invalid === 0) continue;
    lines.push(
      `${printable(column)}: ${counted(count, 'value')}, ${countText(missing)} missing, ${countText(invalid)} invalid${invalid > 0 ? ':' : '.'}`,
    );
    const known = examples.filter((example) => example.column === column).slice(0, examplesShown);
    for (const { text, file, line, byte } of known) {
      const shown = shortened(printable(text), 40);
      lines.push(`  "${shown}" in ${printable(file)}, line ${line}, byte ${byte}`);
    }
    if (invalid > known.length) lines.push(`  and ${countText(invalid - known.length)} more`);
  }
  return lines;
}
