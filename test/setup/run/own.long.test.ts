import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { DEFAULT_CHUNK_ROWS } from '../../../pipeline/jobs/own/frame-options.ts';
import { readEvents } from '../../../pipeline/run-dir/events.ts';
import { fromRoot } from '../../root.ts';
import { inFolder, runCommand } from '../command.ts';

const test = suite('enjambre run takes a job by its path');

const data = 'station,value\na,1\nb,2.5\na,4\nb,x\na,\n';
const sums = `import type { Decimal, Fold } from 'enjambre/job';

const options = {
  value: { type: 'column', description: 'what to add up', required: true },
  least: { type: 'number', description: 'leave out less', default: 0 },
} as const;

export default {
  summary: 'The sum of a column',
  options,
  empty: ({ exact }) => ({ sum: exact.zero }),
  add: (state, row, { exact, options }) => {
    const value = row.decimal(options.value);
    if (value !== null && exact.toNumber(value) >= options.least) state.sum = exact.add(state.sum, value);
  },
  merge: (a, b, { exact }) => ({ sum: exact.add(a.sum, b.sum) }),
  result: ({ sum }, { exact }) => ({ sum: exact.toNumber(sum) }),
} satisfies Fold<{ sum: Decimal }, typeof options>;
`;

/** A folder with the data and the job, whose name has a blank. */
const inJobFolder = (work: (cwd: string) => Promise<void>) =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'data.csv'), data);
    writeFileSync(join(cwd, 'my sum.ts'), sums);
    await work(cwd);
  });

test('with its own options and help, and a result as any other', () =>
  inJobFolder(async (cwd) => {
    const help = await runCommand(['run', './my sum.ts', '--help'], { cwd });
    assert.is(help.code, 0, help.stderr);
    assert.match(help.stdout, "enjambre run './my sum.ts' data.csv");
    assert.match(help.stdout, /--value <column> +what to add up \(required\)/);
    assert.match(help.stdout, /--least <number> +leave out less \(default: 0\)/);
    const words = ['run', './my sum.ts', 'data.csv', '--value', 'value', '--least', '2', '--partitions', '2'];
    const run = await runCommand([...words, '--out', 'out', '--no-report'], { cwd });
    assert.is(run.code, 0, run.stderr);
    assert.is(run.stdout, 'sum\n---\n6.5\n');
    assert.match(run.stderr, 'Reading data.csv, 35 B: delimiter ",", decimal mark ".", UTF-8; job \'./my sum.ts\'.');
    assert.equal(JSON.parse(readFileSync(join(cwd, 'out/result.json'), 'utf8')).result, { sum: 6.5 });
    // The run needs the job's file no more.
    writeFileSync(join(cwd, 'my sum.ts'), 'broken');
    const verify = await runCommand(['verify', 'out', '--partitions', '1,5'], { cwd });
    assert.is(verify.code, 0, verify.stderr);
  }));

test('what it is not given, and cannot have, is told before anything is made', () =>
  inJobFolder(async (cwd) => {
    const refusals: [string[], RegExp][] = [
      [[], /needs --value \(what to add up\).*Next: add --value <column>/s],
      [['--value', 'vale'], /There is no column "vale".*did you mean "value"/s],
      [['--value', 'value', '--least', 'x'], /--least "x" is not allowed.*--least takes a number/s],
      [['--value', 'value', '--lest', '1'], /has no option "--lest"; did you mean --least\?/],
    ];
    for (const [words, message] of refusals) {
      const { code, stderr } = await runCommand(['run', './my sum.ts', 'data.csv', ...words, '--out', 'out'], { cwd });
      assert.is(code, 2, words.join(' '));
      assert.match(stderr, message);
      assert.not.ok(existsSync(join(cwd, 'out')));
    }
    const missing = await runCommand(['run', './nothing.ts', 'data.csv'], { cwd });
    assert.is(missing.code, 2);
    assert.match(missing.stderr, /Cannot read ".*nothing.ts": no such file/);
  }));

