import { mkdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EnjambreError } from '../../../pipeline/errors.ts';
import { expandTextInputs } from '../../../pipeline/input/text-paths.ts';
import { scratchFolder, writeFiles } from './scratch.ts';

const test = suite('typed names, folders and patterns become a list of text files');
const folder = scratchFolder();
const names = [
  'b.txt',
  'a/z',
  'a/B.txt',
  'a/deep/c.md',
  'a/two words.txt',
  'a/line\nfeed.txt',
  'a-b.txt',
  'a/ñ',
  'a/😀',
  'a/ﬁ',
];
writeFiles(folder, Object.fromEntries(names.map((name) => [name, 'text\n'])));
writeFiles(folder, { '.hidden': '', 'a/.git/config': '', 'a/.b.txt': '', 'x[1].txt': '', '*': '' });
mkdirSync(join(folder, 'empty'));
symlinkSync(join(folder, 'a'), join(folder, 'a/deep/loop'));
symlinkSync(join(folder, 'nowhere'), join(folder, 'a/deep/broken'));

function expand(...words: string[]): string[] {
  return expandTextInputs(words, folder).map(({ path }) => relative(folder, path));
}

function refusal(...words: string[]): EnjambreError {
  try {
    expand(...words);
  } catch (error) {
    return error as EnjambreError;
  }
  throw new Error('it was not refused');
}

test('a folder is every file below it, by the bytes of their paths, hidden ones left out', () => {
  const below = ['a/B.txt', 'a/deep/c.md', 'a/line\nfeed.txt', 'a/two words.txt', 'a/z', 'a/ñ', 'a/ﬁ', 'a/😀'];
  assert.equal(expand('a'), below);
  assert.equal(expand('.'), ['*', 'a-b.txt', ...below, 'b.txt', 'x[1].txt']);
});

test('words keep their order', () => {
  assert.equal(expand('b.txt', 'a/deep', 'a-b.txt'), ['b.txt', 'a/deep/c.md', 'a-b.txt']);
});

test('a pattern is what it matches; a name that exists is no pattern', () => {
  assert.equal(expand('a/*.txt'), ['a/B.txt', 'a/line\nfeed.txt', 'a/two words.txt']);
  assert.equal(expand('x[1].txt'), ['x[1].txt']);
  assert.equal(expand('*'), ['*']);
});

test('only what a word names itself is named', () => {
  const named = (word: string) => expandTextInputs([word], folder).map((found) => found.named);
  assert.equal(named('b.txt'), [true]);
  assert.equal(named('a/deep'), [false]);
  assert.equal(named('b.*'), [false]);
});

test('a link to a folder is not followed, a link to a file is that file', () => {
  symlinkSync(join(folder, 'b.txt'), join(folder, 'a/deep/link'));
  assert.equal(expand('a/deep'), ['a/deep/c.md', 'a/deep/link']);
  assert.is(refusal('a/deep', 'b.txt').code, 'input-twice');
});

test('a file that is reached twice is refused', () => {
  assert.is(refusal('b.txt', './b.txt').code, 'input-twice');
  assert.is(refusal('a', 'a/deep/loop/z').code, 'input-twice');
  assert.match(refusal('a/z', 'a').message, 'named twice');
});

test('nothing to read is said', () => {
  assert.is(refusal('empty').code, 'input-none');
  assert.is(refusal().code, 'input-none');
  assert.is(refusal('*.csv').code, 'input-missing');
  assert.is(refusal('nothing.txt').code, 'input-missing');
});

test.run();
