import { enjambre, processScript } from '../contenders.mjs';
import { discard, sampleFile } from '../data.mjs';
import { interleaved } from '../measure.mjs';
import { judged, mebibytes, seconds } from '../table.mjs';

/** In MiB, for one worker. */
const memoryBar = { atMost: 120 };

/** Time and memory against the number of rows. @param {import('../environment.mjs').Context} context */
export async function* growth(context) {
  const rows = [];
  let before;
  for (const count of context.growthRows) {
    const file = sampleFile(context, count);
    context.log(`  ${count.toLocaleString('en')} rows`);
    const [run, alone] = interleaved(context, [enjambre(context, file.path), processScript(context, file.path)]);
    if (count !== context.rows) discard(context, file);
    // Linear: a row takes no longer in a larger file. The fixed start-up only makes the small file's rows dearer.
    const perRow = (run.medianMs * 1e6) / count;
    const verdict = before === undefined ? ['', '', ''] : judged(perRow / before, { atMost: 1.15 });
    rows.push([
      ...[count.toLocaleString('en'), (file.bytes / 1e6).toFixed(0), seconds(run), perRow.toFixed(0), ...verdict],
      ...[mebibytes(run), ...judged(alone.peakMiB, memoryBar, 0)],
    ]);
    before = perRow;
  }
  yield {
    title: 'Growth',
    columns: ['rows', 'MB', 'run, s', 'ns a row', 'to row above', 'bar', '', 'peak MiB', 'one worker', 'bar', ''],
    rows,
    note: 'Peak MiB: of the whole run. One worker: of the `process` script by itself, with the whole file as its one partition.',
  };
}
