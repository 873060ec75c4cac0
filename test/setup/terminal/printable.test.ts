import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { printable, shortened } from '../../../setup/terminal/printable.ts';

const test = suite('text from data cannot take over the terminal');

test('control characters are shown as escapes, letters as they are', () => {
  assert.is(printable('a\u001b[2Jb\u009bc'), 'a\\x1b[2Jb\\x9bc');
  assert.is(printable('one\ntwo\r\tthree\0'), 'one\\ntwo\\r\\tthree\\x00');
  assert.is(printable('right\u202eleft'), 'right\\u202eleft');
  assert.is(printable('Bogotá D.C., 气温'), 'Bogotá D.C., 气温');
});

test('long text is cut between characters, never inside one', () => {
  assert.is(shortened('ValorObservado', 14), 'ValorObservado');
  assert.is(shortened('ValorObservado', 6), 'Valor…');
  const family = '👩‍👩‍👧';
  assert.is(shortened(`${family}${family}${family}`, 2), `${family}…`);
  const decomposed = 'áé'.normalize('NFD');
  assert.is(shortened(`${decomposed}xyz`, 3), `${decomposed}…`);
});

test.run();
