import fc from 'fast-check';
import { suite } from 'uvu';
import { assertAgrees, expectedOutcome, outcomeOf } from '../oracle/agree.ts';
import type { Case } from '../oracle/generate.ts';
import { bulk, soup, table } from '../oracle/generate.ts';
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
    simd: fc.boolean(),
  },
  { requiredKeys: ['partitions'] },
);

function agrees(cases: fc.Arbitrary<Case>, quick: number, many: number): Promise<void> {
  const property = fc.asyncProperty(cases, how, async ({ files, options }, chosen) => {
    const outcome = await outcomeOf(describeBytes(files, options, chosen));
    assertAgrees(outcome, expectedOutcome(files, options, outcome), JSON.stringify(chosen));
  });
  return fc.assert(property, runs(quick, many));
}

test('for tables as programs write them', () => agrees(table, 150, 10_000));

test('for any sequence of the bytes that mean something', () => agrees(soup, 400, 40_000));

test('for more values than memory holds', () => agrees(bulk, 30, 2000));

test.run();
