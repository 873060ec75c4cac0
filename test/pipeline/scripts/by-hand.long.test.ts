import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { readManifest } from '../../../pipeline/run-dir/read-manifest.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder, writeFiles } from '../input/scratch.ts';
import { digest, drive, resultOf } from '../run/driven.ts';
import { writeQuotedRows } from '../run/quoted-data.ts';
import { smallCsv } from '../runs/small-runs.ts';
import { done, followAdvice, script } from './by-hand.ts';

keepFilesInMemory();
const test = suite('the three scripts work by hand, one partition at a time');
const folder = scratchFolder();
writeFiles(folder, { 'data.csv': smallCsv(500) });
const input = join(folder, 'data.csv');

const split = (name: string, ...more: string[]) =>
  done('split', ['describe', input, '--out', join(folder, name), ...more]);
const rowsOf = (stdout: string) => Number(/: (\d+) rows/.exec(stdout)?.[1]);

test('split, process and combine give what the driver gives', async () => {
  const run = join(folder, 'whole');
  const options = ['--by', 'station', '--window', '20', '--percentiles', '1,50,99', '--bins', '4', '--column', 'value'];
  const { stdout, stderr } = await split('whole', '--partitions', '3', ...options);
  const lines = stdout.trimEnd().split('\n');
  assert.is(lines.length, 3);
  assert.match(lines[0] ?? '', /^partition 0: data\.csv \[19, \d+\)$/);
  assert.match(stderr, /delimiter/);
  let rows = 0;
  for (const index of [2, 0, 1]) rows += rowsOf((await done('process', [run, '--partition', `${index}`])).stdout);
  assert.is(rows, 500);
  const { stdout: written } = await done('combine', [run]);
  assert.equal(written.trimEnd().split('\n'), [paths.result(run), paths.resultCsv(run)]);
  const { result } = await drive({
    inputs: [input],
    describe: {
      by: [{ column: 'station', unit: 'value' }],
      window: 20,
      percentiles: ['1', '50', '99'],
      bins: 4,
      columns: ['value'],
    },
    partitions: 1,
    out: join(folder, 'driven'),
  });
  assert.is(resultOf(run), result);
});

test('the partition may come from the environment; 0 is one like any other', async () => {
  const run = join(folder, 'environment');
  await split('environment', '--partitions', '2');
  const { stdout } = await done('process', [run], { PARTITION: '0' });
  assert.match(stdout, /^partition 0, attempt 1: \d+ rows from byte 19 to byte \d+\n$/);
  assert.ok(rowsOf(stdout) > 200);
  assert.match((await done('process', [run, '--partition', '1'], { PARTITION: '0' })).stdout, /^partition 1,/);
  const none = await script('process', [run], { PARTITION: '' });
  assert.is(none.exitCode, 2);
  assert.match(none.stderr, /Name the partition\. Next: add --partition N, or set PARTITION/);
});

test('attempts are numbered, by hand or one after another', async () => {
  const run = join(folder, 'numbered');
  await split('numbered', '--partitions', '2');
  const attempt = async (...more: string[]) => {
    const { stdout } = await done('process', [run, '--partition', '1', ...more]);
    return Number(/attempt (\d+)/.exec(stdout)?.[1]);
  };
  assert.equal([await attempt(), await attempt(), await attempt('--attempt', '7'), await attempt()], [1, 2, 7, 8]);
  const partials = [1, 2, 7, 8].map((number) =>
    digest(readFileSync(join(paths.attempt(run, 1, number), 'partial.bin'))),
  );
  assert.is(new Set(partials).size, 1);
  const taken = await script('process', [run, '--partition', '1', '--attempt', '7']);
  assert.is(taken.exitCode, 2, taken.stderr);
  assert.match(taken.stderr, /[Aa]ttempt 7 .*\. Next: /);
  assert.equal(readdirSync(paths.attempts(run, 1)).sort(), ['1', '2', '7', '8']);
});

test('less memory gives the same partial', async () => {
  const run = join(folder, 'memory');
  await split('memory', '--partitions', '2');
  await done('process', [run, '--partition', '0']);
  await done('process', [run, '--partition', '0', '--memory', '1']);
  const [first, second] = [1, 2].map((number) => readFileSync(join(paths.attempt(run, 0, number), 'partial.bin')));
  assert.equal(second, first);
});