test('check shows rows where a fold depends on its cuts', () =>
  inJobFolder(async (cwd) => {
    const options = ['--set', 'value=value', '--set', 'least=1'];
    const good = await runCommand(['check', 'my sum.ts', 'data.csv', ...options], { cwd });
    assert.is(good.code, 0, good.stderr);
    assert.match(good.stderr, /^my sum\.ts holds: the first 5 rows of data\.csv, cut and joined in \d+ ways/);
    const wrong = await runCommand(['check', fromRoot('docs/examples/wrong-merge.ts'), fromRoot('docs/sample.csv')]);
    assert.is(wrong.code, 1);
    assert.match(wrong.stderr, /^wrong-merge\.ts:17: cutting the input changes the result of this fold\.$/m);
    assert.match(wrong.stderr, /^With 3 rows of \S*sample\.csv\n.*\n {4}line 3: 26\.9$/m);
    const bare = await runCommand(['check', 'my sum.ts', 'data.csv', '--set', 'value'], { cwd });
    assert.match(bare.stderr, '--set "value" has no value. Next: write --set value=<column>');
    const missing = await runCommand(['check', 'my sum.ts', 'data.csv'], { cwd });
    assert.match(missing.stderr, 'The job needs value (what to add up). Next: add --set value=<column>');
    const unknown = await runCommand(['check', 'my sum.ts', 'data.csv', '--set', 'lowest=1'], { cwd });
    assert.match(
      unknown.stderr,
      /--set "lowest=1" names no option of the job\. Next: write name=value; one of: value, least/,
    );
  }));

test('what a failed job tells to type next is typed as it stands, and is in the report', () =>
  inJobFolder(async (cwd) => {
    const inner = join(cwd, 'inner');
    mkdirSync(inner);
    const wrong = sums.replace('state.sum = exact.add(state.sum, value)', 'state.summ.add(value)');
    writeFileSync(join(inner, 'my sum.ts'), wrong);
    const words = ['run', './my sum.ts', '../data.csv', '--value', 'value', '--out', 'my out', '--no-report'];
    const failed = await runCommand(words, { cwd: inner });
    assert.is(failed.code, 1);
    const [, next = ''] = /\nNext: mend my sum\.ts, then start a new run: (.*)\n/.exec(failed.stderr) ?? [];
    assert.match(next, / run '\.\/my sum\.ts' \.\.\/data\.csv --value value --out 'my out-2' --no-report$/);
    for (const [lang, label] of [
      ['en', 'Next:'],
      ['es', 'Siguiente paso:'],
    ] as const) {
      assert.is((await runCommand(['report', 'my out', '--lang', lang], { cwd: inner })).code, 0);
      const page = readFileSync(join(inner, 'my out/report.html'), 'utf8');
      assert.match(
        page,
        `<p>${label} <span lang="en">mend my sum.ts, then start a new run:</span></p>\n<pre class="command">`,
      );
      const command = /<pre class="command">(.*?)<\/pre>/
        .exec(page)?.[1]
        ?.replace(/<[^>]*>/g, '')
        .replaceAll('&#39;', "'");
      assert.is(command, `enjambre ${next.slice(next.indexOf(' run ') + 1)}`);
    }
    writeFileSync(join(inner, 'my sum.ts'), sums);
    assert.is(execFileSync('sh', ['-c', next], { cwd: inner, encoding: 'utf8', stdio: 'pipe' }), 'sum\n---\n7.5\n');
  }));

test('describe-frames sets the exact statistics beside its own', () =>
  inJobFolder(async (cwd) => {
    const words = ['run', 'describe-frames', 'data.csv', '--column', 'value', '--window', '2', '--partitions', '2'];
    const run = await runCommand([...words, '--workers', '1', '--out', 'out', '--no-report'], { cwd });
    assert.is(run.code, 0, run.stderr);
    assert.match(run.stdout, /^all /m);
    const started = readEvents(join(cwd, 'out/exact')).find(({ type }) => type === 'started');
    assert.is(started?.type === 'started' && started.workers, 1, 'as many as the frames had');
    const exact = JSON.parse(readFileSync(join(cwd, 'out/exact/result.json'), 'utf8'));
    assert.is(exact.groups[0].columns.value.mean, 2.5);
    const alone = await runCommand([...words, '--out', 'alone', '--no-report', '--no-exact'], { cwd });
    assert.is(alone.code, 0, alone.stderr);
    assert.not.ok(existsSync(join(cwd, 'alone/exact')));
    const help = await runCommand(['run', 'describe-frames', '--help'], { cwd });
    assert.match(help.stdout, '--no-exact');
    assert.match(help.stdout, `(default: ${DEFAULT_CHUNK_ROWS})`);
    rmSync(join(cwd, 'out/exact'), { recursive: true });
    const resumed = await runCommand(['resume', 'out', '--no-report'], { cwd });
    assert.is(resumed.code, 0, resumed.stderr);
    assert.ok(existsSync(join(cwd, 'out/exact/result.json')));
  }));

test.run();
