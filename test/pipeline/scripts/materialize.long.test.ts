import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { materialize } from '../../../pipeline/runs/materialize.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { gzipOf } from '../input/gzip-samples.ts';
import { scratchFolder, writeFiles } from '../input/scratch.ts';
import { drive, plan } from '../run/driven.ts';
import { writeQuotedRows } from '../run/quoted-data.ts';
import { smallCsv } from '../runs/small-runs.ts';
import { done } from './by-hand.ts';

keepFilesInMemory();
const test = suite('partitions can be had as files, each a good CSV');
const folder = scratchFolder();

interface Parts {
  paths: string[];
  /** The first lines, all the same, and what comes after them. */
  header: Buffer;
  bodies: Buffer[];
}

async function partsOf(name: string, inputs: string[], partitions: number, column = 'value'): Promise<Parts> {
  const out = join(folder, name);
  const { directory, manifest } = await plan({
    inputs,
    partitions,
    out,
    delimiter: ',',
    describe: { columns: [column] },
  });
  const paths = await materialize(directory, manifest);
  assert.equal(
    paths,
    Array.from({ length: partitions }, (_, index) => join(directory, 'parts', `df_part_${index}.csv`)),
  );
  assert.equal(readdirSync(join(directory, 'parts')).length, partitions, 'nothing else lies there');
  const texts = paths.map((path) => readFileSync(path));
  const headers = texts.map((text) => text.subarray(0, text.indexOf(10) + 1));
  assert.is(new Set(headers.map((header) => header.toString('latin1'))).size, 1);
  const bodies = texts.map((text, index) => text.subarray(headers[index]?.length ?? 0));
  return { paths, header: headers[0] as Buffer, bodies };
}

const body = (bytes: Buffer) => bytes.subarray(bytes.indexOf(10) + 1);

/** Nothing but the input's name may differ between the whole and its parts, read one after the other. */
async function assertSameResult(name: string, whole: string[], parts: string[], columns: string[]): Promise<void> {
  const results = [];
  for (const inputs of [whole, parts]) {
    const out = join(folder, `${name}-${results.length}`);
    const { result } = await drive({ inputs, out, partitions: 2, describe: { columns, window: 9 } });
    const { input, ...rest } = JSON.parse(result);
    assert.ok(input.bytes > 0);
    results.push(rest);
  }
  assert.equal(results[1], results[0]);
}

test('side by side they are the input, each under its header', async () => {
  const text = smallCsv(400);
  writeFiles(folder, { 'plain.csv': text });
  const { header, bodies, paths } = await partsOf('plain', [join(folder, 'plain.csv')], 5);
  assert.is(header.toString(), 'station,note,value\n');
  assert.is(Buffer.concat(bodies).toString(), text.slice(header.length));
  assert.ok(bodies.every((part) => part.length > 1000 && part.at(-1) === 10));
  await assertSameResult('plain-result', [join(folder, 'plain.csv')], paths, ['value']);
});

test('cut between records, also where line feeds lie in quotes', async () => {
  const input = join(folder, 'quoted.csv');
  const rows = writeQuotedRows(input, 400_000, 20_000);
  const { bodies, paths } = await partsOf('quoted', [input], 14);
  assert.ok(Buffer.concat(bodies).equals(body(readFileSync(input))));
  let described = 0;
  for (const [index, path] of paths.entries()) {
    const out = join(folder, `quoted-part-${index}`);
    const { ledger } = await drive({ inputs: [path], out, partitions: 1, describe: { columns: ['value'] } });
    assert.equal([ledger.ragged, ledger.columns[0]?.invalid], [0, 0], `part ${index} holds whole records only`);
    described += ledger.rows;
  }
  assert.is(described, rows);
  await assertSameResult('quoted-result', [input], paths, ['value']);
});

test('with a byte order mark, CRLF, and no line feed at the end', async () => {
  writeFiles(folder, { 'bom.csv': `\ufeffk,v\r\n"a\r\nb",1\r\nc,2\r\nd,3` });
  const { header, bodies, paths } = await partsOf('bom', [join(folder, 'bom.csv')], 2, 'v');
  assert.is(header.toString(), 'k,v\r\n');
  assert.is(Buffer.concat(bodies).toString(), '"a\r\nb",1\r\nc,2\r\nd,3\n');
  await assertSameResult('bom-result', [join(folder, 'bom.csv')], paths, ['v']);
});

test('with fewer rows than parts, some of which are a header only', async () => {
  writeFiles(folder, { 'few.csv': 'k,v\na,1\nb,2' });
  const { bodies, paths } = await partsOf('few', [join(folder, 'few.csv')], 6, 'v');
  assert.is(bodies.map(String).filter((text) => text === '').length, 4);
  await assertSameResult('few-result', [join(folder, 'few.csv')], paths, ['v']);
});

test('a record as long as several partitions lies in one part, whole', async () => {
  const long = `"${'x,1\n'.repeat(30_000)}"`;
  const text = `k,v\na,1\n${long},2\nb,3\nc,4\n`;
  writeFiles(folder, { 'long.csv': text });
  const { bodies } = await partsOf('long', [join(folder, 'long.csv')], 8, 'v');
  assert.is(Buffer.concat(bodies).toString(), text.slice(4));
  assert.ok(bodies.some((part) => part.length >= long.length));
});

test('of gzip members that are cut anywhere, and of several files', async () => {
  const text = smallCsv(600);
  const members = [text.slice(0, 3001), text.slice(3001, 7777), text.slice(7777)];
  writeFiles(folder, {
    'm/a.csv.gz': gzipOf(...members),
    'm/b.csv': smallCsv(50),
    'm/c.csv.gz': gzipSync(smallCsv(70)),
  });
  const inputs = ['a.csv.gz', 'b.csv', 'c.csv.gz'].map((name) => join(folder, 'm', name));
  const { bodies, paths } = await partsOf('members', inputs, 4);
  const expected = [text, smallCsv(50), smallCsv(70)].map((one) => one.slice(one.indexOf('\n') + 1)).join('');
  assert.is(Buffer.concat(bodies).toString(), expected);
  await assertSameResult('members-result', inputs, paths, ['value']);
});

test('split --materialize writes and names them', async () => {
  const out = join(folder, 'by-script');
  const { stdout } = await done('split', [
    'describe',
    join(folder, 'plain.csv'),
    '--out',
    out,
    '--partitions',
    '2',
    '--materialize',
  ]);
  const named = stdout
    .trimEnd()
    .split('\n')
    .filter((line) => line.endsWith('.csv'));
  assert.equal(
    named,
    [0, 1].map((index) => join(out, 'parts', `df_part_${index}.csv`)),
  );
  const text = readFileSync(join(folder, 'plain.csv'));
  assert.is(Buffer.concat(named.map((path) => body(readFileSync(path)))).toString(), body(text).toString());
});

test.run();