test('a partition that was not processed is named, with the command that does it', async () => {
  const run = join(folder, 'missing');
  await split('missing', '--partitions', '2');
  for (const index of [0, 1]) {
    const { exitCode, stderr } = await script('combine', [run]);
    assert.is(exitCode, 1);
    assert.ok(stderr.startsWith(`Partition ${index} has not been processed`), stderr);
    await followAdvice(stderr);
  }
  await done('combine', [run]);
  assert.ok(existsSync(paths.result(run)));
});

test('a cut inside a quoted field is named, with the command that mends it', async () => {
  const quoted = join(folder, 'quoted.csv');
  writeQuotedRows(quoted, 150_000, 30_000);
  const run = join(folder, 'broken');
  await done('split', ['describe', quoted, '--out', run, '--partitions', '4', '--column', 'value']);
  for (let index = 0; index < 4; index++) await done('process', [run, '--partition', `${index}`]);
  let mended = 0;
  for (;;) {
    const { exitCode, stderr } = await script('combine', [run]);
    if (exitCode === 0) break;
    assert.match(stderr, /Partition \d+ was cut inside a quoted field: its first record starts at \d+/);
    assert.not.ok(existsSync(paths.result(run)));
    await followAdvice(stderr);
    assert.ok(++mended <= 4, 'each partition needs it once at most');
  }
  assert.ok(mended > 0, 'no cut was wrong: the file is no test');
  const out = join(folder, 'broken-driven');
  const { result } = await drive({ inputs: [quoted], describe: { columns: ['value'] }, out, partitions: 1 });
  assert.is(digest(resultOf(run)), digest(result));
});

test('a start that is given is kept to', async () => {
  const run = join(folder, 'start');
  await split('start', '--partitions', '2');
  const [, second] = readManifest(run).partitions;
  const at = second?.slices[0]?.start ?? 0;
  const text = readFileSync(input, 'latin1');
  const next = text.indexOf('\n', at) + 1;
  const { stdout } = await done('process', [run, '--partition', '1', '--start', `${next}`]);
  assert.ok(stdout.includes(`from byte ${next} to byte ${text.length}`), stdout);
});

test('what cannot be meant is refused as usage', async () => {
  const run = join(folder, 'usage');
  await split('usage', '--partitions', '2');
  const calls: [Parameters<typeof script>, RegExp][] = [
    [
      ['process', [run, '--partition', '2']],
      /There is no partition 2\. Next: --partition takes a number from 0 to 1\n/,
    ],
    [['process', [run, '--partition', '-1']], /partition/],
    [['process', [run, '--partition', '1.5']], /--partition "1\.5" is not a whole number/],
    [['process', [run, '--partition', '0', '--attempt', '0']], /--attempt "0" is not a whole number of at least 1/],
    [['process', [run, '--part', '0']], /--part/],
    [['process', []], /Name one run directory/],
    [['process', [join(folder, 'nowhere'), '--partition', '0']], /There is no run in .*nowhere/],
    [['combine', [join(folder, 'nowhere')]], /There is no run in .*nowhere/],
    [['split', ['describe', input]], /Name the directory of the run\. Next: add --out/],
    [['split', ['describe']], /Name a job and its input/],
    [['split', ['guess', input, '--out', join(folder, 'x')]], /There is no job "guess"\. Next: one of: describe/],
    [['split', ['describe', input, '--out', run]], /already holds a run/],
    [['split', ['describe', join(folder, 'date.csv'), '--out', join(folder, 'x')]], /no such file.*data\.csv/],
    [['split', ['describe', input, '--out', join(folder, 'x'), '--column', 'valeu']], /"valeu".*value/],
    [['split', ['describe', input, '--out', join(folder, 'x'), '--window', '0']], /--window/],
  ];
  const endings = await Promise.all(calls.map(([call]) => script(...call)));
  for (const [index, [call, says]] of calls.entries()) {
    const { exitCode, stderr } = endings[index] as (typeof endings)[number];
    assert.is(exitCode, 2, `${call[0]} ${call[1].join(' ')}: ${stderr}`);
    assert.match(stderr, says);
    assert.not.match(stderr, /^ {4}at /m, 'nobody wants to see a stack');
  }
  assert.not.ok(existsSync(join(folder, 'x')), 'what is refused leaves nothing');
});

