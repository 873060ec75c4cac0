import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readEvents } from '../../../pipeline/run-dir/events.ts';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { digest, drive, finish, partitionsOf, plan } from '../run/driven.ts';
import { driveElsewhere, thisRuntime } from '../run/other-process.ts';
import { randomNumbers } from '../run/quoted-data.ts';

keepFilesInMemory();
const test = suite('fault 36: a worker without memory is reported, and its partition can be done later');
const folder = scratchFolder();

/** Rows of the same length; those in the middle third need a heap of many big integers, the others nothing. */
function writeHungryRows(path: string, rowCount: number): void {
  const random = randomNumbers(7);
  const digits = (length: number) => Array.from({ length }, () => random(10)).join('');
  const rows = Array.from({ length: rowCount }, (_, index) => {
    const hungry = index >= rowCount / 3 && index < (2 * rowCount) / 3;
    return `a,0.${hungry ? `${digits(22)}1` : '5'.padEnd(23, '0')}\n`;
  });
  writeFileSync(path, `k,v\n${rows.join('')}`);
}

const input = join(folder, 'hungry.csv');
writeHungryRows(input, 300_000);
const cut = { inputs: [input], partitions: 3, describe: { columns: ['v'], window: 10 } };

test('the run ends in time, names the partition and the reason, and keeps the others', async () => {
  if (thisRuntime === 'deno') {
    console.log('skipped: only Node ends a worker without ending the process');
    return;
  }
  const { directory } = await plan({ ...cut, out: join(folder, 'small') });
  const flags = ['--max-old-space-size=16', '--max-semi-space-size=1'];
  const startedAt = performance.now();
  const [report] = await driveElsewhere([{ directory, request: { workers: 1, attempts: 2 } }], 'node', flags);
  assert.ok(performance.now() - startedAt < 30_000);
  assert.equal([report?.error?.code, report?.error?.exitCode], ['partitions-failed', 1]);
  assert.match(report?.error?.message ?? '', /^Partition 1 failed.*out of memory/);
  assert.match(`${report?.error?.next}`, /--memory.*enjambre resume/, 'what to do is told where it belongs');
  const events = readEvents(directory);
  assert.equal(partitionsOf(events, 'failed'), [1, 1]);
  assert.equal(partitionsOf(events, 'done'), [0, 2], 'another worker takes the place of the one that died');
  assert.equal(readdirSync(paths.partials(directory)).sort(), ['0.json', '2.json']);

  const { result, events: all } = await finish(directory, { workers: 1 });
  assert.equal(partitionsOf(all.slice(events.length), 'attempt'), [1]);
  const { result: expected } = await drive({ ...cut, partitions: 1, out: join(folder, 'expected') });
  assert.is(digest(result), digest(expected));
  assert.equal(
    readdirSync(paths.attempts(directory, 1)).filter((name) => name.endsWith('.tmp')),
    [],
    'what the dead worker left is gone',
  );
});

test.run();
