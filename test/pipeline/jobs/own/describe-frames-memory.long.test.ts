import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { thisRuntime } from '../../run/other-process.ts';
import { growth, repeated } from './frame-growth.ts';

const test = suite('the memory of `describe-frames` depends on --chunk-rows, not on the rows of the input');

const job = 'describe-frames';
const options = { column: 'ValorObservado' };

test('ten times the rows take no more memory, unless they are in one chunk', async () => {
  if (thisRuntime === 'deno') {
    console.log('skipped: Deno does not tell the memory of its threads');
    return;
  }
  const few = await growth(job, repeated(10), { options, chunkRows: 5000 });
  const long = repeated(100);
  const many = await growth(job, long, { options, chunkRows: 5000 });
  const whole = await growth(job, long, { options, chunkRows: 600_000 });
  assert.is(many.run.json.rows, 10 * few.run.json.rows);
  assert.equal(chunksOf(many.run.json.data), 10 * chunksOf(few.run.json.data));
  const [f, m, w] = [few, many, whole].map(({ mebibytes }) => Math.round(mebibytes)) as [number, number, number];
  console.log(`${f} MiB for 120,000 rows, ${m} MiB for 1,200,000; ${w} MiB in chunks of 600,000`);
  assert.ok(m < 1.5 * f + 100, `${m} MiB`);
  assert.ok(w > m + 150, `it is not --chunk-rows that bounds it: ${w} MiB`);
});

/** How many chunks the whole was made of. */
function chunksOf(data: unknown[][]): number {
  return Number(data.at(-1)?.[1]);
}

test.run();