test('an attempt of another run is refused', async () => {
  const run = join(folder, 'mixed');
  await split('mixed', '--partitions', '1');
  await split('other', '--partitions', '1', '--window', '3');
  await done('process', [run, '--partition', '0']);
  const manifest = JSON.parse(readFileSync(paths.manifest(run), 'utf8'));
  const other = readManifest(join(folder, 'other'));
  writeFileSync(paths.manifest(run), JSON.stringify({ ...manifest, jobIdentity: other.jobIdentity }));
  const { exitCode, stderr } = await script('combine', [run]);
  assert.is(exitCode, 1);
  assert.match(stderr, /partition 0 cannot be used: it belongs to another job or input/);
  assert.not.ok(existsSync(paths.result(run)));
});

test('values that are refused are told by the partition, and by combine', async () => {
  writeFiles(folder, { 'strict.csv': 'k,v\na,1\na,oops\n' });
  const run = join(folder, 'strict');
  await done('split', ['describe', join(folder, 'strict.csv'), '--out', run, '--strict', '--column', 'v']);
  const refused = await script('process', [run, '--partition', '0']);
  assert.is(refused.exitCode, 2);
  assert.match(refused.stderr, /Partition 0 is refused: at byte 10, .*oops/);
  const combined = await script('combine', [run]);
  assert.is(combined.exitCode, 1);
  assert.match(combined.stderr, /partition 0 was refused: .*oops/);
});

for (const name of ['split', 'process', 'combine'] as const) {
  test(`${name} --help says what to type`, async () => {
    const { stdout } = await done(name, ['--help']);
    assert.match(stdout, new RegExp(`node dist/${name}\\.js`));
    assert.match(stdout, /deno run --allow-read/);
  });
}

test('combine --original-names writes the files of the original system', async () => {
  const run = join(folder, 'originals');
  await split('originals', '--partitions', '2', '--column', 'value');
  for (const index of ['0', '1']) await done('process', [run, '--partition', index]);
  await done('combine', [run, '--original-names']);
  assert.equal(readdirSync(join(run, 'original')).sort(), [
    'combined_results.csv',
    'result_part_0.csv',
    'result_part_1.csv',
  ]);
  const [header = '', line = ''] = readFileSync(join(run, 'original/combined_results.csv'), 'utf8').split('\n');
  const at = header.split(',').indexOf('temperatura_promedio');
  const { mean } = JSON.parse(resultOf(run)).groups[0].columns.value;
  assert.is(line.split(',')[at], String(mean));
});

test('words: names with control characters do not break the line, counts are of words, options of rows are refused', async () => {
  writeFiles(folder, { 'texts/two\nlines': 'uno dos', 'texts/b.txt': 'tres' });
  const [texts, run] = [join(folder, 'texts'), join(folder, 'text-run')];
  const { stdout } = await done('split', ['words', texts, '--partitions', '3', '--out', run]);
  assert.match(stdout, '"two\\nlines" [0, 3)');
  assert.is(stdout.trimEnd().split('\n').length, 3);
  const read = [];
  for (const index of ['0', '1', '2']) read.push((await done('process', [run, '--partition', index])).stdout);
  assert.equal(read, [
    'partition 0, attempt 1: nothing to read\n',
    'partition 1, attempt 1: 2 words from byte 0 to byte 4\n',
    'partition 2, attempt 1: 1 word from byte 4 to byte 7\n',
  ]);
  const original = await script('combine', [run, '--original-names']);
  assert.is(original.exitCode, 2);
  assert.match(original.stderr, '--original-names is for describe');
  const materialized = await script('split', ['words', texts, '--materialize', '--out', join(folder, 'no')]);
  assert.match(materialized.stderr, '--materialize is for rows');
  const help = await done('split', ['words', '--help']);
  assert.not.match(help.stdout, /--(delimiter|decimal|materialize)/);
  assert.match((await done('split', ['--help'])).stdout, '--materialize');
});

test.run();
