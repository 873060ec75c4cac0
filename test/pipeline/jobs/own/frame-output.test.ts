import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { paths } from '../../../../pipeline/run-dir/layout.ts';
import { readManifest } from '../../../../pipeline/run-dir/read-manifest.ts';
import { readCommit } from '../../../../pipeline/runs/attempts.ts';
import { scratchFolder } from '../../input/scratch.ts';
import { refusal } from '../../run/driven.ts';
import { runText } from './frame-runs.ts';

const test = suite('rows that a frame job writes are published with the result');
const root = scratchFolder();
let folders = 0;
const folder = () => join(root, String(folders++));

const writing = `export default {
  numbers: ['x'],
  frame(frame, { write }) {
    write(frame);
    const odd = frame.query(frame.column('x').mod(2).eq(1));
    if (odd.index.length > 0) write(odd.loc({ columns: ['x'] }), 'odd');
  },
  combine: (frames, { fromRows }) => fromRows(['frames'], [[frames.length]]),
};`;
const lines = Array.from({ length: 200 }, (_, index) => `${index},"text ${index}, ""quoted"""\n`);
const csv = `x,text\n${lines.join('')}`;

/** The files of one name, without their headers, one after the other. */
function joined(output: Record<string, string>, name: string): string {
  const files = Object.keys(output).filter((file) => file.startsWith(`${name}-`));
  return files.map((file) => output[file]?.replace(/^.*\n/, '')).join('');
}

test('every partition has a file of its own, and together they hold the same rows whatever the cut', async () => {
  for (const [partitions, chunkRows] of [
    [1, 1000],
    [1, 7],
    [12, 1000],
    [12, 3],
  ] as const) {
    const { output } = await runText(folder(), writing, csv, { partitions, chunkRows });
    const digits = partitions > 10 ? 2 : 1;
    const names = Array.from({ length: partitions }, (_, index) => String(index).padStart(digits, '0'));
    assert.equal(
      Object.keys(output),
      ['odd', 'rows'].flatMap((name) => names.map((number) => `${name}-${number}.csv`)),
    );
    assert.is(joined(output, 'rows'), lines.join(''));
    assert.is(joined(output, 'odd'), lines.flatMap((_, index) => (index % 2 === 1 ? [`${index}\n`] : [])).join(''));
    for (const [name, text] of Object.entries(output)) {
      assert.ok(text.startsWith(name.startsWith('odd') ? 'x\n' : 'x,text\n'), name);
    }
  }
});

test('chunks without rows write the header', async () => {
  const job = writing.replace('write(frame);', 'write(frame.query(frame.column("x").gt(1000)));');
  const { output } = await runText(folder(), job, csv, { chunkRows: 50 });
  assert.is(output['rows-0.csv'], 'x,text\n');
});

test('the files belong to the attempt: one that was changed is found out', async () => {
  const { directory } = await runText(folder(), writing, csv);
  const path = join(paths.attempt(directory, 0, 1), 'rows.csv');
  assert.is(readFileSync(path, 'utf8'), csv);
  writeFileSync(path, csv.replace('7', '8'));
  const { code, message } = await refusal(() => readCommit(directory, readManifest(directory), 0));
  assert.is(code, 'attempt-damaged');
  assert.match(message, 'rows.csv has changed since it was written');
});

test.run();
