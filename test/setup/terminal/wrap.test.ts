import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { wrapped } from '../../../setup/terminal/wrap.ts';

const test = suite('a paragraph is broken between its words');

test('lines are as wide as they may be, and a word that is wider stands alone', () => {
  assert.equal(wrapped('one two three', 7), ['one two', 'three']);
  assert.equal(wrapped('a incomprehensible word', 6), ['a', 'incomprehensible', 'word']);
  assert.equal(wrapped('año niño', 8), ['año niño'], 'an accent takes no place of its own');
});

test('no word is lost, and no line is too wide', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-zñ]{1,9}$/), { minLength: 1 }),
      fc.integer({ min: 9, max: 40 }),
      (words, columns) => {
        const lines = wrapped(words.join(' '), columns);
        assert.is(lines.join(' '), words.join(' '));
        assert.ok(lines.every((line) => line.length <= columns));
      },
    ),
  );
});

test.run();
