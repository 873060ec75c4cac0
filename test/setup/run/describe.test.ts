import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ended, enjambre, inFolder, runCommand, startCommand } from '../command.ts';

/** What every escape code begins with. */
const escapeCharacter = '\u001b';

const test = suite('from sample data to a table, a list and a proof');

test('the whole way goes by the commands that each one names next', () =>
  inFolder(async (cwd) => {
    const sample = await runCommand(['sample', '--rows', '3000', '--mess', '-o', 'data.csv'], { cwd });
    assert.is(sample.code, 0, sample.stderr);
    assert.is(sample.stdout, '');
    assert.match(sample.stderr, /run describe data\.csv --column ValorObservado$/m);
    const run = await runCommand(['run', 'describe', 'data.csv', '--column', 'ValorObservado'], { cwd });
    assert.is(run.code, 0, run.stderr);
    assert.match(run.stdout, /^statistic +ValorObservado$/m);
    assert.match(run.stdout, /^rollingVarianceSum +[\d.]+$/m);
    assert.match(
      run.stderr,
      'Reading data.csv, 472 kB: delimiter ",", decimal mark ".", UTF-8; measuring ValorObservado.',
    );
    assert.match(
      run.stderr,
      /^ValorObservado: [\d,]+ values, \d+ missing, \d+ invalid:\n {2}".*" in data\.csv, line \d+, byte \d+$/m,
    );
    const id = readdirSync(join(cwd, 'runs'))[0] ?? '';
    assert.match(run.stderr, `Result: runs/${id}/result.json and result.csv\n`);
    assert.match(run.stderr, new RegExp(`^Next: .* verify ${id}$`, 'm'));
    const verify = await runCommand(['verify', id, '--partitions', '1,3'], { cwd });
    assert.is(verify.code, 0, verify.stderr);
    assert.is(verify.stdout.match(/same bytes/g)?.length, 2);
    assert.match(verify.stdout, /^yes +partitions tile the input/m);
    assert.match(verify.stderr, 'Verified: 3,000 rows');
    const runs = await runCommand(['runs'], { cwd });
    assert.match(runs.stdout, new RegExp(`^${id} .* data\\.csv +finished +3,000$`, 'm'));
    assert.is(JSON.parse((await runCommand(['runs', '--json'], { cwd })).stdout)[0].id, id);
  }));

test('--json prints the bytes of result.json and nothing else, for run as for resume', () =>
  inFolder(async (cwd) => {
    await runCommand(['sample', '--rows', '2000', '-o', 'data.csv'], { cwd });
    const words = [
      'run',
      'describe',
      'data.csv',
      '--by',
      'Municipio',
      '--out',
      'out',
      '--json',
      '--no-report',
      '--compare-naive',
    ];
    const run = await runCommand([...words, '--partitions', '3'], { cwd });
    assert.is(run.code, 0, run.stderr);
    assert.is(run.stdout, readFileSync(join(cwd, 'out/result.json'), 'utf8'));
    assert.ok(JSON.parse(readFileSync(join(cwd, 'out/naive.json'), 'utf8')).length > 0);
    const resumed = await runCommand(['resume', 'out', '--json', '--no-report'], { cwd });
    assert.is(resumed.stdout, run.stdout);
    assert.match(resumed.stderr, 'This run is finished already.');
  }));

test('a result that differs fails its proof', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'data.csv'), 'v\n1\n2\n');
    await runCommand(['run', 'describe', 'data.csv', '--out', 'out', '--no-report'], { cwd });
    const path = join(cwd, 'out/result.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"mean":1.5', '"mean":1.6'));
    const { code, stdout, stderr } = await runCommand(['verify', 'out', '--partitions', '2'], { cwd });
    assert.is(code, 1);
    assert.match(stdout, /^ +2 +DIFFERENT/m);
    assert.match(stderr, 'The run out is not verified: 1 number of partitions gave another result.');
  }));

