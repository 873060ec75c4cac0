import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { finish } from '../run/driven.ts';
import { commandFor, start, thisRuntime } from '../run/other-process.ts';
import { smallRun } from '../runs/small-runs.ts';

keepFilesInMemory();
const test = suite('a report of a result of hundreds of megabytes takes no more memory than a small one');
const folder = scratchFolder();

interface Taken {
  ms: number;
  peakBytes: number;
}

/** A finished run whose result has this many groups, all like its first one but for their names and rows. */
async function runWithGroups(groupCount: number): Promise<string> {
  const { directory } = await smallRun(folder, `groups-${groupCount}`);
  await finish(directory);
  const { groups, ...head } = JSON.parse(readFileSync(paths.result(directory), 'utf8'));
  const [like] = groups;
  const fd = openSync(paths.result(directory), 'w');
  writeSync(fd, `${JSON.stringify(head).slice(0, -1)},"groups":[`);
  for (let group = 0; group < groupCount; group++) {
    const text = JSON.stringify({ ...like, key: { station: `s${group}` }, rows: (group * 7919) % groupCount });
    writeSync(fd, group === 0 ? text : `,${text}`);
  }
  writeSync(fd, ']}\n');
  closeSync(fd);
  return directory;
}

async function report(run: string): Promise<Taken> {
  // Half of what the groups take as text.
  const heap = '--max-old-space-size=128';
  const flags = thisRuntime === 'node' ? [heap] : ['-A', `--v8-flags=${heap}`];
  const command = commandFor('test/pipeline/report/report-process.ts', thisRuntime, flags);
  const { exitCode, stdout, stderr } = await start([...command, run]).ended;
  assert.is(exitCode, 0, stderr);
  return JSON.parse(stdout) as Taken;
}

test('its memory does not grow with the number of groups', async () => {
  const small = await report(await runWithGroups(10_000));
  const run = await runWithGroups(600_000);
  const resultBytes = statSync(paths.result(run)).size;
  const large = await report(run);
  assert.ok(resultBytes > 200e6, `${resultBytes} bytes`);
  const grown = large.peakBytes - small.peakBytes;
  // Runtimes differ in how far they let the heap grow before they collect; the result as text would take twice this.
  assert.ok(
    grown < 128e6,
    `${large.ms} ms; ${Math.round(grown / 1e6)} MB more for ${Math.round(resultBytes / 1e6)} MB`,
  );
  assert.ok(statSync(paths.report(run)).size < 4e6, 'only the largest groups are in the page');
});

test.run();
