import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lineAt } from '../../../pipeline/input/lines.ts';
import { gzipOf } from './gzip-samples.ts';
import { inputFile, scratchFolder } from './scratch.ts';

const test = suite('the line of a place in a file is counted');
const folder = scratchFolder();
const text = `a,b\n1,"x\ny"\n${'2,3\n'.repeat(100_000)}`;
const places: [offset: number, line: number][] = [
  [0, 1],
  [3, 1],
  [4, 2],
  [9, 3],
  [12, 4],
  [12 + 4 * 65_000, 65_004],
  [text.length, 100_004],
];

test('in a plain file', async () => {
  const file = inputFile(join(folder, 'x.csv'), text);
  for (const [offset, line] of places) assert.is(await lineAt(file, offset), line);
});

test('in the decompressed text of a gzip file', async () => {
  const bytes = gzipOf(text.slice(0, 6), text.slice(6));
  const file = inputFile(join(folder, 'x.csv.gz'), bytes, { compression: 'gzip' });
  for (const [offset, line] of places) assert.is(await lineAt(file, offset), line);
});

test.run();
