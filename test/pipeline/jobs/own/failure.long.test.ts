import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EnjambreError } from '../../../../pipeline/errors.ts';
import { loadOwnJob } from '../../../../pipeline/jobs/own/load.ts';
import { executeRun } from '../../../../pipeline/run.ts';
import { type RunEvent, readEvents } from '../../../../pipeline/run-dir/events.ts';
import { planRun } from '../../../../pipeline/runs/plan.ts';
import { Folder, failureOf } from './own-run.ts';

const test = suite("what fails in a person's job is told with its place");

const folder = new Folder();
test.after(() => folder.remove());

const rows = Array.from({ length: 40 }, (_, n) => `${n},${n === 33 ? -1 : n}\n`).join('');
const data = folder.write('data.csv', `n,value\n${rows}`);

const AGAIN = 'enjambre run ./my-job.ts ../data.csv --least 3';

/** A fold that counts rows, but for some functions, which stand on the lines from 6 on. */
function jobWith(functions: string): string {
  const members: Record<string, string> = {
    empty: '  empty: () => ({ rows: 0 }),',
    add: '  add: (state) => void state.rows++,',
    merge: '  merge: (a, b) => ({ rows: a.rows + b.rows }),',
    result: '  result: (state) => state,',
  };
  const kept = Object.keys(members).map((name) => (functions.includes(`  ${name}`) ? '' : members[name]));
  return folder.write('my-job.ts', ['export default {', ...kept, functions, '};'].join('\n'));
}

async function run(
  functions: string,
  partitions = 2,
): Promise<{ error: EnjambreError; attempts: number; reasons: string[]; last: RunEvent | undefined }> {
  const job = await loadOwnJob(jobWith(functions));
  const { directory } = await planRun({
    job,
    inputs: [data],
    options: { options: {} },
    hash: 'sampled',
    out: folder.newRun(),
    partitions,
    again: AGAIN,
  });
  const error = await failureOf(executeRun(directory, { workers: 1 }));
  const events = readEvents(directory);
  const attempts = events.filter(({ type }) => type === 'attempt').length;
  return { error, reasons: [error.message], attempts, last: events.at(-1) };
}

test('the function, its line, the partition and the row', async () => {
  const { reasons, error } = await run(
    "  add(state, row) {\n    if (row.number('value') < 0)\n      throw new RangeError('too low');\n  },",
  );
  assert.equal(reasons, ['my-job.ts:8: add failed: RangeError: too low (partition 1, data.csv line 35, byte 186)']);
  assert.is(error.next, `mend my-job.ts, then start a new run: ${AGAIN}`);
});

test('it is not tried again', async () => {
  const { attempts } = await run("  add() { throw new Error('no'); },");
  assert.is(attempts, 2);
});

test('one line, whatever is thrown', async () => {
  const said = async (functions: string) => (await run(functions, 1)).reasons[0];
  assert.is(
    await said("  add() { throw new Error('a\\n  b'); },"),
    'my-job.ts:6: add failed: Error: a b (partition 0, data.csv line 2, byte 8)',
  );
  assert.is(
    await said("  add() { throw 'plain text'; },"),
    'my-job.ts:6: add failed: it threw "plain text" (partition 0, data.csv line 2, byte 8)',
  );
  assert.is(
    await said('  empty: () => state.rows,'),
    'my-job.ts:6: empty failed: ReferenceError: state is not defined (partition 0)',
  );
  assert.is(
    await said('  empty: () => {},'),
    'my-job.ts:6: empty failed: TypeError: it returned nothing, and must return a state (partition 0)',
  );
  assert.match(
    (await said('  async add(state) { state.rows++; },')) ?? '',
    /^my-job\.ts:6: add failed: TypeError: it returned a promise: the functions of a fold must not be async \(partition 0, data\.csv line 2/,
  );
  assert.match(
    (await said('  empty: () => ({ rows: 0, log: () => 1 }),')) ?? '',
    /^my-job\.ts:6: empty failed: TypeError: state\.log is a function; a state is plain data/,
  );
});

test('a column that is not there is said as everywhere else', async () => {
  const { reasons, error } = await run("  add(state, row) {\n    row.text('valeu');\n  },", 1);
  assert.equal(reasons, [
    'my-job.ts:7: add failed: There is no column "valeu"; the input has "n", "value" (partition 0, data.csv line 2, byte 8)',
  ]);
  assert.match(error.next ?? '', /^did you mean "value"\? Then start a new run: /);
});

test('merging and the result have no row, but a place', async () => {
  const merge = await run('  merge(a, b) {\n    return a.rows.more + b.x.y;\n  },', 3);
  assert.match(
    merge.error.message,
    /^my-job\.ts:7: merge failed: TypeError: Cannot read .* \(partition 1 after those before it\)$/,
  );
  assert.is(merge.error.code, 'job-failed');
  const nothing = await run('  merge(a, b) {\n    a.rows += b.rows;\n  },');
  assert.is(
    nothing.error.message,
    'my-job.ts:6: merge failed: TypeError: it returned nothing, and must return a state (partition 1 after those before it)',
  );
  const result = await run('  result: (state) => new Map([[1, state]]),');
  assert.is(
    result.error.message,
    'my-job.ts:6: result failed: TypeError: result is a Map, which JSON cannot say: give Object.fromEntries(map), or [...map]',
  );
});

test('it is the last event of the run, with what to do next, also where results are combined', async () => {
  for (const functions of ["  add() { throw new Error('no'); },", '  merge: () => undefined,']) {
    const { error, last } = await run(functions);
    assert.is(last?.type, 'refused', functions);
    const { reason, code, next } = last as Extract<RunEvent, { type: 'refused' }>;
    assert.equal([reason, code, next], [error.message, 'job-failed', error.next]);
  }
});

test.run();
