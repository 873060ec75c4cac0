import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inspectInput } from '../../../../pipeline/input/inspect.ts';
import { planPartitions } from '../../../../pipeline/input/partitions.ts';
import { countRecords } from '../../../../pipeline/jobs/describe/count.ts';
import { countBefore } from '../../../../pipeline/jobs/own/places.ts';
import { RowView } from '../../../../pipeline/jobs/own/row.ts';
import { readRows } from '../../../../pipeline/jobs/own/rows.ts';
import type { InputFile, Manifest, Slice } from '../../../../pipeline/run-dir/manifest.ts';

const test = suite('rows are read as describe reads them');

const directory = mkdtempSync(join(tmpdir(), 'enjambre-test-'));
test.after(() => rmSync(directory, { recursive: true, force: true }));

/** Pieces that records are made of, the awkward ones among them. */
const piece = fc.constantFrom(
  'a',
  '1.5',
  ',',
  '\n',
  '\r\n',
  '\r',
  '"',
  '""',
  '"a,b"',
  '"a\nb"',
  'ñ',
  ' ',
  '\n\n',
  '"a"\r\n',
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

interface Written {
  manifest: Manifest;
  file: InputFile;
}

async function written(bytes: Uint8Array, partitions: number): Promise<Written> {
  const path = join(directory, 'a.csv');
  writeFileSync(path, bytes);
  const input = await inspectInput([path], { hash: 'sampled', delimiter: ',', encoding: 'utf-8' });
  const planned = planPartitions(input.files, partitions, 1, input.dialect, input.header.length);
  const manifest: Manifest = {
    format: 1,
    run: 'test',
    createdAt: '',
    codeVersion: '',
    job: 'own',
    options: {},
    jobIdentity: '',
    input: { ...input, kind: 'csv' },
    partitions: planned,
  };
  return { manifest, file: input.files[0] as InputFile };
}

interface Seen {
  texts: string[];
  line: number;
  byte: number;
}

async function read({ manifest, file }: Written, slice: Slice, bufferBytes: number) {
  const { header, dialect } = manifest.input;
  const row = new RowView({ header, columns: null, missing: [''], dialect });
  const seen: Seen[] = [];
  const limits = { memoryBytes: 1 << 20, bufferBytes, segmentRows: 1 << 30 };
  const before = await countBefore(slice, file);
  const found = await readRows({ manifest, limits, onBytes: () => {} }, slice, {
    row,
    before,
    onRow: () => {
      seen.push({ texts: header.map((_, index) => row.textAt(index)), line: row.line, byte: row.byte });
      // Now and then, reading must wait for the job.
      return seen.length % 3 === 0 ? Promise.resolve() : undefined;
    },
  }).catch((error: { code?: string }) => ({ code: error.code }));
  return { found, seen };
}

/** Compares with `describe`. */
async function sameAsDescribe(input: Written, bufferBytes: number): Promise<void> {
  for (const slice of input.manifest.partitions.flatMap(({ slices }) => slices)) {
    const wanted = await countRecords(input.manifest, slice);
    const { found } = await read(input, slice, bufferBytes);
    if ('code' in found) assert.is(found.code, 'unclosed-quote');
    if ('code' in found || wanted.openQuote !== null) {
      assert.ok('code' in found || found.openQuote !== null);
      assert.is.not(wanted.openQuote, null);
      continue;
    }
    const { start, end, lines } = wanted;
    assert.equal([found.start, found.end, found.lines, found.openQuote], [start, end, lines, null]);
  }
}

test('a slice begins and ends at the same places, whatever its text', async () => {
  const cases = fc.asyncProperty(
    text,
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 16, max: 64 }),
    async (body, count, bufferBytes) => {
      const input = await written(Buffer.from(`x,y\n${body}`), count);
      await sameAsDescribe(input, bufferBytes);
    },
  );
  await fc.assert(cases, { numRuns: 300 });
});

test('a slice of a gzip file too, and where a start was guessed wrong', async () => {
  const cases = fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 4 }), fc.nat(60), async (parts, from) => {
    const members = [`x,y\n`, ...parts].map((part) => gzipSync(part));
    const zipped = await written(Buffer.concat(members), 4);
    await sameAsDescribe(zipped, 48);
    const plain = await written(Buffer.from(`x,y\n${parts.join('')}`), 1);
    const { bytes } = plain.file;
    const start = Math.min(4 + from, bytes);
    plain.manifest.partitions = [{ index: 0, slices: [{ file: 0, start, end: bytes, certain: false }] }];
    await sameAsDescribe(plain, 48);
  });
  await fc.assert(cases, { numRuns: 150 });
});

test('cut anywhere, the rows and their places are those of the whole', async () => {
  const cases = fc.asyncProperty(
    fc.array(fc.constantFrom('a,1', '"b\n2",', 'c', '', '"d""e", 4 ', 'f,5,6'), { maxLength: 30 }),
    fc.constantFrom('\n', '\r\n'),
    fc.integer({ min: 2, max: 6 }),
    async (rows, end, count) => {
      const bytes = Buffer.from(`x,y${end}${rows.join(end)}`);
      const whole = await written(bytes, 1);
      const one = (
        await read(whole, { file: 0, start: whole.file.dataStart, end: bytes.length, certain: true }, 1 << 16)
      ).seen;
      const cut = await written(bytes, count);
      const pieces: Seen[] = [];
      let start = cut.file.dataStart;
      // As the driver does: each partition starts where the one before ended.
      for (const { slices } of cut.manifest.partitions) {
        for (const slice of slices) {
          const { found, seen } = await read(cut, { ...slice, start }, 32);
          assert.not('code' in found);
          if ('end' in found) start = found.end.at;
          pieces.push(...seen);
        }
      }
      assert.equal(pieces, one);
      for (const { byte, line } of one) assert.is(bytes.subarray(0, byte).toString().split('\n').length, line);
    },
  );
  await fc.assert(cases, { numRuns: 150 });
});

test.run();
