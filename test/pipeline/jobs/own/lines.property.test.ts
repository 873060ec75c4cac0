import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readLines } from '../../../../pipeline/jobs/own/lines.ts';
import type { InputFile, Manifest, Position, Slice } from '../../../../pipeline/run-dir/manifest.ts';
import { Folder } from './own-run.ts';

const test = suite('a text is cut between lines, and every line is read once');

const folder = new Folder();
test.after(() => folder.remove());

const line = fc.constantFrom(
  'a',
  '',
  'ñ',
  'a line that is longer than the buffer by far, so that it must grow',
  '\r',
  '\u2028',
);
const text = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
  .map(([lines, ends]) => lines.join('\n') + (ends ? '\n' : ''));

interface Reading {
  chunks: string[];
  start: Position;
  end: Position;
  rows: number;
}

async function read(file: InputFile, slice: Slice): Promise<Reading> {
  const manifest = { input: { files: [file] } } as unknown as Manifest;
  const limits = { memoryBytes: 1 << 20, bufferBytes: 16, segmentRows: 1 };
  const chunks: string[] = [];
  const found = await readLines({ manifest, limits, onBytes: () => {} }, slice, (lines) => {
    chunks.push(Buffer.from(lines).toString());
  });
  return { chunks, start: found.start, end: found.end, rows: found.rows };
}

function fileOf(bytes: Uint8Array, compression: InputFile['compression']): InputFile {
  const path = folder.write('text.txt', bytes);
  const unused = { mtimeMs: 0, hash: '', dataStart: 0, headerLines: 0 };
  return { path, name: 'text.txt', bytes: bytes.length, compression, ...unused };
}

async function checkCuts(file: InputFile, cuts: number[], body: string): Promise<void> {
  const places = [0, ...cuts, file.bytes];
  const slices = places
    .slice(1)
    .map((end, index) => ({ file: 0, start: places[index] ?? 0, end, certain: index === 0 }));
  const pieces: Reading[] = [];
  for (const slice of slices) pieces.push(await read(file, slice.start === 0 ? { ...slice, skip: 0 } : slice));
  assert.is(pieces.flatMap(({ chunks }) => chunks).join(''), body);
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) assert.equal(piece.start, pieces[index - 1]?.end);
    for (const chunk of piece.chunks.slice(0, -1)) assert.ok(chunk.endsWith('\n'));
  }
  const lines = body.split('\n').length - (body === '' || body.endsWith('\n') ? 1 : 0);
  assert.is(
    pieces.reduce((sum, { rows }) => sum + rows, 0),
    lines,
  );
}

test('wherever a plain file is cut', async () => {
  const cases = fc.asyncProperty(text, fc.array(fc.nat(200), { maxLength: 4 }), async (body, at) => {
    const bytes = Buffer.from(body);
    if (bytes.length === 0) return;
    const cuts = at.map((place) => Math.min(1 + place, bytes.length)).sort((a, b) => a - b);
    await checkCuts(fileOf(bytes, 'none'), cuts, body);
  });
  await fc.assert(cases, { numRuns: 300 });
});

test('and a gzip file between its members', async () => {
  const cases = fc.asyncProperty(fc.array(text, { maxLength: 3 }), async (parts) => {
    // Of a slice without a byte, the place is told otherwise: the driver sees it and reads it again.
    parts.push('end');
    const members = parts.map((part) => gzipSync(part));
    const cuts = members
      .slice(1)
      .map((_, index) => members.slice(0, index + 1).reduce((sum, { length }) => sum + length, 0));
    await checkCuts(fileOf(Buffer.concat(members), 'gzip'), cuts, parts.join(''));
  });
  await fc.assert(cases, { numRuns: 150 });
});

test.run();
