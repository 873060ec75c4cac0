import { Buffer } from 'node:buffer';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { paths } from '../../../../pipeline/run-dir/layout.ts';
import { keepFilesInMemory } from '../../../oracle/runs.ts';
import { countWords, type TextFileBytes } from '../../../oracle/words.ts';
import { scratchFolder, writeFiles } from '../../input/scratch.ts';
import { driveWords } from './driven-words.ts';

keepFilesInMemory();
const test = suite('a run of words: files of all kinds, from input to result');
const folder = scratchFolder();
let made = 0;
const out = () => join(folder, `run-${made++}`);

/** Names in the order of their bytes. */
const texts: Record<string, string | Uint8Array> = {
  'CRLF.txt': 'uno dos\r\ntres\r\n',
  'a\nname\nof\nlines': 'línea',
  'a name with blanks.txt': 'El año, EL AÑO',
  'empty.txt': '',
  'latin1.txt': Buffer.from('ma\xf1ana \xe9l\n', 'latin1'),
  'mark.txt': '\ufeffmañana\n',
  'only-mark.txt': '\ufeff',
  'packed.gz': gzipSync('línea de texto\n'),
  'ñ/deep "quoted",.txt': "don't DON’T\n\n",
};
writeFiles(join(folder, 'texts'), texts);

test('awkward files, each counted', async () => {
  const { found, ledger, directory, detected } = await driveWords({ inputs: [join(folder, 'texts')], out: out() });
  assert.equal(found.perFile, [
    { name: 'CRLF.txt', words: 3, letters: 10, lines: 2, bytes: 15 },
    { name: 'a\nname\nof\nlines', words: 1, letters: 5, lines: 1, bytes: 6 },
    { name: 'a name with blanks.txt', words: 4, letters: 10, lines: 1, bytes: 16 },
    { name: 'empty.txt', words: 0, letters: 0, lines: 0, bytes: 0 },
    { name: 'latin1.txt', words: 2, letters: 8, lines: 1, bytes: 10 },
    { name: 'mark.txt', words: 1, letters: 6, lines: 1, bytes: 11 },
    { name: 'only-mark.txt', words: 0, letters: 0, lines: 0, bytes: 3 },
    { name: 'packed.gz', words: 3, letters: 12, lines: 1, bytes: 16 },
    { name: 'ñ/deep "quoted",.txt', words: 2, letters: 8, lines: 2, bytes: 15 },
  ]);
  assert.equal(Object.keys(found), [
    'job',
    'input',
    'options',
    'files',
    'bytes',
    'lines',
    'words',
    'letters',
    'terms',
    'distinctTerms',
    'top',
    'perFile',
  ]);
  assert.equal(found.top.slice(0, 4), [
    { term: 'año', count: 2 },
    { term: "don't", count: 2 },
    { term: 'el', count: 2 },
    { term: 'línea', count: 2 },
  ]);
  assert.equal([found.files, found.words, found.terms, found.distinctTerms], [9, 16, 16, 11]);
  assert.equal(detected, ['Latin-1, because not valid UTF-8: "latin1.txt".']);
  assert.equal(
    ledger.checks.filter(({ holds }) => !holds),
    [],
  );
  const csv = readFileSync(paths.resultCsv(directory), 'utf8');
  assert.match(csv, '\n"a\nname\nof\nlines",1,5,1,6\na name with blanks.txt,4,10,1,16\nempty.txt,0,0,0,0\n');
  assert.match(csv, '\n"ñ/deep ""quoted"",.txt",2,8,2,15\n');
  assert.equal(
    readdirSync(directory).filter((name) => name.endsWith('.tmp')),
    [],
  );
});

test('the same bytes from one worker or two, in any number of partitions, with and without spilling', async () => {
  const lines = Array.from(
    { length: 4000 },
    (_, index) => `línea ${index} ${(index * 7919) % 3001} d'él número${index}`,
  );
  const files: TextFileBytes[] = [
    { name: 'big.txt', bytes: Buffer.from(lines.join('\r\n')) },
    { name: 'small.txt', bytes: Buffer.from('Línea final') },
  ];
  writeFiles(join(folder, 'same'), Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])));
  const inputs = [join(folder, 'same')];
  const words = { top: 50, stopWords: ['línea'] };
  const one = await driveWords({ inputs, words, partitions: 1, out: out() });
  const { allTerms: _, ...expected } = countWords(files, { encoding: 'utf-8', ...words });
  const { job: __, input: ___, options: ____, files: _____, ...found } = one.found;
  assert.equal(found, expected);
  for (const partitions of [2, 7, 23]) {
    const memoryBytes = partitions === 7 ? 1 << 12 : 64 << 20;
    const cut = { inputs, words, partitions, out: out() };
    assert.is((await driveWords(cut, { workers: 2, memoryBytes })).result, one.result, `${partitions} partitions`);
  }
});

test('assigned by MD5, each partition leaves the results of a replica', async () => {
  const inputs = [join(folder, 'texts')];
  const bySize = await driveWords({ inputs, out: out() });
  const byName = await driveWords({ inputs, words: { assign: 'md5' }, partitions: 3, out: out() });
  assert.is(byName.result, bySize.result);
  assert.not.ok(existsSync(join(byName.directory, 'results_0.json')));
  const merged = [1, 2, 3].map((id) => JSON.parse(readFileSync(join(byName.directory, `results_${id}.json`), 'utf8')));
  const expected = byName.found.perFile.map(({ name, words, letters }) => [name, { words, letters }]);
  assert.equal(Object.assign({}, ...merged), Object.fromEntries(expected));
});

test('a text that an encoding was asked for is read so', async () => {
  writeFiles(folder, { 'año.txt': 'año' });
  const { found } = await driveWords({ inputs: [join(folder, 'año.txt')], encoding: 'latin1', out: out() });
  assert.is(found.options.encoding, 'latin1');
  assert.equal(found.perFile, [{ name: 'año.txt', words: 1, letters: 3, lines: 1, bytes: 4 }]);
});

test.run();
