import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Largest } from '../../../pipeline/report/model/largest.ts';
import { readOwnResult } from '../../../pipeline/report/model/own-result.ts';
import { readWordsResult } from '../../../pipeline/report/model/words-result.ts';
import { scratchFolder, writeFiles } from '../input/scratch.ts';

const test = suite('results of any shape are read for a page');
const folder = scratchFolder();
let runs = 0;

/** A run directory with this result, and these files beside it. */
function runWith(result: unknown, files: Record<string, string> = {}): string {
  const run = join(folder, String(runs++));
  mkdirSync(run);
  writeFiles(run, { 'result.json': `${JSON.stringify(result)}\n`, ...files });
  return run;
}

test('a list of objects is a table with all of their members', () => {
  const result = [{ station: 'a', rows: 1 }, { station: 'b', mean: 2.5 }, { rows: null }];
  assert.equal(readOwnResult(runWith({ job: 'x', rows: 9, result })), {
    kind: 'table',
    columns: ['station', 'rows', 'mean'],
    rows: [
      ['a', 1, null],
      ['b', null, 2.5],
      [null, null, null],
    ],
    rowCount: 3,
    counters: [],
    output: null,
  });
});

test('an object of objects has a row for each', () => {
  const found = readOwnResult(runWith({ result: { jan: { n: 1 }, feb: { n: 2 } } }));
  assert.equal(found.kind === 'table' && [found.columns, found.rows], [
    ['key', 'n'],
    [
      ['jan', 1],
      ['feb', 2],
    ],
  ]);
});

test('a flat object is a list of pairs', () => {
  assert.equal(readOwnResult(runWith({ result: { r: 0.5, name: 'x', none: null, __proto__: 1 } })), {
    kind: 'pairs',
    pairs: [
      { name: 'r', value: 0.5 },
      { name: 'name', value: 'x' },
      { name: 'none', value: null },
    ],
  });
});

test('anything else is JSON, cut where it is long', () => {
  assert.equal(readOwnResult(runWith({ result: [1, [2]] })), {
    kind: 'json',
    text: JSON.stringify([1, [2]], null, 2),
    cut: false,
  });
  assert.equal(readOwnResult(runWith({ result: 5 })), { kind: 'json', text: '5', cut: false });
  const found = readOwnResult(runWith({ result: { a: { b: ['x'.repeat(30_000)] } } }));
  assert.ok(found.kind === 'json' && found.cut && found.text.length === 20_000);
});

test('a frame comes with its counters and the files beside it', () => {
  const run = runWith(
    {
      job: 'etl',
      rows: 4,
      counters: { dropped: 2 },
      columns: ['part', 'mean'],
      data: [
        ['0', 1.5],
        ['all', null],
      ],
    },
    { 'output/rows-0.csv': 'a\n1\n', 'output/rows-1.csv': '' },
  );
  assert.equal(readOwnResult(run), {
    kind: 'table',
    columns: ['part', 'mean'],
    rows: [
      ['0', 1.5],
      ['all', null],
    ],
    rowCount: 2,
    counters: [{ name: 'dropped', count: 2 }],
    output: {
      files: [
        { name: 'rows-0.csv', bytes: 4 },
        { name: 'rows-1.csv', bytes: 0 },
      ],
      fileCount: 2,
      bytes: 4,
    },
  });
});

test('of very long tables, the first rows are kept and all are counted', () => {
  const found = readOwnResult(runWith({ columns: ['n'], data: Array.from({ length: 6000 }, (_, n) => [n]) }));
  assert.equal(found.kind === 'table' && [found.rows.length, found.rows.at(-1), found.rowCount], [5000, [4999], 6000]);
});

test('words: totals, terms, the largest files first, and how long they are', () => {
  const perFile = [3, 1, 2, 2].map((words, index) => ({
    name: `${index}.txt`,
    words,
    letters: words * 4,
    lines: 1,
    bytes: words * 5,
  }));
  const top = [
    { term: 'el', count: 5 },
    { term: '__proto__', count: 1 },
  ];
  const found = readWordsResult(
    runWith({
      job: 'words',
      files: 4,
      bytes: 40,
      lines: 4,
      words: 8,
      letters: 32,
      terms: 8,
      distinctTerms: 3,
      top,
      perFile,
    }),
    { stopWords: ['y'] },
  );
  assert.equal(found.totals, { files: 4, bytes: 40, lines: 4, words: 8, letters: 32, terms: 8, distinctTerms: 3 });
  assert.equal([found.top, found.topCount, found.fileCount, found.stopWords], [top, 2, 4, 1]);
  assert.equal(
    found.files.map(({ name }) => name),
    ['0.txt', '2.txt', '3.txt', '1.txt'],
  );
  assert.equal(found.distribution, { from: 1, to: 3, counts: [1, 2, 1], median: 2, mean: 2 });
});

test('the largest are kept as a sort would keep them', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9)), fc.integer({ min: 1, max: 6 }), (sizes, limit) => {
      const largest = new Largest<number>(limit);
      for (const [index, size] of sizes.entries()) largest.add(size, () => index);
      const expected = [...sizes.keys()].sort((a, b) => (sizes[b] as number) - (sizes[a] as number) || a - b);
      assert.equal(largest.items(), expected.slice(0, limit));
      assert.is(largest.seen, sizes.length);
    }),
  );
});

test.run();
