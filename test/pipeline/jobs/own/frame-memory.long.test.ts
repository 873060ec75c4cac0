import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fromRoot } from '../../../root.ts';
import { thisRuntime } from '../../run/other-process.ts';
import { growth, repeated } from './frame-growth.ts';

const test = suite('the memory of a frame job depends on the rows of a chunk, not on those of the input');
test('ten times the rows take no more memory', async () => {
  if (thisRuntime === 'deno') {
    console.log('skipped: Deno does not tell the memory of its threads');
    return;
  }
  const example = fromRoot('docs/examples/etl.ts');
  const few = await growth(example, repeated(10), { chunkRows: 5000 });
  const many = await growth(example, repeated(100), { chunkRows: 5000 });
  assert.is(many.run.json.rows, 10 * few.run.json.rows);
  assert.is(many.run.json.counters.written, 10 * (few.run.json.counters.written ?? 0));
  console.log(`${few.mebibytes.toFixed()} MiB for 120,000 rows, ${many.mebibytes.toFixed()} MiB for 1,200,000`);
  assert.ok(many.mebibytes < 1.5 * few.mebibytes + 100, `${many.mebibytes} MiB`);
});

test.run();
