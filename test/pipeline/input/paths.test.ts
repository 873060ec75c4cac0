import { mkdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EnjambreError } from '../../../pipeline/errors.ts';
import { fileError } from '../../../pipeline/input/open-file.ts';
import { expandInputs } from '../../../pipeline/input/paths.ts';
import { scratchFolder, writeFiles } from './scratch.ts';

const test = suite('typed names, folders and patterns become a list of input files');
const folder = scratchFolder();
const names = [
  'a.csv',
  'b.csv',
  'b.CSV.gz',
  'ñ.csv',
  'Z.csv',
  'a10.csv',
  'a9.csv',
  'x[1].csv',
  'notes.txt',
  '.hidden.csv',
];
writeFiles(folder, Object.fromEntries(names.map((name) => [name, 'v\n'])));
writeFiles(folder, {
  'years/2018/c.csv': '',
  'years/2019/d.csv': '',
  'years/2019/deep/e.csv': '',
  'years/.git/f.csv': '',
});
mkdirSync(join(folder, 'empty'));
mkdirSync(join(folder, 'years/folder.csv'));
symlinkSync(join(folder, 'a.csv'), join(folder, 'link-to-a'));
symlinkSync(join(folder, 'years'), join(folder, 'years/2018/loop'));

function expand(...words: string[]): string[] {
  return expandInputs(words, folder).map((path) => relative(folder, path));
}

function refusal(...words: string[]): EnjambreError {
  try {
    expandInputs(words, folder);
  } catch (error) {
    return error as EnjambreError;
  }
  throw new Error(`${words} was not refused`);
}

const patterns: [pattern: string, matches: string[]][] = [
  ['*.csv', ['Z.csv', 'a.csv', 'a10.csv', 'a9.csv', 'b.csv', 'x[1].csv', 'ñ.csv']],
  ['a?.csv', ['a9.csv']],
  ['a*', ['a.csv', 'a10.csv', 'a9.csv']],
  ['[ab].csv', ['a.csv', 'b.csv']],
  ['[!ab].csv', ['Z.csv', 'ñ.csv']],
  ['[a-c][0-9].csv', ['a9.csv']],
  ['x[[]1].csv', ['x[1].csv']],
  ['.h*', ['.hidden.csv']],
  ['./years/*/*.csv', ['years/2018/c.csv', 'years/2019/d.csv']],
  ['years/**/*.csv', ['years/2018/c.csv', 'years/2019/d.csv', 'years/2019/deep/e.csv']],
  ['years/**', ['years/2018/c.csv', 'years/2019/d.csv', 'years/2019/deep/e.csv']],
  ['**/2019/*.csv', ['years/2019/d.csv']],
  ['years/2018/loop/2019/d.csv', ['years/2018/loop/2019/d.csv']],
];
for (const [pattern, matches] of patterns) {
  test(`${pattern} matches ${matches.length}, by name bytes`, () => assert.equal(expand(pattern), matches));
}

test('takes an absolute pattern', () => assert.equal(expand(join(folder, 'a?.csv')), ['a9.csv']));

test('a name that exists is no pattern', () => assert.equal(expand('x[1].csv'), ['x[1].csv']));

test('keeps the order of the words', () =>
  assert.equal(expand('b.csv', 'a*.csv'), ['b.csv', 'a.csv', 'a10.csv', 'a9.csv']));

test('a folder stands for its CSV files, compressed or not', () => {
  assert.equal(expand('.'), ['Z.csv', 'a.csv', 'a10.csv', 'a9.csv', 'b.CSV.gz', 'b.csv', 'x[1].csv', 'ñ.csv']);
});

test('refuses a name that does not exist, with the nearest that do', () => {
  const { code, exitCode, message, next } = refusal('b.cvs');
  assert.equal([code, exitCode], ['input-missing', 2]);
  assert.match(message, /b\.cvs": no such file$/);
  assert.match(next ?? '', `in ${JSON.stringify(folder)} there is "b.csv"`);
  assert.match(refusal('yeers/2018/c.csv').next ?? '', `in ${JSON.stringify(folder)} there is "years"`);
  assert.match(refusal('a.csv/b.csv').message, 'no such file');
});

test('refuses a pattern without match', () => {
  assert.equal(
    [refusal('*.tsv').code, refusal('*.tsv').message],
    ['input-missing', 'Cannot find "*.tsv": no file matches the pattern'],
  );
  assert.is(refusal('[z-a].csv').code, 'input-missing');
});

test('refuses no words at all and a folder without CSV files', () => {
  assert.is(refusal().code, 'input-none');
  assert.match(refusal('empty').message, 'empty" holds no *.csv or *.csv.gz');
});

test('refuses what is no regular file', () => assert.is(refusal('/dev/null').code, 'input-not-a-file'));

test('refuses a file named twice, through a link or a pattern too', () => {
  assert.is(refusal('a.csv', 'b.csv', './a.csv').code, 'input-twice');
  assert.match(refusal('a.csv', 'link-to-a').message, /link-to-a" is named twice, as ".*a\.csv" too/);
  assert.is(refusal('*.csv', 'a.csv').code, 'input-twice');
});

test('what a folder or a pattern finds twice is taken once, in the place of the file rather than of the link', () => {
  writeFiles(folder, { 'linked/b.csv': 'v\n', 'linked/c.csv': 'v\n' });
  symlinkSync('c.csv', join(folder, 'linked/a.csv'));
  symlinkSync('loop.csv', join(folder, 'linked/loop.csv'));
  for (const words of [['linked'], ['linked/*'], ['linked', 'linked/*.csv']]) {
    assert.equal(expand(...words), ['linked/b.csv', 'linked/c.csv']);
  }
  assert.is(refusal('linked', 'linked/').code, 'input-twice');
});

test('says so when the system forbids reading, or fails', () => {
  const forbidden = fileError('/data/x.csv', Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' }));
  assert.equal(
    [forbidden.code, forbidden.message, forbidden.next],
    ['input-unreadable', 'Cannot read "/data/x.csv": no permission', 'look at its owner and mode: ls -l "/data/x.csv"'],
  );
  const failed = fileError('/data/x.csv', Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' }));
  assert.equal([failed.code, failed.message.includes('EIO')], ['input-unreadable', true]);
});

test.run();
