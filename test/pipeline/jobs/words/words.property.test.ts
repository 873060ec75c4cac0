import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { keepFilesInMemory, runs } from '../../../oracle/runs.ts';
import { compareUtf8, countWords, type TextFileBytes, type WordsQuestion } from '../../../oracle/words.ts';
import { textBytes, textFiles } from './generate.ts';
import { type Counted, countBytes, type How } from './words-bytes.ts';

keepFilesInMemory();
const test = suite('words gives the counts of the oracle, however the work is cut');

/** More partitions than words, buffers of a byte, and memory for a few terms, among others. */
const how: fc.Arbitrary<How> = fc.record(
  {
    partitions: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 60 })),
    bufferBytes: fc.oneof(fc.integer({ min: 1, max: 64 }), fc.constantFrom(300, 1 << 18)),
    memoryBytes: fc.constantFrom(1, 1 << 12, 1 << 26),
  },
  { requiredKeys: ['partitions'] },
);

const question: fc.Arbitrary<WordsQuestion> = fc.record({
  encoding: fc.constantFrom('utf-8', 'utf-8', 'latin1'),
  top: fc.constantFrom(0, 1, 3, 20, 1000),
  stopWords: fc.constantFrom([], ['casa', 'the'], ["don't", 'é', '42']),
});

function assertAgrees(counted: Counted, files: TextFileBytes[], asked: WordsQuestion, context: string): void {
  const { allTerms, ...expected } = countWords(files, asked);
  const { job, input, options, files: fileCount, ...found } = counted.result;
  assert.is(job, 'words');
  assert.is(fileCount, files.length, context);
  assert.equal(options, {
    top: asked.top,
    stopWords: [...asked.stopWords].sort(compareUtf8),
    encoding: asked.encoding,
  });
  assert.is(input.bytes > 0 || files.every(({ bytes }) => bytes.length === 0), true);
  assert.equal(found, expected, context);
  assert.is(counted.terms, `term,count\n${allTerms.map(([term, count]) => `${term},${count}\n`).join('')}`, context);
  for (const check of counted.checks) assert.ok(check.holds, `${check.name}: ${check.detail}`);
}

/** Names as the job gives them: below the common folder, or the base name of a file alone. */
function named(files: TextFileBytes[]): TextFileBytes[] {
  return files.length > 1 ? files : files.map(({ name, bytes }) => ({ name: name.split('/').at(-1) as string, bytes }));
}

test('for texts of all kinds, in any number of partitions', () =>
  fc.assert(
    fc.asyncProperty(textFiles, question, how, how, async (files, asked, one, other) => {
      const counted = await countBytes(files, asked, one);
      assertAgrees(counted, named(files), asked, JSON.stringify(one));
      assert.is((await countBytes(files, asked, other)).json, counted.json, 'the same bytes');
    }),
    runs(80, 6000),
  ));

test('for cuts at any byte', () => {
  const cuts = fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 12 });
  const property = fc.asyncProperty(textBytes, question, how, cuts, async (bytes, asked, chosen, at) => {
    const files = [{ name: 'text', bytes }];
    const counted = await countBytes(files, asked, { ...chosen, cuts: at });
    assertAgrees(counted, files, asked, JSON.stringify([chosen, at]));
  });
  return fc.assert(property, runs(150, 10_000));
});

test('for gzip of any members', () => {
  const cuts = fc.array(fc.nat({ max: 100 }), { maxLength: 5 });
  const property = fc.asyncProperty(textFiles, question, how, cuts, async (files, asked, chosen, percents) => {
    const stored = files.map((file) => gzipMembers(file, percents));
    const counted = await countBytes(stored, asked, chosen);
    assertAgrees(counted, named(files), asked, JSON.stringify(chosen));
  });
  return fc.assert(property, runs(50, 4000));
});

/** Gzip of several members, some of them empty, as `cat a.gz b.gz` makes it. */
function gzipMembers({ name, bytes }: TextFileBytes, percents: number[]): TextFileBytes {
  const places = percents.map((percent) => Math.floor((bytes.length * percent) / 100)).sort((a, b) => a - b);
  const members = [0, ...places].map((start, index) => gzipSync(bytes.subarray(start, places[index] ?? bytes.length)));
  return { name, bytes: Buffer.concat(members) };
}

test.run();
