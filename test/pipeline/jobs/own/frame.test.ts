import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readManifest } from '../../../../pipeline/run-dir/read-manifest.ts';
import { readLedger } from '../../../../pipeline/runs/ledger.ts';
import { scratchFolder, writeFiles } from '../../input/scratch.ts';
import { refusal } from '../../run/driven.ts';
import { runFile, runText, showFrames } from './frame-runs.ts';

const test = suite('a frame job gets the rows of its partition as frames, chunk by chunk');
const root = scratchFolder();
let folders = 0;
const folder = () => join(root, String(folders++));

const csv = 'station,note,value\n0021,"a, b",1.5\n0022, N/A ,oops\n"0023",,NaN\n0024,d\n0025,é,-2e1\n';

/** Too few of the values are numbers for the column to be found. */
const showValues = showFrames.replace('frame:', "numbers: ['value'],\n  frame:");

test('text keeps its zeros, numbers are numbers, and what is missing or invalid is missing', async () => {
  const { json } = await runText(folder(), showValues, csv);
  const [[chunk, line, byte, columns, types, rows, mark]] = json.data as [unknown[]];
  assert.equal([chunk, line, byte, mark], [0, 2, 19, 'x']);
  assert.is(columns, 'station,note,value');
  assert.is(types, 'string,string,float32');
  assert.equal(JSON.parse(rows as string), [
    ['0021', 'a, b', 1.5],
    ['0022', null, null],
    ['0023', null, null],
    ['0024', 'd', null],
    ['0025', 'é', -20],
  ]);
});

test('chunks hold as many rows as were asked for, and begin where they say', async () => {
  const { json } = await runText(folder(), showFrames, csv, { chunkRows: 2 });
  assert.equal(
    json.data.map(([chunk, line, byte]) => [chunk, line, byte]),
    [
      [0, 2, 19],
      [1, 4, 51],
      [2, 6, 70],
    ],
  );
});

test('places are true in every partition', async () => {
  const lines = Array.from({ length: 500 }, (_, index) => `s${index},"two\nlines",${index}\n`);
  const { json } = await runText(folder(), showFrames, `station,note,value\n${lines.join('')}`, {
    partitions: 4,
    chunkRows: 100,
    driven: true,
  });
  const bytes = (rows: number) => 19 + lines.slice(0, rows).join('').length;
  let rowsBefore = 0;
  for (const [, line, byte, , , rows] of json.data) {
    assert.equal([line, byte], [2 + 2 * rowsBefore, bytes(rowsBefore)]);
    rowsBefore += (JSON.parse(rows as string) as unknown[]).length;
  }
  assert.is(rowsBefore, 500);
  assert.ok(json.data.length > 5, 'more than one chunk in a partition');
});

test('a chunk goes on in the next file', async () => {
  const inputs = folder();
  writeFiles(inputs, { 'a.csv': 'x\n1\n2\n', 'b.csv': 'x\n3\n' });
  writeFiles(root, { 'show.ts': showFrames });
  const files = [join(inputs, 'a.csv'), join(inputs, 'b.csv')];
  const { json } = await runFile(folder(), join(root, 'show.ts'), files);
  assert.equal(
    json.data.map((row) => row[5]),
    ['[[1],[2],[3]]'],
  );
});

test('a job names its columns, and which of them are numbers', async () => {
  const job = showFrames.replace('frame:', "columns: ['value', 'station'], numbers: ['station'],\n  frame:");
  const { json } = await runText(folder(), job, csv);
  const [[, , , columns, types, rows]] = json.data as [unknown[]];
  assert.equal([columns, types], ['value,station', 'string,float32']);
  assert.equal((JSON.parse(rows as string) as unknown[])[1], ['oops', 22]);
});

test('columns can come from options', async () => {
  const job = showFrames
    .replace("{ type: 'string', description: 'anything', default: 'x' }", "{ type: 'column', description: 'one' }")
    .replace('frame:', 'columns: ({ mark }) => [mark],\n  frame:');
  const { json } = await runText(folder(), job, csv, { options: { mark: 'note' } });
  assert.is((json.data[0] as unknown[])[3], 'note');
  const { message, next } = await refusal(runText(folder(), job, csv, { options: { mark: 'nota' } }));
  assert.match(message, 'There is no column "nota"');
  assert.is(next, 'did you mean "note"?');
});

