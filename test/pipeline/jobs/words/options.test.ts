import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EnjambreError } from '../../../../pipeline/errors.ts';
import { resolveWords, type WordsOptions } from '../../../../pipeline/jobs/words/options.ts';
import { readStopWords } from '../../../../pipeline/jobs/words/stop-words.ts';
import { scratchFolder, writeFiles } from '../../input/scratch.ts';

const test = suite('options of words are checked and completed');
const folder = scratchFolder();

const refusal = (asked: object) => thrown(() => resolveWords(asked as Partial<WordsOptions>));

function thrown(call: () => unknown): EnjambreError {
  try {
    call();
  } catch (error) {
    return error as EnjambreError;
  }
  throw new Error('it was not refused');
}

test('what was not asked for has its default', () => {
  assert.equal(resolveWords({}), { top: 20, stopWords: [], assign: 'size' });
});

test('stop words are split and folded as text is, sorted and unique', () => {
  const { stopWords } = resolveWords({ stopWords: ['The', 'É', 'the', "Don't", 'a-b', '...'] });
  assert.equal(stopWords, ['a', 'b', "don't", 'the', 'é']);
});

test('a value that is not allowed is named, and what is', () => {
  for (const top of [-1, 1.5, 100_001, Number.NaN]) {
    const error = refusal({ top });
    assert.is(error.exitCode, 2);
    assert.match(error.message, `--top ${top}`);
    assert.match(error.next ?? '', '0 to 100000');
  }
  assert.match(refusal({ assign: 'name' }).message, '--assign "name"');
});

test('a file of stop words has them between whitespace, and comments on lines of their own', () => {
  writeFiles(folder, { stop: '# Spanish\r\nde  la\tEl\n\n  # more\nque Qué\n#x y\nc# z' });
  assert.equal(readStopWords(join(folder, 'stop')), ['c', 'de', 'el', 'la', 'que', 'qué', 'z']);
  writeFiles(folder, { none: '' });
  assert.equal(readStopWords(join(folder, 'none')), []);
});

test('stop words that are not UTF-8 are refused, and a folder of them', () => {
  writeFiles(folder, { latin1: new Uint8Array([0x61, 0xf1, 0x6f]), bom: '\ufeff# comment\nde' });
  const error = thrown(() => readStopWords(join(folder, 'latin1')));
  assert.is(error.code, 'stop-words-encoding');
  assert.match(error.message, 'latin1" are not UTF-8');
  assert.match(error.next ?? '', /^iconv -f LATIN1 -t UTF-8 .*latin1 > /);
  assert.equal(readStopWords(join(folder, 'bom')), ['de']);
  assert.match(thrown(() => readStopWords(folder)).message, 'Cannot read');
});

test('a file of stop words that is not there is said', () => {
  assert.throws(() => readStopWords(join(folder, 'nothing')), /no such file/);
});

test.run();
