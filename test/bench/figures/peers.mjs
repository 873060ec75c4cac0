import { readOurs, readPeer, requireAgreement } from '../agree.mjs';
import { enjambre, peer } from '../contenders.mjs';
import { sampleFile, valueColumn } from '../data.mjs';
import { interleaved } from '../measure.mjs';
import { judged, mebibytes, seconds } from '../table.mjs';

const bars = { polars: 0.35, duckdb: 0.2, pandas: 0.15, 'wc -l': 5 };

/** Every statistic of one column, against others. @param {import('../environment.mjs').Context} context */
export async function* peers(context) {
  const file = sampleFile(context, context.rows);
  const ours = enjambre(context, file.path);
  const others = [
    peer(context, 'polars', file.path),
    peer(context, 'duckdb', file.path),
    peer(context, 'pandas', file.path),
    { name: 'wc -l', command: () => ['wc', '-l', file.path] },
  ];
  const rows = others.map((other) => {
    context.log(`  ${other.name}`);
    const [mine, theirs] = interleaved(context, [ours, other]);
    const expected = readOurs(mine.stdout, valueColumn);
    if (other.name !== 'wc -l') requireAgreement(other.name, expected, readPeer(theirs.stdout));
    const verdict = judged(mine.medianMs / theirs.medianMs, { atMost: bars[other.name] });
    return [other.name, seconds(theirs), mebibytes(theirs), seconds(mine), mebibytes(mine), ...verdict];
  });
  const size = `${file.rows.toLocaleString('en')} rows, ${(file.bytes / 1e6).toFixed(0)} MB`;
  yield {
    title: `Every statistic of one column: ${size}`,
    columns: ['peer', 'peer, s', 'peak MiB', 'enjambre, s', 'peak MiB', 'ratio', 'bar', ''],
    rows,
    note: `Medians of ${context.repetitions} interleaved pairs (smallest–largest), ${context.workers} threads each.`,
  };
}
