import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Ended, ended } from '../command.ts';

const test = suite('on a terminal, nodes being set up are a live list that leaves the terminal as it was');

const isSource = import.meta.url.endsWith('.ts');
const script = fileURLToPath(new URL(isSource ? './draw-lab.ts' : './draw-lab.js', import.meta.url));
const ESCAPES = new RegExp(`${'\u001b'}\\[[0-9;?]*[A-Za-z]`, 'g');

/** Draws with standard output at a pipe, as when the plan goes to a file, and standard error as a terminal. */
function drawn(which: string): Promise<Ended> {
  const { NO_COLOR: _, CI: __, ...env } = process.env;
  const words = [...(isSource ? ['run', '-A'] : []), script, which];
  return ended(spawn(process.execPath, words, { env: { ...env, TERM: 'xterm' }, stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** The lines of the last picture, and what comes after it. */
function lastPicture(stderr: string): string[] {
  return (stderr.split('\u001b[G').at(-1) ?? '').replace(ESCAPES, '').split(/\r?\n/).filter(Boolean);
}

test('what goes on at each node is shown, as wide as the terminal at most', async () => {
  const { code, stdout, stderr } = await drawn('all');
  assert.equal([code, stdout], [0, '']);
  const text = stderr.replace(ESCAPES, '');
  for (const part of ['Install packages', 'packages: Run apt', 'packages: \\x1b[2JGet:1 http'])
    assert.match(text, part);
  const lines = text.split(/\r?\n/);
  assert.ok(lines.every((line) => line.length <= 80));
  assert.match(text, /…\r?\n/);
});

test('at the end each node has a line, and what comes after stands below', async () => {
  const { stderr } = await drawn('all');
  assert.equal(lastPicture(stderr), [
    '✔ manager: 2 changes',
    '✖ worker1: failed after 0 changes',
    '✔ worker2: nothing to do',
    'after it',
  ]);
});

test('the cursor is shown again, and nothing is told of an error but that there is one', async () => {
  const { stderr } = await drawn('all');
  assert.ok(stderr.lastIndexOf('\u001b[?25h') > stderr.lastIndexOf('\u001b[?25l'));
  assert.match(stderr, '\u001b[?25l');
  assert.not.match(stderr, 'its disk is full');
});

test('it comes to its end even if a node never does', async () => {
  const { code, stderr } = await drawn('some');
  assert.is(code, 0);
  assert.match(lastPicture(stderr).join('\n'), 'worker2: not finished');
});

test.run();
