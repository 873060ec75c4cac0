import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DescribeDetails } from '../../../pipeline/jobs/describe/process.ts';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import type { AttemptSummary } from '../../../pipeline/runs/attempts.ts';
import { keepFilesInMemory, long } from '../../oracle/runs.ts';
import { fromRoot } from '../../root.ts';
import { scratchFolder } from '../input/scratch.ts';
import { type Cut, digest, drive, finish, partitionsOf, plan } from './driven.ts';
import { driveElsewhere, findDeno, thisRuntime } from './other-process.ts';
import { writeQuotedRows } from './quoted-data.ts';

keepFilesInMemory();
const test = suite('a result has the same bytes, however the work was shared out');
const folder = scratchFolder();
const partitionCounts = [1, 2, 7, 64, 333];

const sample = fromRoot('docs/sample.csv');
const quoted = join(folder, 'quoted.csv');
const quotedRows = writeQuotedRows(quoted, 3_000_000, 20_000);

const cases: Record<string, Cut> = {
  'the sample': { inputs: [sample] },
  'the sample by station and month': {
    inputs: [sample],
    describe: {
      columns: ['ValorObservado'],
      by: [
        { column: 'CodigoEstacion', unit: 'value' },
        { column: 'FechaObservacion', unit: 'month' },
      ],
      window: 24,
    },
  },
  'rows with line feeds in quotes': { inputs: [quoted], describe: { columns: ['value'] } },
  'rows with line feeds in quotes, by key': {
    inputs: [quoted],
    describe: { columns: ['value'], by: [{ column: 'key', unit: 'value' }], window: 50 },
  },
};

/** All numbers of partitions with one worker and with two; in the quick suite, a third of them in turn. */
function waysOf(name: string): { partitions: number; workers: number }[] {
  const turn = Object.keys(cases).indexOf(name);
  return partitionCounts
    .flatMap((partitions) => [1, 2].map((workers) => ({ partitions, workers })))
    .filter((_, index) => long || (index + turn) % 3 === 0);
}

let runCount = 0;
/** A cut into so many partitions, with a run directory of its own. */
function cutInto(partitions: number, cut: Cut): Cut & { out: string } {
  return { ...cut, partitions, out: join(folder, `run-${runCount++}`) };
}

async function drivenDigest(cut: Cut & { out: string }, workers: number, memoryBytes?: number): Promise<string> {
  const { result } = await drive(cut, { workers, ...(memoryBytes === undefined ? {} : { memoryBytes }) });
  rmSync(cut.out, { recursive: true });
  return digest(result);
}

/** What each case gives in one piece. */
const expected = new Map<string, string>();
for (const [name, cut] of Object.entries(cases)) {
  test(`${name}: any number of partitions, one worker or two`, async () => {
    const { result, ledger } = await drive(cutInto(1, cut), { workers: 1 });
    if (cut.inputs[0] === quoted) assert.is(ledger.rows, quotedRows);
    expected.set(name, digest(result));
    for (const { partitions, workers } of waysOf(name)) {
      const found = await drivenDigest(cutInto(partitions, cut), workers);
      assert.is(found, digest(result), `${partitions} partitions, ${workers} workers`);
    }
  });
}

test('on Deno as on Node', async () => {
  if (thisRuntime === 'deno' || findDeno() === null) {
    console.log(`skipped: ${thisRuntime === 'deno' ? 'the run on Node compares them' : 'no Deno is installed'}`);
    return;
  }
  const wanted = Object.entries(cases)
    .filter(([, { describe }]) => long || describe?.by !== undefined)
    .flatMap(([name, cut]) => waysOf(name).map((way) => ({ ...way, name, cut })));
  const errands = wanted.map(({ cut, partitions, workers }) => ({
    cut: cutInto(partitions, cut),
    request: { workers },
  }));
  const reports = await driveElsewhere(errands, 'deno');
  for (const [index, { name, partitions }] of wanted.entries()) {
    const { digest: found, error } = reports[index] ?? {};
    assert.is(found, expected.get(name), `${name}, ${partitions} partitions: ${error?.message ?? 'other bytes'}`);
  }
});

test('cuts inside quoted fields are found out and made again', async () => {
  for (const name of ['rows with line feeds in quotes', 'rows with line feeds in quotes, by key']) {
    const { result, events, ledger } = await drive(cutInto(64, cases[name] as Cut));
    const recuts = partitionsOf(events, 'recut');
    assert.ok(recuts.length > 10, `only ${recuts.length} cuts were wrong: the file is no test of them`);
    assert.is(new Set(recuts).size, recuts.length, 'each at most once');
    assert.is(digest(result), expected.get(name));
    assert.ok(ledger.checks.every(({ holds }) => holds));
  }
});

test('with all that makes an attempt fail the first time', async () => {
  const name = 'rows with line feeds in quotes, by key';
  const { directory } = await plan(cutInto(9, cases[name] as Cut));
  const unlucky = [0, 3, 4, 8];
  mkdirSync(join(directory, 'attempts'));
  // An attempt cannot be made where a link leads nowhere.
  for (const index of unlucky) symlinkSync(join(folder, 'nowhere', String(index)), paths.attempts(directory, index));
  const { result, events } = await finish(
    directory,
    { workers: 2, attempts: 2 },
    {
      onEvent: (event) => {
        if (event.type === 'failed') rmSync(paths.attempts(directory, event.partition));
      },
    },
  );
  assert.equal(partitionsOf(events, 'failed').sort(), unlucky);
  assert.is(digest(result), expected.get(name));
});

test('with so little memory that everything is spilled', async () => {
  for (const [name, cut] of Object.entries(cases)) {
    if (!long && name !== 'the sample by station and month') continue;
    const spilling = cutInto(3, cut);
    const { result } = await drive(spilling, { workers: 2, memoryBytes: 1 });
    assert.ok(mostSegments(spilling.out) > 1000, `${name}: ${mostSegments(spilling.out)} segments are no spilling`);
    assert.is(digest(result), expected.get(name), name);
  }
});

/** Of all attempts of a run, the most times that one wrote its memory out. */
function mostSegments(directory: string): number {
  const counts = readdirSync(join(directory, 'attempts')).map((partition) => {
    const text = readFileSync(join(paths.attempt(directory, Number(partition), 1), 'attempt.json'), 'utf8');
    return ((JSON.parse(text) as AttemptSummary).totals.details as DescribeDetails).segments;
  });
  return Math.max(...counts);
}

test.run();
