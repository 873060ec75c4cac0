import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { WordsResult } from '../../../../pipeline/jobs/words/result.ts';
import { readManifest } from '../../../../pipeline/run-dir/read-manifest.ts';
import { readLedger } from '../../../../pipeline/runs/ledger.ts';
import { keepFilesInMemory, long, onlyLong } from '../../../oracle/runs.ts';
import { scratchFolder } from '../../input/scratch.ts';
import { resultOf } from '../../run/driven.ts';
import { driveElsewhere } from '../../run/other-process.ts';
import { driveWords } from './driven-words.ts';

keepFilesInMemory();
const test = suite('fault 48: 100,000 files are counted, each once');
const folder = scratchFolder();
const fileCount = 100_000;

function writeTexts(): { words: number; letters: number; bytes: number } {
  const totals = { words: 0, letters: 0, bytes: 0 };
  for (let index = 0; index < fileCount; index++) {
    const below = join(folder, 'texts', `${index % 100}`);
    if (index < 100) mkdirSync(below, { recursive: true });
    // Every tenth is empty, and the names hold blanks and line feeds.
    const words = index % 10 === 0 ? 0 : 1 + (index % 300);
    const text = 'agua '.repeat(words);
    writeFileSync(join(below, `${index}${index % 7 === 0 ? ' and\nmore' : ''}.txt`), text);
    totals.words += words;
    totals.letters += 4 * words;
    totals.bytes += text.length;
  }
  return totals;
}

test('in bounded memory and a few partitions, with the same bytes in many', async () => {
  if (!long) return onlyLong();
  const totals = writeTexts();
  const inputs = [join(folder, 'texts')];
  const started = performance.now();
  const out = join(folder, 'a');
  const [report] = await driveElsewhere([{ words: { inputs, out }, request: { workers: 2 } }]);
  const seconds = (performance.now() - started) / 1000;
  assert.is(report?.error, undefined);
  const manifest = readManifest(out);
  const result = resultOf(out);
  const found = JSON.parse(result) as WordsResult;
  const ledger = readLedger(out, manifest);
  assert.ok(manifest.partitions.length <= 512, `${manifest.partitions.length} partitions`);
  assert.equal([found.files, found.words, found.letters, found.bytes], [fileCount, ...Object.values(totals)]);
  assert.is(found.lines, fileCount - fileCount / 10);
  assert.equal(found.top, [{ term: 'agua', count: totals.words }]);
  assert.is(new Set(found.perFile.map(({ name }) => name)).size, fileCount);
  assert.ok(ledger.checks.every(({ holds }) => holds));
  const peakMebibytes = (report?.peakBytes ?? 0) / 2 ** 20;
  console.log(`${fileCount} files: ${seconds.toFixed(1)} s, peak ${peakMebibytes.toFixed(0)} MiB`);
  assert.ok(peakMebibytes < 300, `${peakMebibytes} MiB`);

  const other = await driveWords({ inputs, partitions: 333, out: join(folder, 'b') }, { workers: 2 });
  assert.ok(other.result === result, 'the same bytes');
});

test.run();
