import { join } from 'node:path';
import { readOurs, requireAgreement } from '../agree.mjs';
import { enjambre, processScript } from '../contenders.mjs';
import { dataFile, discard } from '../data.mjs';
import { distinctColumn, distinctStatistics, writeDistinct } from '../generate/distinct.mjs';
import { interleaved } from '../measure.mjs';
import { judged, mebibytes, seconds } from '../table.mjs';

/** In MiB, for one worker. */
const memoryBar = { atMost: 200 };

/** No value twice: tables that cannot stay in memory. @param {import('../environment.mjs').Context} context */
export async function* distinct(context) {
  const count = context.distinctRows;
  const path = join(context.dataFolder, `distinct-${count}.csv`);
  const file = dataFile(context, path, count, (target) => writeDistinct(target, count));
  const contenders = [
    enjambre(context, path, { name: `run, ${context.workers} workers`, column: distinctColumn }),
    processScript(context, path, distinctColumn),
  ];
  const [run, alone] = interleaved(context, contenders, 1);
  discard(context, file);
  const expected = distinctStatistics(count, [10, 25, 50, 75, 90]);
  requireAgreement('arithmetic', readOurs(run.stdout, distinctColumn), [expected]);
  yield {
    title: `${count.toLocaleString('en')} distinct values, ${(file.bytes / 1e6).toFixed(0)} MB`,
    columns: ['command', 'time, s', 'peak MiB', 'MiB a worker', 'bar', ''],
    rows: [
      [contenders[0].name, seconds(run), mebibytes(run), ...judged(run.peakMiB / context.workers, memoryBar, 0)],
      [contenders[1].name, seconds(alone), mebibytes(alone), ...judged(alone.peakMiB, memoryBar, 0)],
    ],
    note: 'Count, minimum, maximum, sum, mean, mode and percentiles were as arithmetic says they must be.',
  };
}
