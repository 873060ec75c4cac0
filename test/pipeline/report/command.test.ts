import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { DESCRIBE_DEFAULTS } from '../../../pipeline/jobs/describe/options.ts';
import { commandOf } from '../../../pipeline/report/model/command.ts';
import type { Encoding, JobCode, Manifest } from '../../../pipeline/run-dir/manifest.ts';

const test = suite('the command that repeats a run says all of its options');

interface Given {
  job?: string;
  code?: JobCode['kind'];
  options?: unknown;
  name?: string;
  /** That named the input; an old run has none. */
  words?: string[];
  /** Of the dialect, and of the file where it differs. */
  encodings?: [Encoding, Encoding?];
}

function command({
  job = 'my-job',
  code,
  options = {},
  name = 'data.csv',
  words,
  encodings = ['utf-8'],
}: Given): string {
  const [encoding, own] = encodings;
  const file = { path: '', bytes: 0, mtimeMs: 0, hash: '', compression: 'none' as const, dataStart: 0, headerLines: 0 };
  const manifest: Manifest = {
    format: 1,
    run: 'r',
    createdAt: '',
    codeVersion: '',
    job,
    ...(code === undefined ? {} : { code: { name: 'my-job.ts', kind: code, sha256: '' } }),
    options,
    jobIdentity: '',
    input: {
      kind: job === 'words' ? 'text' : 'csv',
      ...(words === undefined ? {} : { words }),
      files: [{ ...file, name, ...(own === undefined ? {} : { encoding: own }) }],
      header: [],
      dialect: { delimiter: ',', decimal: '.', encoding },
      identity: '',
    },
    partitions: [],
  };
  return commandOf(manifest)
    .replace(/^enjambre run /, '')
    .replace(/ --partitions 0$/, '');
}

test('lists, texts with spaces and switches of a job that a person brought', () => {
  const own = { columns: ['a', 'b c'], minValue: -2, exact: true, quiet: false, unit: '' };
  const options = { options: own, columns: ['a', 'b c'], missing: DESCRIBE_DEFAULTS.missing };
  assert.is(
    command({ code: 'fold', options }),
    "./my-job.ts data.csv --columns a --columns 'b c' --min-value=-2 --exact --unit ''",
  );
});

test('what a run of frames found out itself is left out', () => {
  const options = { options: { column: 'v' }, columns: ['v'], numbers: ['v'], missing: ['', 'none'], chunkRows: 500 };
  assert.is(
    command({ job: 'describe-frames', options }),
    'describe-frames data.csv --column v --chunk-rows 500 --missing ,none',
  );
});

test('an encoding that was forced, not one that was found', () => {
  const words = { job: 'words', options: { top: 20, stopWords: [], assign: 'size' }, name: 'a.txt' };
  assert.is(command({ ...words, encodings: ['latin1'] }), 'words a.txt --top 20 --assign size --encoding latin1');
  assert.is(command({ ...words, encodings: ['utf-8', 'latin1'] }), 'words a.txt --top 20 --assign size');
});

test('a file whose name begins like an option is none', () => {
  assert.is(command({ name: '-x.csv', code: 'fold' }), './my-job.ts ./-x.csv');
});

test('what was typed names the input, as long as it can be read', () => {
  const words = { job: 'words', name: 'books/a.txt' };
  assert.is(command({ ...words, words: ['books', '-x'] }), 'words books ./-x');
  assert.is(command({ ...words, words: ['**/*.txt'] }), "words '**/*.txt'");
  const many = Array.from({ length: 21 }, (_, index) => `${index}.txt`);
  assert.is(command({ ...words, words: many }), `words ${many.slice(0, 20).join(' ')} …`);
});

test('a word is quoted so that a shell takes it, and that all of it is seen', () => {
  for (const [name, quoted] of [
    ['año-1.csv', 'año-1.csv'],
    ['two words.csv', "'two words.csv'"],
    ["it's \\n.csv", "'it'\\''s \\n.csv'"],
    ["it's \\\n.csv", "$'it\\'s \\\\\\n.csv'"],
    ['a\u202e\u0007\u0085b', "$'a\\u202e\\x07\\u0085b'"],
  ] as const) {
    assert.is(command({ name, code: 'fold' }), `./my-job.ts ${quoted}`);
  }
});

test.run();
