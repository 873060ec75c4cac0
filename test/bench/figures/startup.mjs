import { join } from 'node:path';
import { enjambre } from '../contenders.mjs';
import { interleaved } from '../measure.mjs';
import { judged, seconds } from '../table.mjs';

/** What every command pays before it does anything. @param {import('../environment.mjs').Context} context */
export async function* startup(context) {
  const help = { name: 'enjambre --help', command: () => [context.node, context.command, '--help'] };
  const empty = { name: 'node -e 0', command: () => [context.node, '-e', '0'] };
  const [ours, nothing] = interleaved(context, [help, empty], 3 * context.repetitions);
  yield {
    title: 'Start-up',
    columns: ['command', 'time, s', 'ratio', 'bar', ''],
    rows: [
      [help.name, seconds(ours), ...judged(ours.medianMs / nothing.medianMs, { atMost: 4 })],
      [empty.name, seconds(nothing), '', '', ''],
    ],
  };
  const sample = join(context.root, 'docs/sample.csv');
  const kinds = [true, false].map((report) => {
    const name = `enjambre run describe docs/sample.csv${report ? '' : ' --no-report'}`;
    return enjambre(context, sample, { name, report, partitions: 4 });
  });
  const [reported, plain] = interleaved(context, kinds, 3 * context.repetitions);
  yield {
    title: 'The report of a small run',
    columns: ['command', 'time, s', 'ratio'],
    rows: [
      [kinds[0].name, seconds(reported), (reported.medianMs / plain.medianMs).toFixed(2)],
      [kinds[1].name, seconds(plain), ''],
    ],
  };
}
