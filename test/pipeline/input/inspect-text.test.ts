import { Buffer } from 'node:buffer';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EnjambreError } from '../../../pipeline/errors.ts';
import { inspectText } from '../../../pipeline/input/inspect-text.ts';
import { scratchFolder, writeFiles } from './scratch.ts';

const test = suite('text files are looked at before a run: names, encoding, what is no text');
const folder = scratchFolder();
const latin1 = Buffer.from('a\xf1o', 'latin1');
const mark = '\ufeff';
const wide = Buffer.from('\ufefftexto\n', 'utf16le');
writeFiles(folder, {
  'books/es/uno.txt': 'año\n',
  'books/es/dos.txt': latin1,
  'books/en/one.txt': `${mark}one\n`,
  'books/empty.txt': '',
  'books/packed': gzipSync(`${mark}año`),
  'mixed/a.txt': 'a',
  'mixed/b.png': Buffer.from([0x89, 0x50, 0, 0, 0, 1]),
  'mixed/c.bin': Buffer.concat([Buffer.alloc(2 << 20, 'x'), Buffer.from([0])]),
  'mixed/d.gz': gzipSync(Buffer.from([1, 0, 0])),
  'mixed/e.txt': wide,
});

const inspect = (words: string[], options: { encoding?: 'utf-8' | 'latin1' } = {}) =>
  inspectText(
    words.map((word) => join(folder, word)),
    { hash: 'sampled', ...options },
  );

async function refusal(word: string): Promise<EnjambreError> {
  try {
    await inspect([word]);
  } catch (error) {
    return error as EnjambreError;
  }
  throw new Error('it was not refused');
}

test('files are named below the folder that holds all of them, one alone by its base name', async () => {
  const names = async (...words: string[]) => (await inspect(words)).files.map(({ name }) => name);
  assert.equal(await names('books'), ['empty.txt', 'en/one.txt', 'es/dos.txt', 'es/uno.txt', 'packed']);
  assert.equal(await names('books/es'), ['dos.txt', 'uno.txt']);
  assert.equal(await names('mixed/a.txt', 'books/es/uno.txt'), ['mixed/a.txt', 'books/es/uno.txt']);
  assert.equal(await names('books/es/uno.txt'), ['uno.txt']);
});

test('each file has its encoding, and a byte order mark is no part of the text', async () => {
  const { files, dialect, detected } = await inspect(['books']);
  assert.is(dialect.encoding, 'utf-8');
  assert.equal(
    files.map(({ encoding, dataStart, compression }) => [encoding, dataStart, compression]),
    [
      [undefined, 0, 'none'],
      [undefined, 3, 'none'],
      ['latin1', 0, 'none'],
      [undefined, 0, 'none'],
      [undefined, 3, 'gzip'],
    ],
  );
  assert.equal(detected, ['Latin-1, because not valid UTF-8: "es/dos.txt".']);
});

test('an encoding that is asked for holds for all', async () => {
  const { files, dialect, detected } = await inspect(['books'], { encoding: 'latin1' });
  assert.is(dialect.encoding, 'latin1');
  assert.ok(files.every(({ encoding }) => encoding === undefined));
  assert.equal(detected, []);
});

test('what is no text is left out of a folder, and said', async () => {
  const { files, detected, findings } = await inspect(['mixed']);
  assert.equal(
    files.map(({ name }) => name),
    ['a.txt'],
  );
  assert.equal(detected, ['Left out 4 files that are no text: "b.png", "c.bin", "d.gz" and 1 more.']);
  assert.equal(findings, [{ code: 'no-text', count: 4, names: ['b.png', 'c.bin', 'd.gz'] }]);
});

test('folders of earlier runs are left out and files found twice counted once, and both are said', async () => {
  writeFiles(folder, { 'again/a.txt': 'a', 'again/out/manifest.json': '{}', 'again/out/events.jsonl': '' });
  symlinkSync('a.txt', join(folder, 'again/link'));
  const { files, detected } = await inspect(['again']);
  assert.is(files.length, 1);
  assert.equal(detected, ['Left out 1 folder of earlier runs: "out".', 'Found twice, counted once: "link".']);
});

test('what is no text is refused when it is named', async () => {
  const png = await refusal('mixed/b.png');
  assert.is(png.code, 'input-binary');
  assert.match(png.message, 'byte 2 is NUL');
  assert.match((await refusal('mixed/c.bin')).message, `byte ${2 << 20} is NUL`);
  const utf16 = await refusal('mixed/e.txt');
  assert.is(utf16.code, 'wide-encoding');
  assert.match(utf16.next ?? '', /^iconv -f UTF-16 -t UTF-8 .*e\.txt > utf8\.txt$/);
});

test('the identity follows names and contents', async () => {
  const one = (await inspect(['books'])).identity;
  assert.is((await inspect(['books'])).identity, one);
  writeFiles(folder, { 'other/es/uno.txt': 'año\n', 'other/es/dos.txt': latin1 });
  const [some, same] = [await inspect(['books/es']), await inspect(['other/es'])];
  assert.is(some.identity, same.identity);
  assert.is.not(some.identity, one);
});

test.run();
