import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EnjambreError } from '../../../../pipeline/errors.ts';
import {
  mergePartials,
  mergeTerms,
  narrowPartials,
  openPartials,
} from '../../../../pipeline/jobs/words/merge-terms.ts';
import { PartialReader, PartialWriter } from '../../../../pipeline/jobs/words/partial.ts';
import type { SliceCounts } from '../../../../pipeline/jobs/words/scan.ts';
import { keepFilesInMemory } from '../../../oracle/runs.ts';
import { compareUtf8 } from '../../../oracle/words.ts';
import { scratchFolder } from '../../input/scratch.ts';

keepFilesInMemory();
const test = suite('partials of words are merged, however many there are');
const folder = scratchFolder();

function write(name: string, terms: Record<string, number>, slices: SliceCounts[] = []): string {
  const path = join(folder, name);
  const writer = new PartialWriter(path, slices);
  for (const [term, count] of Object.entries(terms).sort(([a], [b]) => compareUtf8(a, b))) {
    writer.term(new TextEncoder().encode(term), count);
  }
  writer.close();
  return path;
}

function merged(paths: readonly string[]): [string, number][] {
  const readers = openPartials(paths);
  const list: [string, number][] = [];
  mergeTerms(readers, (bytes, count) => list.push([new TextDecoder().decode(bytes), count]));
  for (const reader of readers) reader.close();
  return list;
}

test('equal terms are added up, in the order of their bytes', () => {
  const paths = [
    write('a', { a: 1, ab: 2, é: 3 }),
    write('b', { ab: 5, b: 1 }),
    write('c', {}),
    write('d', { '😀x': 1, ﬁ: 2 }),
  ];
  assert.equal(merged(paths), [
    ['a', 1],
    ['ab', 7],
    ['b', 1],
    ['é', 3],
    ['ﬁ', 2],
    ['😀x', 1],
  ]);
  assert.equal(merged([]), []);
});

test('counts beyond 32 bits are exact', () => {
  const most = Number.MAX_SAFE_INTEGER;
  assert.equal(merged([write('e', { a: most - 2 ** 33 }), write('f', { a: 2 ** 33 })]), [['a', most]]);
});

test('more partials than can be open at once are narrowed first, and nothing is left behind', () => {
  const paths = Array.from({ length: 150 }, (_, index) => write(`n${index}`, { all: 1, [`own ${index}`]: 2 }));
  const before = readdirSync(folder).length;
  const narrowed = narrowPartials(paths, (index) => join(folder, `merge-${index}`));
  assert.ok(narrowed.paths.length <= 64);
  const list = merged(narrowed.paths);
  assert.equal(list[0], ['all', 150]);
  assert.equal([list.length, list.reduce((sum, [, count]) => sum + count, 0)], [151, 450]);
  narrowed.release();
  assert.is(readdirSync(folder).length, before);
});

test('slices come back as they were written', () => {
  const slices = [
    { words: 3, letters: 9, lineFeeds: 1, bytes: 2 ** 40, endsLine: true },
    { words: 0, letters: 0, lineFeeds: 0, bytes: 0, endsLine: undefined },
    { words: 1, letters: 0, lineFeeds: 0, bytes: 7, endsLine: false },
  ];
  const target = join(folder, 'merged');
  mergePartials([write('g', { a: 1 })], target, slices);
  const reader = new PartialReader(target);
  reader.close();
  assert.equal(reader.slices, slices);
});

test('a partial that was damaged is refused', () => {
  const path = write('h', { uno: 1, dos: 2 });
  const bytes = readFileSync(path);
  const refused = (changed: Uint8Array): string => {
    writeFileSync(path, changed);
    try {
      merged([path]);
    } catch (error) {
      return (error as EnjambreError).message;
    }
    throw new Error('it was not refused');
  };
  assert.match(refused(bytes.subarray(1)), 'does not begin as one');
  assert.match(refused(bytes.subarray(0, -1)), 'ends too early');
  const last = bytes.length - 1;
  assert.match(refused(bytes.with(last, (bytes[last] as number) + 1)), 'do not add up');
});

test.run();
