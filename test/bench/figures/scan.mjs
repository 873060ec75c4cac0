import { join } from 'node:path';
import { enjambre, processScript } from '../contenders.mjs';
import { dataFile, discard, sampleFile } from '../data.mjs';
import { BenchError } from '../environment.mjs';
import { writeQuoted } from '../generate/quoted.mjs';
import { interleaved } from '../measure.mjs';
import { gigabytesPerSecond, judged, mebibytes, seconds } from '../table.mjs';

/** How fast one thread reads, with and without quotes. @param {import('../environment.mjs').Context} context */
export async function* scan(context) {
  const plain = sampleFile(context, context.rows);
  const quotedPath = join(context.dataFolder, `quoted-${context.rows}.csv`);
  const quoted = dataFile(context, quotedPath, context.rows, (path) => writeQuoted(plain.path, path));
  const [plainRows, plainGroups] = measureFile(context, 'no quotes', plain, 1);
  const [quotedRows, quotedGroups] = measureFile(context, 'every field quoted', quoted, 0.3);
  discard(context, quoted);
  if (plainGroups !== quotedGroups) throw new BenchError('quoting every field changed the result');
  yield {
    title: 'One thread',
    columns: ['data', 'MB', 'command', 'time, s', 'peak MiB', 'GB/s', 'bar', ''],
    rows: [...plainRows, ...quotedRows],
  };
}

/**
 * @param {import('../environment.mjs').Context} context
 * @param {string} name
 * @param {import('../data.mjs').DataFile} file
 * @param {number} bar in GB/s
 * @returns {[string[][], string]} rows of the table, and the groups of the result
 */
function measureFile(context, name, file, bar) {
  context.log(`  ${name}`);
  const contenders = [
    enjambre(context, file.path, { name: 'run, 1 worker, 1 partition', workers: 1, partitions: 1 }),
    processScript(context, file.path),
  ];
  const series = interleaved(context, contenders);
  const rows = series.map((measured, i) => {
    const verdict = judged(gigabytesPerSecond(file.bytes, measured), { atLeast: bar });
    const megabytes = (file.bytes / 1e6).toFixed(0);
    return [name, megabytes, contenders[i].name, seconds(measured), mebibytes(measured), ...verdict];
  });
  return [rows, JSON.stringify(JSON.parse(series[0].stdout).groups)];
}
