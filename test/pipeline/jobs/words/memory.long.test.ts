import { Buffer } from 'node:buffer';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { WordsResult } from '../../../../pipeline/jobs/words/result.ts';
import { paths } from '../../../../pipeline/run-dir/layout.ts';
import { long, onlyLong } from '../../../oracle/runs.ts';
import { scratchFolder } from '../../input/scratch.ts';
import { driveElsewhere } from '../../run/other-process.ts';
import { planWords } from './driven-words.ts';

const test = suite('memory is bounded, whatever the size of a file and of its vocabulary');
const folder = scratchFolder();
const mebibyte = 1 << 20;
const gigabyte = 1e9;

function writePieces(path: string, pieces: Iterable<Uint8Array>): string {
  const fd = openSync(path, 'w');
  for (const piece of pieces) writeSync(fd, piece);
  closeSync(fd);
  return path;
}

/** The result, and the most memory that the driver and its two workers had. */
async function measured(
  name: string,
  input: string,
  request: { memoryBytes?: number } = {},
): Promise<{ found: WordsResult; peakMebibytes: number; partitions: number }> {
  const { directory, manifest } = await planWords({ inputs: [input], workers: 2, out: join(folder, name) });
  const [report] = await driveElsewhere([{ directory, request: { workers: 2, ...request } }]);
  assert.is(report?.error, undefined);
  const found = JSON.parse(readFileSync(paths.result(directory), 'utf8')) as WordsResult;
  return { found, peakMebibytes: (report?.peakBytes ?? 0) / mebibyte, partitions: manifest.partitions.length };
}

test('a file of 4 GB takes no more than one of 1 GB, and both are split', async () => {
  if (!long) return onlyLong();
  const line = 'El agua que no has de beber, déjala correr; 1,234 veces «mañana» a la mañana.\n';
  const block = Buffer.from(line.repeat(10_000));
  const peaks: number[] = [];
  for (const gigabytes of [1, 4]) {
    const blocks = Math.ceil((gigabytes * gigabyte) / block.length);
    const path = join(folder, `${gigabytes}.txt`);
    writePieces(
      path,
      (function* () {
        for (let index = 0; index < blocks; index++) yield block;
      })(),
    );
    const { found, peakMebibytes, partitions } = await measured(`run-${gigabytes}`, path);
    rmSync(path);
    assert.ok(partitions > 1, `${partitions} partitions`);
    const lines = blocks * 10_000;
    assert.equal([found.lines, found.words, found.bytes], [lines, lines * 15, blocks * block.length]);
    assert.equal(found.top[0], { term: 'mañana', count: 2 * lines });
    peaks.push(peakMebibytes);
  }
  const [small = 0, large = 0] = peaks;
  console.log(`peak: ${small.toFixed(0)} MiB at 1 GB, ${large.toFixed(0)} MiB at 4 GB`);
  assert.ok(large < small * 1.15 + 16, `${large} MiB, after ${small} MiB`);
  assert.ok(large < 400, `${large} MiB`);
});

test('a file without whitespace is read in pieces', async () => {
  if (!long) return onlyLong();
  const block = Buffer.alloc(mebibyte, 'ñ');
  const path = writePieces(
    join(folder, 'giant.txt'),
    (function* () {
      for (let index = 0; index < 1000; index++) yield block;
    })(),
  );
  const { found, peakMebibytes } = await measured('giant', path);
  rmSync(path);
  assert.equal([found.words, found.lines, found.terms], [1, 1, 1]);
  assert.is(found.letters, 500 * mebibyte);
  assert.is(found.top[0]?.term, `${'ñ'.repeat(128)}…`);
  assert.ok(peakMebibytes < 300, `${peakMebibytes} MiB`);
});

test('a vocabulary that does not fit is spilled, and stays exact', async () => {
  if (!long) return onlyLong();
  const distinct = 6_000_000;
  const path = writePieces(
    join(folder, 'vocabulary.txt'),
    (function* () {
      for (let at = 0; at < 2 * distinct; at += 10_000) {
        const terms = Array.from({ length: 10_000 }, (_, index) => `término${((at + index) * 700_001) % distinct}`);
        yield Buffer.from(`${terms.join(' ')}\n`);
      }
    })(),
  );
  const { found, peakMebibytes } = await measured('vocabulary', path, { memoryBytes: 16 * mebibyte });
  console.log(`peak: ${peakMebibytes.toFixed(0)} MiB for ${distinct} terms`);
  assert.equal([found.terms, found.distinctTerms, found.words], [2 * distinct, distinct, 2 * distinct]);
  assert.ok(found.top.every(({ count }) => count === 2));
  assert.equal(
    found.top.slice(0, 3).map(({ term }) => term),
    ['término0', 'término1', 'término10'],
  );
  assert.ok(peakMebibytes < 300, `${peakMebibytes} MiB`);
});

test.run();
