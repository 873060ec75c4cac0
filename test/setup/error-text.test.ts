import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError, usageError } from '../../pipeline/errors.ts';
import { errorLines } from '../../setup/error-text.ts';

const test = suite('an error says what failed and what to type next');

const invocation = { argv: ['node', '/usr/bin/enjambre'], cwd: '/lab' };
const lines = (error: unknown) => errorLines(error, invocation);

test('a short one takes one line, a long one two', () => {
  assert.equal(lines(usageError('There is no run "x"', 'enjambre runs')), ['There is no run "x". Next: enjambre runs']);
  const long = `Cannot read "${'x'.repeat(80)}"`;
  assert.equal(lines(usageError(long, 'look at it')), [`${long}.`, 'Next: look at it']);
});

test('a sentence that has its end gets no second one', () => {
  assert.equal(lines(usageError('It is there already.')), ['It is there already.']);
  assert.equal(lines(usageError('No option --colum; did you mean --column?')), [
    'No option --colum; did you mean --column?',
  ]);
});

test('control characters in what was typed are shown as escapes', () => {
  assert.equal(lines(usageError('no "\u001b[31m"')), ['no "\\x1b[31m".']);
});

test('what the system refused is no fault of the program', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
  assert.equal(lines(full), [
    'The system refused: ENOSPC: no space left on device, write. Next: free some space on that disk',
  ]);
});

test('anything else is, and comes with its trace and how to report it', () => {
  const text = lines(new TypeError('x is not a function')).join('\n');
  assert.match(text, /^This is a fault of the program/);
  assert.match(text, /TypeError: x is not a function\n +at /);
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  assert.match(text, `enjambre ${version}`);
  assert.match(lines('just text').join('\n'), 'just text');
  assert.match(lines(new EnjambreError('known', { code: 'x' })).join('\n'), /^known\.$/);
});

test.run();
