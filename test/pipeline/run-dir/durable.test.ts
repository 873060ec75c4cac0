import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { promote, temporaryName, writeDurably } from '../../../pipeline/run-dir/durable.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';

keepFilesInMemory();
const test = suite('a file appears under its name only when it is complete');
const folder = scratchFolder();

test('a new file and one that is replaced', () => {
  const path = join(folder, 'new.json');
  for (const content of ['first, and longer', 'ñ\n', '']) {
    writeDurably(path, content);
    assert.is(readFileSync(path, 'utf8'), content);
  }
  assert.equal(readdirSync(folder), ['new.json']);
});

test('what is being written has a name that tells of its process', () => {
  const path = join(folder, 'part.csv');
  assert.is(basename(temporaryName(path)), `part.csv.${process.pid}.tmp`);
  writeFileSync(temporaryName(path), 'x');
  assert.not.ok(existsSync(path));
  promote(path);
  assert.is(readFileSync(path, 'utf8'), 'x');
  assert.not.ok(existsSync(temporaryName(path)));
});

test('a file that cannot be replaced stays as it is', () => {
  const path = join(folder, 'kept');
  mkdirSync(join(path, 'inside'), { recursive: true });
  assert.throws(() => writeDurably(path, 'new'));
  assert.ok(existsSync(join(path, 'inside')));
});

test.run();
