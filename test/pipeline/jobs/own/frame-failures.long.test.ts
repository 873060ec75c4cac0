import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ATTEMPT_SUMMARY, paths } from '../../../../pipeline/run-dir/layout.ts';
import { listAttempts } from '../../../../pipeline/runs/attempts.ts';
import { scratchFolder } from '../../input/scratch.ts';
import { refusal } from '../../run/driven.ts';
import { type FrameCut, runText } from './frame-runs.ts';

const test = suite('what goes wrong in a frame job is told with its place in the file and in the input');
const root = scratchFolder();
let folders = 0;
const folder = () => join(root, String(folders++));

const rows = Array.from({ length: 30 }, (_, index) => `${index},n${index}\n`).join('');
const csv = `x,name\n${rows}`;
const combine = 'combine: (frames, { concat }) => concat(frames)';

/** The message that a job ends with, whose `frame` has this body. */
async function failureOf(body: string, cut: FrameCut = { chunkRows: 10 }, last = combine): Promise<string> {
  const job = `export default {\n  frame(frame, context) {\n${body}\n  },\n  ${last},\n};\n`;
  const { message, code, next } = await refusal(runText(folder(), job, csv, cut));
  assert.is(code, 'job-failed', message);
  assert.match(next ?? '', 'start a new run: enjambre run ./my-job.ts FILE…');
  // Without the driver, which tells it as it is.
  return message.replace(/^Cannot combine: partition \d was refused: /, '');
}

test('a thrown error: line of the job, partition, first and last row of the chunk', async () => {
  const body = "if (context.chunk === 1) throw new Error('no such station');";
  assert.is(
    await failureOf(body, { chunkRows: 10, driven: true }),
    'my-job.ts:3: frame failed: Error: no such station (partition 0, rows from data.csv line 12, byte 57 to line 21, byte 120)',
  );
});

test('a rejected promise', async () => {
  const job = "return Promise.reject(new TypeError('late'));";
  assert.match(
    await failureOf(job),
    /frame failed: TypeError: late \(partition 0, rows from data\.csv line 2, byte 7 to/,
  );
});

test('a type error inside of danfo.js names the line of the job', async () => {
  const message = await failureOf("\n\nreturn frame.column('nowhere');");
  assert.match(message, /^my-job\.ts:5: frame failed: Error: ParamError: Column not found/);
});

test('places are counted before they are told, also in a later partition', async () => {
  const message = await failureOf("if (context.partition === 2) throw new Error('here');", {
    partitions: 3,
    chunkRows: 5,
  });
  const [, line, byte] = /partition 2, rows from data\.csv line (\d+), byte (\d+) /.exec(message) ?? [];
  const before = csv.slice(0, Number(byte));
  assert.is(before.split('\n').length, Number(line));
  assert.ok(Number(line) > 15 && before.endsWith('\n'), message);
});

test('a frame that is none', async () => {
  assert.match(await failureOf('return [1];'), '`frame` returned an array, and must return a DataFrame or nothing');
  assert.match(await failureOf("return frame.column('x');"), '`frame` returned a Series, and must return a DataFrame');
  const message = await failureOf('', {}, 'combine: (frames, { danfo }) => new danfo.Series([1])');
  assert.is(
    message,
    'my-job.ts:5: combine failed: TypeError: `combine` returned a Series, and must return a DataFrame',
  );
});

test('a cell that is none', async () => {
  const message = await failureOf("return new context.danfo.DataFrame([[1, [2, 3]]], { columns: ['a', 'modes'] });");
  assert.match(message, 'row 1 of "modes" holds an array: cells are numbers, text, true or false, or missing');
});

test('rows that are written with other columns than before', async () => {
  const body = "context.write(context.chunk === 0 ? frame : frame.loc({ columns: ['x'] }));";
  assert.match(
    await failureOf(body),
    'context.write: "rows" has the columns x, name, and this frame has x (partition 0,',
  );
});

test('rows that another partition wrote with other columns', async () => {
  const body = "context.write(context.partition === 0 ? frame : frame.loc({ columns: ['x'] }));";
  const job = `export default {\n  frame(frame, context) {\n${body}\n  },\n  ${combine},\n};\n`;
  const { message, code } = await refusal(runText(folder(), job, csv, { partitions: 2, driven: true }));
  assert.is(code, 'job-failed');
  assert.is(message, 'Partition 1: context.write: "rows" has the columns x, name, and this frame has x');
});

test('a name for rows that is no file name', async () => {
  assert.match(
    await failureOf("context.write(frame, '../up');"),
    'context.write: the name "../up" is no name of letters',
  );
});

test('a failed job leaves no result and no output, and is not tried again', async () => {
  const place = folder();
  const job = `export default {
    frame(frame, { write }) { write(frame); throw new Error('after writing'); },
    ${combine},
  };`;
  const { message } = await refusal(runText(place, job, csv, { driven: true }));
  assert.match(message, 'after writing');
  const run = join(place, 'run');
  assert.is(existsSync(paths.result(run)), false);
  assert.is(existsSync(paths.output(run)), false);
  assert.equal(readdirSync(paths.attempt(run, 0, 1)), [ATTEMPT_SUMMARY]);
  assert.equal(listAttempts(run, 0), [1]);
});

test('a job that fails on the nonsense of a wrongly guessed start gets the right rows then', async () => {
  // Cut anywhere, most of this text looks like rows whose second field is no number.
  const tricky = Array.from({ length: 400 }, (_, index) => `${index},"${'wrong,row\n'.repeat(20)}"\n`).join('');
  const job = `export default {
    numbers: ['x'],
    frame(frame, { fromRows, rowsOf }) {
      if (frame.column('x').isNa().values.includes(true)) throw new Error('this is no row');
      return fromRows(['rows'], [[frame.index.length]]);
    },
    combine: (frames, { fromRows, rowsOf }) =>
      fromRows(['rows'], [[frames.flatMap(rowsOf).reduce((sum, [rows]) => sum + rows, 0)]]),
  };`;
  const { json } = await runText(folder(), job, `x,text\n${tricky}`, { partitions: 5, driven: true });
  assert.equal(json.data, [[400]]);
});

test.run();
