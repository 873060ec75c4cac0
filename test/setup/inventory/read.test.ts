import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import { errorLines } from '../../../setup/error-text.ts';
import { readInventory } from '../../../setup/inventory/read.ts';
import { changed, example } from './example.ts';

const test = suite('an inventory that cannot be read says why, and what to do next');

const folder = mkdtempSync(join(tmpdir(), 'enjambre-test-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What people see of an error, and its fields. */
async function refusalOf(path: string): Promise<{ error: EnjambreError; lines: string[] }> {
  try {
    await readInventory(path);
  } catch (error) {
    if (!(error instanceof EnjambreError)) throw error;
    return { error, lines: errorLines(error, { argv: ['node', '/bin/enjambre', 'plan'], cwd: folder }) };
  }
  throw new Error(`${path} is not refused`);
}

test('a file is read, with or without a byte order mark', async () => {
  const text = JSON.stringify(example());
  const plain = await readInventory(written('plain.json', text));
  assert.is(plain.path, join(folder, 'plain.json'));
  assert.is(plain.nodes.length, 3);
  const marked = await readInventory(written('marked.json', `\ufeff${text.replaceAll(',', ',\r\n')}\r\n`));
  assert.equal(marked.nodes, plain.nodes);
});

test('a missing file says how to name one, or to make one', async () => {
  const { error, lines } = await refusalOf(join(folder, 'no such.json'));
  assert.equal([error.exitCode, error.code], [2, 'inventory-missing']);
  assert.equal(lines, [
    'Cannot read the inventory no such.json: there is no such file.',
    `Next: name yours with --inventory FILE, or copy the example (inventory.json of the project, docs/inventory.md) to 'no such.json'`,
  ]);
});

test('what is no file, or no text, is told apart', async () => {
  mkdirSync(join(folder, 'lab'));
  assert.match((await refusalOf(join(folder, 'lab'))).error.message, /lab: it is a folder$/);
  assert.match((await refusalOf(join(written('file', 'x'), 'y'))).error.message, /no folder$/);
  const windows = Buffer.from(`\ufeff${JSON.stringify(example())}`, 'utf16le');
  const { error } = await refusalOf(written('utf16.json', windows));
  assert.match(error.message, /it is not UTF-8$/);
  assert.is(error.next, 'save it as UTF-8 in your editor');
  assert.is(error.exitCode, 2);
});

test('a file that is no JSON is told with line and column', async () => {
  const { error, lines } = await refusalOf(written('comma.json', '{\n  "nodes": [],\n}'));
  assert.is(error.exitCode, 2);
  assert.equal(lines, [
    'Cannot read the inventory comma.json: line 3, column 1: a comma before "}" is too much.',
    'Next: change line 3, then type the command again',
  ]);
});

test('every wrong value has a line of its own', async () => {
  const lab = changed(['nodes', 1, 'address'], 'a;touch /x\n\u001b[2J');
  const { error, lines } = await refusalOf(written('values.json', JSON.stringify({ ...lab, swarm: { port: 1 } })));
  assert.is(error.exitCode, 2);
  assert.equal(lines, [
    'Cannot use the inventory values.json: 2 values are not right.',
    '  line 1: nodes[1].address: "a;touch /x\\n\\u001b[2J" is no address: give an IP address, as 192.168.1.21, or a host name',
    '  line 1: swarm.port: no such key is known here: known are advertise, certificateDays',
    'Next: change these lines, then type the command again. Each key is explained in docs/inventory.md',
  ]);
});

test.run();
