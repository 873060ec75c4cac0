import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DescribeDetails } from '../../../pipeline/jobs/describe/process.ts';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import type { AttemptSummary } from '../../../pipeline/runs/attempts.ts';
import { keepFilesInMemory, long, onlyLong } from '../../oracle/runs.ts';
import { assertNearest, assertNearestRoot } from '../exact/nearest.ts';
import { scratchFolder } from '../input/scratch.ts';
import { digest, drive } from '../run/driven.ts';
import { driveElsewhere } from '../run/other-process.ts';

keepFilesInMemory();
const test = suite('fault 47: values that are all distinct are spilled, and stay exact');
const folder = scratchFolder();
const mebibyte = 1 << 20;

/** The values 0.000, 1.017, 2.034 … each once, in an order that visits all of them; so many that none fits a dense table. */
const stride = 1017n;
function writeDistinct(path: string, count: number): string {
  const fd = openSync(path, 'w');
  // Coprime with every count used here: the walk meets each index once.
  const step = 700_001;
  let lines: string[] = ['key,value\n'];
  for (let index = 0, at = 0; index < count; index++, at = (at + step) % count) {
    const thousandths = at * Number(stride);
    lines.push(`${at % 3},${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, '0')}\n`);
    if (lines.length === 20_000) {
      writeSync(fd, lines.join(''));
      lines = [];
    }
  }
  writeSync(fd, lines.join(''));
  closeSync(fd);
  return path;
}

/** What the values must give, from sums of powers of the first whole numbers. */
function assertExact(result: string, count: number): void {
  const found = JSON.parse(result).groups[0].columns.value;
  const n = BigInt(count);
  assert.equal([found.count, found.missing, found.invalid, found.modeCount], [count, 0, 0, 1]);
  assert.equal([found.min, found.mode], [0, 0]);
  assertNearest(found.max, stride * (n - 1n), 1000n);
  assertNearest(found.sum, (stride * n * (n - 1n)) / 2n, 1000n);
  assertNearest(found.mean, stride * (n - 1n), 2000n);
  assertNearest(found.variance, stride * stride * (n * n - 1n), 12_000_000n);
  assertNearestRoot(found.std, stride * stride * (n * n - 1n), 12_000_000n);
  for (const p of [10n, 25n, 50n, 75n, 90n]) {
    assertNearest(found.percentiles[String(p)], stride * p * (n - 1n), 100_000n);
  }
  assertNearest(found.kurtosis, -6n * (n * n + 1n), 5n * (n * n - 1n));
  assert.is(found.skewness, 0);
  assert.equal(new Set(found.histogram.counts), new Set([count / 20]));
}

function segmentsOf(directory: string, partition: number): number {
  const text = readFileSync(join(paths.attempt(directory, partition, 1), 'attempt.json'), 'utf8');
  return ((JSON.parse(text) as AttemptSummary).totals.details as DescribeDetails).segments;
}

test('300,000 of them: spilled or not, whole or by key, the bytes are the same', async () => {
  const input = writeDistinct(join(folder, 'modest.csv'), 300_000);
  for (const by of [[], [{ column: 'key', unit: 'value' as const }]]) {
    const run = (name: string, memoryBytes: number, partitions: number) => {
      const out = join(folder, `${name}-${by.length}`);
      return drive({ inputs: [input], partitions, out, describe: { columns: ['value'], by } }, { memoryBytes });
    };
    const roomy = await run('roomy', 256 * mebibyte, 1);
    assert.is(segmentsOf(roomy.directory, 0), 1);
    if (by.length === 0) assertExact(roomy.result, 300_000);
    const tight = await run('tight', mebibyte, 2);
    assert.ok(segmentsOf(tight.directory, 0) > 2 && segmentsOf(tight.directory, 1) > 2, 'it was spilled');
    assert.is(digest(tight.result), digest(roomy.result));
  }
});

test('values with one decimal and with two: more of each than the kernel writes at once', async () => {
  const count = 70_000;
  const rows = Array.from({ length: count }, (_, index) => `a,${index}${index % 2 === 0 ? '.5' : '.25'}\n`);
  const input = join(folder, 'two-scales.csv');
  writeFileSync(input, `key,value\n${rows.join('')}`);
  for (const partitions of [1, 3]) {
    const out = join(folder, `two-scales-${partitions}`);
    const { result } = await drive({ inputs: [input], partitions, out, describe: { columns: ['value'], window: 3 } });
    const { sum, min, max, modeCount, percentiles } = JSON.parse(result).groups[0].columns.value;
    const half = count / 2;
    assert.is(sum, (count * (count - 1)) / 2 + half * 0.5 + half * 0.25);
    assert.equal([min, max, modeCount], [0.5, count - 0.75, 1]);
    // The middle two are (half − 1).25 and half.5.
    assert.is(percentiles['50'], half - 0.125);
  }
});

test('5,000,000 of them in 32 MiB of values: the whole process stays small', async () => {
  if (!long) {
    onlyLong();
    return;
  }
  const input = writeDistinct(join(folder, 'many.csv'), 5_000_000);
  const cut = { inputs: [input], partitions: 1, describe: { columns: ['value'] } };
  const elsewhere = (name: string, memoryBytes: number) =>
    driveElsewhere([{ cut: { ...cut, out: join(folder, name) }, request: { workers: 1, memoryBytes } }]);
  const [tight] = await elsewhere('many-tight', 32 * mebibyte);
  assert.is(tight?.error, undefined);
  assert.ok(segmentsOf(join(folder, 'many-tight'), 0) > 3, 'it was spilled');
  assert.ok((tight?.peakBytes ?? 0) < 200 * mebibyte, `${(tight?.peakBytes ?? 0) / mebibyte} MiB at most`);
  assertExact(readFileSync(paths.result(join(folder, 'many-tight')), 'utf8'), 5_000_000);
  const [roomy] = await elsewhere('many-roomy', 1024 * mebibyte);
  assert.is(tight?.digest, roomy?.digest);
});

test.run();
