import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { suite } from 'uvu';
import { assertAgrees, expectedOutcome, outcomeOf } from '../oracle/agree.ts';
import type { CsvFile } from '../oracle/describe.ts';
import type { Case } from '../oracle/generate.ts';
import { table } from '../oracle/generate.ts';
import { bulk, deceptive, soup } from '../oracle/generate-adversarial.ts';
import { keepFilesInMemory, runs } from '../oracle/runs.ts';
import type { How } from './describe-bytes.ts';
import { describeBytes } from './describe-bytes.ts';

keepFilesInMemory();
const test = suite('describe gives the bytes of the oracle, however the work is cut');

/** More partitions than rows, buffers that hold a few bytes of a record, and memory for a few values, among others. */
const how: fc.Arbitrary<How> = fc.record(
  {
    partitions: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 70 })),
    bufferBytes: fc.oneof(fc.integer({ min: 64, max: 300 }), fc.constantFrom(4096, 1 << 18)),
    memoryBytes: fc.constantFrom(1, 1 << 16, 1 << 18, 1 << 26),
    segmentRows: fc.constantFrom(1, 50, 2 ** 30),
    simd: fc.boolean(),
  },
  { requiredKeys: ['partitions'] },
);

/** `stored` is how the product gets the files; the oracle always gets them plain. */
async function assertCase({ files, options }: Case, chosen: How, stored: CsvFile[] = files): Promise<void> {
  const outcome = await outcomeOf(describeBytes(stored, options, chosen));
  assertAgrees(outcome, expectedOutcome(files, options, outcome), JSON.stringify(chosen));
}

function agrees(cases: fc.Arbitrary<Case>, quick: number, many: number): Promise<void> {
  return fc.assert(
    fc.asyncProperty(cases, how, (made, chosen) => assertCase(made, chosen)),
    runs(quick, many),
  );
}

/** Gzip of several members, cut anywhere, as `cat a.gz b.gz` and parallel compressors make it. */
function gzipMembers({ name, bytes }: CsvFile, percentCuts: number[]): CsvFile {
  const places = percentCuts.map((percent) => Math.floor((bytes.length * percent) / 100)).sort((a, b) => a - b);
  const members = [0, ...places].map((start, i) => gzipSync(bytes.subarray(start, places[i])));
  return { name: `${name}.gz`, bytes: Buffer.concat(members) };
}

test('for tables as programs write them', () => agrees(table, 50, 2500));

test('for any sequence of the bytes that mean something', () => agrees(soup, 120, 8000));

test('for quoted text that looks like rows', () => agrees(deceptive, 15, 1200));

test('for more values than memory holds', () => agrees(bulk, 8, 500));

test('for gzip of any members', () => {
  const cuts = fc.array(fc.nat({ max: 100 }), { maxLength: 6 });
  const property = fc.asyncProperty(fc.oneof(table, soup, deceptive), cuts, how, (made, percentCuts, chosen) =>
    assertCase(
      made,
      chosen,
      made.files.map((file) => gzipMembers(file, percentCuts)),
    ),
  );
  return fc.assert(property, runs(12, 2000));
});

test.run();
