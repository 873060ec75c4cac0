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
  return expandTextInputs(words, folder).files.map(({ path }) => relative(folder, path));
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
  const named = (word: string) => expandTextInputs([word], folder).files.map((found) => found.named);
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

test('what folders and patterns find twice is taken once, the file rather than the link; typed again it is refused', () => {
  writeFiles(folder, { 'twice/z.txt': 'text\n', 'twice/y.txt': 'text\n' });
  symlinkSync('z.txt', join(folder, 'twice/a-link.txt'));
  symlinkSync('loop', join(folder, 'twice/loop'));
  for (const words of [['twice'], ['twice/*'], ['twice', 'twice/*.txt'], ['twice/**']]) {
    assert.equal(expand(...words).sort(), ['twice/y.txt', 'twice/z.txt'], words.join(' '));
  }
  const { repeated } = expandTextInputs(['twice'], folder);
  assert.equal(repeated, [join(folder, 'twice/a-link.txt')]);
  assert.is(refusal('twice', './twice').code, 'input-twice');
  assert.is(refusal('twice/z.txt', 'twice/a-link.txt').code, 'input-twice');
});

test('folders and ** do not look into run directories; a typed one is taken as it is', () => {
  const run = (at: string) => ({
    [`${at}/manifest.json`]: '{}',
    [`${at}/events.jsonl`]: '',
    [`${at}/report.html`]: '',
  });
  writeFiles(folder, {
    'texts/a.txt': 'text\n',
    'texts/own/manifest.json': '{}',
    ...run('texts/runs/1'),
    ...run('texts/out'),
  });
  const kept = ['texts/a.txt', 'texts/own/manifest.json'];
  for (const word of ['texts', 'texts/**', 'texts/**/*']) assert.equal(expand(word), kept, word);
  assert.equal(expand('texts/**/*/manifest.json'), ['texts/own/manifest.json']);
  assert.is(expand('texts/*/report.html').length, 1);
  const { runFolders } = expandTextInputs(['texts'], folder);
  assert.equal(runFolders.sort(), [join(folder, 'texts/out'), join(folder, 'texts/runs/1')]);
  assert.is(expand('texts/out').length, 3);
  assert.equal(expand('texts/runs/1/report.html'), ['texts/runs/1/report.html']);
  assert.match(refusal('texts/runs').message, 'no file but those of earlier runs');
});

test('a link that leads nowhere is said to be one', () => {
  assert.match(refusal('a/deep/broken').message, 'it is a link that leads nowhere, to ');
  assert.match(refusal('a/deep/broken/x.txt').message, 'deep/broken" is a link that leads nowhere');
});

test('nothing to read is said', () => {
  assert.is(refusal('empty').code, 'input-none');
  assert.is(refusal().code, 'input-none');
  assert.is(refusal('*.csv').code, 'input-missing');
  assert.is(refusal('nothing.txt').code, 'input-missing');
});

test.run();
