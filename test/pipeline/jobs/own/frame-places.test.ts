import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readManifest } from '../../../../pipeline/run-dir/read-manifest.ts';
import { readLedger } from '../../../../pipeline/runs/ledger.ts';
import { fromRoot } from '../../../root.ts';
import { scratchFolder, writeFiles } from '../../input/scratch.ts';
import { drive } from '../../run/driven.ts';
import { runFile } from './frame-runs.ts';

const test = suite('an invalid value stands at the same line and byte in a frame job as in `describe`');
const root = scratchFolder();
let runs = 0;

const job = `export default {
  options: { numbers: { type: 'columns', description: 'columns of numbers', required: true } },
  numbers: ({ numbers }) => numbers,
  frame: () => undefined,
  combine: (frames, { fromRows }) => fromRows(['x'], []),
};`;

/** The places of the invalid values, as the report shows them. */
async function placesOf(inputs: string[], columns: string[], partitions: number) {
  const folder = join(root, String(runs++));
  writeFiles(folder, { 'job.ts': job });
  const options = { numbers: columns };
  const frames = await runFile(folder, join(folder, 'job.ts'), inputs, { options, partitions, chunkRows: 3 });
  const exact = await drive({ inputs, partitions, describe: { columns }, out: join(folder, 'exact') });
  const [ofFrames, ofDescribe] = [frames.directory, exact.directory].map((directory) => {
    const { examples } = readLedger(directory, readManifest(directory));
    return examples.sort((a, b) => a.line - b.line || a.byte - b.byte);
  });
  return { ofFrames: ofFrames ?? [], ofDescribe: ofDescribe ?? [] };
}

for (const lineEnd of ['\n', '\r\n']) {
  const header = ['first', 'note', 'value', 'last'].join();
  const rows = [
    '1,"a, b",2,3',
    'one,"two\nlines",two,3',
    '"o""ne", é ," 2x ","?"',
    '4,,,',
    '-,ragged',
    '5,"c\nd\ne",6,end',
  ];
  const text = `${[header, ...rows].join(lineEnd)}${lineEnd}`;
  const columns = ['first', 'value', 'last'];
  const name = lineEnd === '\n' ? 'line feeds' : 'CRLF';

  test(`with quotes, line breaks in them, several columns, ${name}`, async () => {
    const folder = join(root, `text-${name}`);
    writeFiles(folder, { 'data.csv': text });
    for (const partitions of [1, 3]) {
      const { ofFrames, ofDescribe } = await placesOf([join(folder, 'data.csv')], columns, partitions);
      assert.equal(
        ofDescribe.map(({ text }) => text),
        ['one', 'two', 'o"ne', '2x', '?', '-', 'end'],
      );
      assert.equal(ofFrames, ofDescribe);
      for (const { text: shown, byte } of ofFrames) {
        // Where it stands in the file, with its quote.
        const there = Buffer.from(text).subarray(byte).toString();
        assert.match(there, new RegExp(`^[" ]*${shown.replace('"', '""').replace('?', '\\?')}`));
      }
    }
  });

  test(`in a gzip file of two members, ${name}`, async () => {
    const folder = join(root, `gzip-${name}`);
    const half = text.indexOf('2x');
    writeFiles(folder, { 'data.csv.gz': Buffer.concat([gzipSync(text.slice(0, half)), gzipSync(text.slice(half))]) });
    for (const partitions of [1, 2]) {
      const { ofFrames, ofDescribe } = await placesOf([join(folder, 'data.csv.gz')], columns, partitions);
      assert.is(ofDescribe.length, 7);
      assert.equal(ofFrames, ofDescribe);
    }
  });
}

test('in the sample', async () => {
  const { ofFrames, ofDescribe } = await placesOf([fromRoot('docs/sample.csv')], ['ValorObservado', 'Latitud'], 3);
  assert.ok(ofDescribe.some(({ byte }) => byte === 186_469));
  assert.equal(ofFrames, ofDescribe);
});

test('in a row that is longer than the buffer: where the row begins', async () => {
  const folder = join(root, 'long');
  const long = `one,"${'long\n'.repeat(100_000)}",two\n`;
  writeFiles(folder, { 'data.csv': `x,note,y\n1,a,2\n${long}3,b,four\n` });
  const { ofFrames, ofDescribe } = await placesOf([join(folder, 'data.csv')], ['x', 'y'], 1);
  assert.equal(
    ofDescribe.map(({ text, line, byte }) => [text, line, byte]),
    [
      ['one', 3, 15],
      ['two', 3, 15],
      ['four', 100_004, 500_030],
    ],
  );
  assert.equal(ofFrames, ofDescribe);
});

test.run();
