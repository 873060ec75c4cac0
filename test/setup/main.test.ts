import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { DESCRIBE_DEFAULTS } from '../../pipeline/jobs/describe/options.ts';
import { SAMPLE_DEFAULTS } from '../../pipeline/sample/options.ts';
import { fromRoot } from '../root.ts';
import { importsOf, readSourceTree } from '../source-tree.ts';
import { ended, enjambre, runCommand, startCommand } from './command.ts';

const test = suite('the command shows itself');

/** A help text without its line breaks. */
const flat = (text: string) => text.replace(/\s+/g, ' ');

test('the version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string };
  for (const flag of ['--version', '-V']) {
    assert.equal(await runCommand([flag]), { code: 0, stdout: `${version}\n`, stderr: '' });
  }
});

test('help goes to standard output, examples before the options', async () => {
  const helps = [['--help'], ['-h'], ['help'], [], ['run', '--help'], ['run', 'describe', '-h'], ['resume', '--help']];
  const more = [
    ...['plan', 'apply', 'status', 'explain', 'trust', 'reset'].map((name) => [name, '--help']),
    ['runs', '--help'],
    ['verify', '--help'],
    ['sample', '--help'],
    ['help', 'verify'],
  ];
  for (const words of [...helps, ...more]) {
    const { code, stdout, stderr } = await runCommand(words);
    assert.is(code, 0, words.join(' '));
    assert.is(stderr, '', words.join(' '));
    const [examples, options] = [
      stdout.search(/^Examples?:$/m),
      stdout.search(/^Options:|^What to compute:|^Which lab:/m),
    ];
    assert.ok(examples >= 0 && examples < options, words.join(' '));
  }
});

test('help of set-up fits a terminal of 100 columns', async () => {
  const commands = [[], ...['plan', 'apply', 'status', 'explain', 'trust', 'reset'].map((name) => [name])];
  const helps = await Promise.all(commands.map((words) => runCommand([...words, '--help'])));
  const lines = helps.flatMap(({ stdout }) => stdout.split('\n'));
  assert.equal(
    lines.filter((line) => line.length > 100),
    [],
  );
});

test('help of describe tells the defaults that are used', async () => {
  const help = flat((await runCommand(['run', 'describe', '--help'])).stdout);
  const { window, bins, percentiles, missing } = DESCRIBE_DEFAULTS;
  assert.match(help, `rolling window (default: ${window})`);
  assert.match(help, `(default: ${bins})`);
  assert.match(help, `(default: ${percentiles.join(',')})`);
  assert.match(help, `(default: '${missing.join(',')}')`);
});

test('help of sample tells the defaults that are used', async () => {
  const help = (await runCommand(['sample', '--help'])).stdout;
  for (const name of ['rows', 'stations', 'seed', 'decimals'] as const) {
    assert.match(help, new RegExp(`--${name} .*\\(default: ${SAMPLE_DEFAULTS[name]}\\)`));
  }
});

test('nothing heavy is loaded before a command asks for it', () => {
  const imports = importsOf(readSourceTree(['setup', 'pipeline'])).filter(({ kind }) => kind === 'value');
  const loaded = new Set(['setup/main.ts']);
  for (const file of loaded) for (const { from, to } of imports) if (from === file) loaded.add(to);
  const heavy = [...loaded].filter((path) => !path.startsWith('setup/') && !path.startsWith('node:')).sort();
  assert.equal(heavy, ['commander', 'pipeline/errors.ts', 'pipeline/jobs/own/job-file.ts', 'pipeline/version.ts']);
});

test('output that cannot be written is a failure, told once', async () => {
  if (!existsSync('/dev/full')) {
    console.log('skipped: there is no /dev/full to write to');
    return;
  }
  const [program = '', ...words] = enjambre;
  const full = openSync('/dev/full', 'w');
  try {
    const stdio = ['ignore' as const, full, 'pipe' as const];
    const { status, stderr } = spawnSync(program, [...words, '--help'], { stdio, encoding: 'utf8' });
    assert.is(status, 1);
    assert.match(stderr, /^The system refused: [^\n]*\. Next: free some space on that disk\n$/);
  } finally {
    closeSync(full);
  }
});

test('a reader that has seen enough is no error', async () => {
  const child = startCommand(['--help']);
  const end = ended(child);
  child.stdout?.destroy();
  const { code, stderr } = await end;
  assert.equal([code, stderr], [0, '']);
});

test.run();