test('`--missing` says what is missing', async () => {
  const { json } = await runText(folder(), showFrames, csv, { missing: ['oops'] });
  const rows = JSON.parse((json.data[0] as unknown[])[5] as string) as unknown[][];
  assert.equal(rows[1], ['0022', 'N/A', null]);
});

test('the ledger counts the fields of each column of numbers, and shows the invalid ones with their places', async () => {
  const { directory } = await runText(folder(), showValues, `${csv}0026,f,2\n0027,g,?\n`, {
    partitions: 2,
    chunkRows: 2,
  });
  const { columns, examples, checks } = readLedger(directory, readManifest(directory));
  assert.equal(columns, [{ column: 'value', count: 3, missing: 2, invalid: 2 }]);
  assert.equal(
    examples.map(({ text, line, byte, file }) => [file, line, byte, text]),
    [
      ['data.csv', 3, 46, 'oops'],
      ['data.csv', 8, 99, '?'],
    ],
  );
  assert.ok(checks.every(({ holds }) => holds));
});

test('counters are summed over chunks and partitions', async () => {
  const job = `export default {
    frame(frame, { count }) { count('rows', frame.index.length); count('chunks'); },
    combine: (frames, { fromRows, counters }) => fromRows(['kept', 'rows'], [[frames.length, counters.rows]]),
  };`;
  const rows = Array.from({ length: 1000 }, (_, index) => `${index}\n`).join('');
  const { json, csv: table } = await runText(folder(), job, `x\n${rows}`, { partitions: 3, chunkRows: 100 });
  assert.is(json.counters.rows, 1000);
  assert.ok((json.counters.chunks ?? 0) >= 10);
  assert.equal(json.data, [[0, 1000]]);
  assert.is(table, 'kept,rows\n0,1000\n');
});

test('returned frames reach combine cell by cell: text, infinities, truth values and what is missing', async () => {
  const job = `export default {
    frame: (frame, { fromRows }) => fromRows(['text', 'number', 'flag', 'none'], [
      ['0021', Infinity, true, null], ['line\\nbreak "q"', -0, false, null], [null, 0.1, null, null], ['', -Infinity, true, null]]),
    combine: (frames, { rowsOf, fromRows }) => fromRows(['cells', 'n'], [[
      rowsOf(frames[0]).flat().map((cell) => Object.is(cell, -0) ? '-0' : typeof cell + ':' + cell).join('|'), 1 / 0]]),
  };`;
  const { json } = await runText(folder(), job, 'x\n1\n');
  assert.equal(json.data, [
    [
      [
        'string:0021|number:Infinity|boolean:true|object:null',
        'string:line\nbreak "q"|-0|boolean:false|object:null',
        'object:null|number:0.1|object:null|object:null',
        'string:|number:-Infinity|boolean:true|object:null',
      ].join('|'),
      null,
    ],
  ]);
});

test('an input without rows calls combine with no frames', async () => {
  const { json } = await runText(folder(), showFrames, 'station,value\n', { options: { mark: 'y' } });
  assert.equal([json.rows, json.columns, json.data], [0, [], []]);
});

test('the result names the job, its input and its options', async () => {
  const { result } = await runText(folder(), showFrames, 'x\n1\n', { chunkRows: 7 });
  const { job, input, options, ...rest } = JSON.parse(result);
  assert.is(job, 'my-job');
  assert.equal([input.name, input.bytes], ['data.csv', 4]);
  assert.equal(Object.keys(options), ['mark', 'chunkRows', 'missing', 'delimiter', 'decimal', 'encoding']);
  assert.is(options.chunkRows, 7);
  assert.equal(Object.keys(rest), ['rows', 'ragged', 'counters', 'columns', 'data']);
});

test('a chunk of no rows is refused', async () => {
  const { message, exitCode } = await refusal(runText(folder(), showFrames, 'x\n1\n', { chunkRows: 0 }));
  assert.is(message, '--chunk-rows 0 is not allowed');
  assert.is(exitCode, 2);
});

test.run();
