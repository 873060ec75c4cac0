import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { fromRoot } from '../../root.ts';
import { scratchFolder } from '../input/scratch.ts';
import { type Cut, drive } from './driven.ts';

keepFilesInMemory();
const test = suite('the driver brings a run to its result');
const folder = scratchFolder();

const byStation: Cut = {
  inputs: [fromRoot('docs/sample.csv')],
  describe: { columns: ['ValorObservado'], by: [{ column: 'CodigoEstacion', unit: 'value' }] },
};

// The long suite does the same with more data, more ways to share it out, and Deno: same-bytes.long.test.ts.
test('with the same bytes for 1, 7 and 64 partitions, one worker or two', async () => {
  const results = new Set<string>();
  for (const [partitions, workers] of [
    [1, 1],
    [7, 2],
    [64, 2],
  ] as const) {
    const out = `${folder}/${partitions}`;
    const { result, ledger } = await drive({ ...byStation, partitions, out }, { workers });
    assert.is(ledger.rows, 12_000);
    assert.ok(
      ledger.checks.every(({ holds }) => holds),
      JSON.stringify(ledger.checks),
    );
    results.add(result);
  }
  assert.is(results.size, 1);
});

test.run();
