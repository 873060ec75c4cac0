import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { wordsBelowCommonFolder } from '../../../pipeline/input/common-folder.ts';
import { scratchFolder, writeFiles } from './scratch.ts';

const test = suite('an input is named as it was typed, below the folder that holds all of it');
const folder = scratchFolder();
writeFiles(folder, { 'a/x.csv': '', 'b/x.csv': '', 'a/[1].csv': '' });

const below = (...words: string[]) => wordsBelowCommonFolder(words, folder);

test('a file and a folder have their base names, wherever they were typed', () => {
  assert.equal(below('a/x.csv'), ['x.csv']);
  assert.equal(below('./a/'), ['a']);
  assert.equal(below(join(folder, 'a')), ['a']);
  assert.equal(wordsBelowCommonFolder(['../b/x.csv'], join(folder, 'a')), ['x.csv']);
});

test('several keep what tells them apart', () => {
  assert.equal(below('a/x.csv', 'b/x.csv'), ['a/x.csv', 'b/x.csv']);
  assert.equal(below('a/x.csv', 'b'), ['a/x.csv', 'b']);
  assert.equal(below('a', 'b', join(folder, 'c/d')), ['a', 'b', 'c/d']);
});

test('a pattern begins with its first special character, and a name that exists is none', () => {
  assert.equal(below('a/*.csv'), ['*.csv']);
  assert.equal(below('**/*.csv', 'b'), ['**/*.csv', 'b']);
  assert.equal(below('a/*/c/?.csv', 'b/x.csv'), ['a/*/c/?.csv', 'b/x.csv']);
  assert.equal(below('a/[1].csv'), ['[1].csv']);
});

test('the root tells no path', () => {
  assert.equal(below('/home/ana/x.csv', '/mnt/y.csv', '/*.csv'), ['x.csv', 'y.csv', '*.csv']);
  assert.equal(below('/'), ['.']);
});

test.run();