test('options reach the job: keys in their order, missing words, percentiles, window, bins', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'data.csv'), 'f;k;v\n2018-01-05;a;1,5\n2018-02-05;a;-99\n2018-02-06;b;x\n');
    const words = [
      'run',
      'describe',
      'data.csv',
      '--by-month',
      'f',
      '--by',
      'k',
      '-c',
      'v',
      '--no-report',
      '--missing',
      ',-99',
    ];
    const more = ['--percentiles', '50', '--window', '2', '--bins', '3', '--out', 'out', '--json', '--decimal', ','];
    const { code, stdout, stderr } = await runCommand([...words, ...more], { cwd });
    assert.is(code, 0, stderr);
    const { options, groups } = JSON.parse(stdout);
    assert.equal(options.by, [
      { column: 'f', unit: 'month' },
      { column: 'k', unit: 'value' },
    ]);
    assert.equal([options.missing, options.percentiles, options.window, options.bins], [['', '-99'], [50], 2, 3]);
    assert.equal(
      groups.map(({ key }: { key: object }) => Object.values(key)),
      [
        ['2018-01', 'a'],
        ['2018-02', 'a'],
        ['2018-02', 'b'],
      ],
    );
  }));

test('errors of the input end with exit code 1 or 2 and the next thing to do', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'data.csv'), 'v\n1\nx\n');
    const strict = await runCommand(['run', 'describe', 'data.csv', '-c', 'v', '--strict', '--out', 'strict'], { cwd });
    assert.is(strict.code, 1);
    assert.match(strict.stderr, /line 3, byte 4, "x" in column "v" is no number\.\s+Next: /);
    const absent = await runCommand(['run', 'describe', 'no.csv'], { cwd });
    assert.is(absent.code, 2);
    assert.match(absent.stderr, 'no.csv');
    assert.is((await runCommand(['resume', 'nothing'], { cwd })).code, 2);
    const verify = await runCommand(['verify', 'strict'], { cwd });
    assert.is(verify.code, 1);
    assert.match(verify.stderr, 'has no result yet');
    const sample = await runCommand(['sample', '-o', 'data.csv'], { cwd });
    assert.is(sample.code, 1);
    assert.match(sample.stderr, '--force');
  }));

test('without a terminal there is no escape code', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'data.csv'), 'k,v\n\u001b[31mred,1\n\u001b[0m,\u001b[2J\n');
    const env = { NO_COLOR: '', TERM: 'xterm-256color', FORCE_COLOR: '3' };
    const { code, stdout, stderr } = await runCommand(
      ['run', 'describe', 'data.csv', '-c', 'v', '--by', 'k', '--no-report'],
      {
        cwd,
        env,
      },
    );
    assert.is(code, 0, stderr);
    assert.match(stdout, '\\x1b[31mred');
    assert.not((stdout + stderr).includes(escapeCharacter));
    assert.not((stdout + stderr).includes('\r'));
  }));

test('a reader that has seen enough of a result is no error', () =>
  inFolder(async (cwd) => {
    await runCommand(['sample', '--rows', '5000', '-o', 'data.csv'], { cwd });
    const child = startCommand(
      [
        'run',
        'describe',
        'data.csv',
        '-c',
        'ValorObservado',
        '--by-day',
        'FechaObservacion',
        '--by',
        'CodigoEstacion',
        '--json',
        '--no-report',
      ],
      { cwd },
    );
    const end = ended(child);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { code, stderr } = await end;
    assert.is(code, 0, stderr);
    assert.not.match(stderr, /EPIPE|fault/);
  }));

test('a terminal shows one line that is drawn over; NO_COLOR, CI and TERM=dumb keep it plain', () =>
  inFolder(async (cwd) => {
    if (!existsSync('/usr/bin/script')) {
      console.log('skipped: there is no script(1) to make a terminal with');
      return;
    }
    await runCommand(['sample', '--rows', '20000', '-o', 'data.csv'], { cwd });
    const command = [...enjambre, 'run', 'describe', 'data.csv', '--no-report', '--partitions', '30']
      .map((word) => `'${word}'`)
      .join(' ');
    const onTerminal = (env: Record<string, string>) =>
      spawnSync('script', ['-qec', command, '/dev/null'], {
        cwd,
        encoding: 'utf8',
        env: { ...process.env, NO_COLOR: '', CI: '', TERM: 'xterm', ...env },
      });
    const drawn = onTerminal({});
    assert.is(drawn.status, 0, drawn.stdout);
    assert.match(drawn.stdout, /\rProcessing \d+ %[^\n]*\[K\r[^\n]*\[K20,000 rows in/);
    assert.not(drawn.stdout.includes(`${escapeCharacter}[?25l`), 'the cursor is not hidden');
    for (const env of [{ NO_COLOR: '1' }, { CI: 'true' }, { TERM: 'dumb' }]) {
      const plain = onTerminal(env);
      assert.match(plain.stdout, 'rows in');
      assert.not.match(plain.stdout, 'Processing');
      assert.not(plain.stdout.includes(escapeCharacter));
    }
  }));

test.run();
