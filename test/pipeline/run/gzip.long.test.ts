import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DescribeOptions } from '../../../pipeline/jobs/describe/options.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { bgzfOf, gzipOf } from '../input/gzip-samples.ts';
import { scratchFolder, writeFiles } from '../input/scratch.ts';
import { smallCsv } from '../runs/small-runs.ts';
import { type Driven, drive, partitionsOf, refusal } from './driven.ts';
import { writeQuotedRows } from './quoted-data.ts';

keepFilesInMemory();
const test = suite('a compressed file gives the result of the plain one');
const folder = scratchFolder();
const describe: Partial<DescribeOptions> = {
  columns: ['value'],
  by: [{ column: 'key', unit: 'value' }],
  window: 20,
};

writeQuotedRows(join(folder, 'plain.csv'), 200_000, 6000);
const text = readFileSync(join(folder, 'plain.csv'), 'utf8');
let runCount = 0;

function driven(inputs: string[], partitions: number): Promise<Driven> {
  return drive({ inputs, partitions, describe, out: join(folder, `run-${runCount++}`) });
}

/** All of a result but what it says of its input. */
function withoutInput(result: string): string {
  const { input, ...rest } = JSON.parse(result);
  assert.ok(input.bytes > 0 && input.hash !== '');
  return JSON.stringify(rest);
}

const plain = driven([join(folder, 'plain.csv')], 1).then(({ result }) => withoutInput(result));

/** Texts of members that are as long as each other, cut without looking. */
function pieces(count: number): string[] {
  const length = Math.ceil(text.length / count);
  return Array.from({ length: count }, (_, index) => text.slice(index * length, (index + 1) * length));
}

const files: Record<string, Uint8Array> = {
  'one member': gzipSync(text),
  'three members': gzipOf(...pieces(3)),
  'forty members, cut anywhere': gzipOf(...pieces(40)),
  'members that are shorter than many a record': gzipOf(...pieces(700)),
  'members with empty ones among them': gzipOf('', ...pieces(5).flatMap((piece) => [piece, '']), ''),
  'the blocks of bgzip': bgzfOf(text, 9000),
};
for (const [name, bytes] of Object.entries(files)) {
  test(name, async () => {
    const file = `${name.replaceAll(' ', '-')}.csv.gz`;
    writeFiles(folder, { [file]: bytes });
    for (const partitions of [1, 13]) {
      const { result, ledger } = await driven([join(folder, file)], partitions);
      assert.is(withoutInput(result), await plain, `${partitions} partitions`);
      assert.equal(
        ledger.checks.filter(({ holds }) => !holds),
        [],
      );
    }
  });
}

test('cuts inside quoted fields of members are found out', async () => {
  const { events } = await driven([join(folder, 'forty-members,-cut-anywhere.csv.gz')], 13);
  assert.ok(partitionsOf(events, 'recut').length > 0);
});

test('several files under one header, by their names or a pattern', async () => {
  const [head = '', ...rows] = smallCsv(400).split(/(?<=\n)/);
  const part = (from: number, to: number) => head + rows.slice(from, to).join('');
  writeFiles(folder, {
    'many/all.csv': part(0, 400),
    'many/parts/a.csv': part(0, 100),
    'many/parts/b.csv.gz': gzipSync(part(100, 180)),
    'many/parts/c.csv': head,
    'many/parts/d.csv.gz': gzipOf(part(180, 300), rows.slice(300, 333).join('').slice(0, -5), part(332, 333).slice(-5)),
    'many/parts/e.csv': part(333, 400).slice(0, -1),
  });
  const byStation = { columns: ['value'], by: [{ column: 'station', unit: 'value' as const }], window: 7 };
  const result = async (inputs: string[], partitions: number) => {
    const out = join(folder, `run-${runCount++}`);
    const ended = await drive({ inputs, partitions, out, describe: byStation });
    return { ...ended, rest: withoutInput(ended.result) };
  };
  const { rest } = await result([join(folder, 'many/all.csv')], 1);
  const names = ['a.csv', 'b.csv.gz', 'c.csv', 'd.csv.gz', 'e.csv'].map((name) => join(folder, 'many/parts', name));
  for (const partitions of [1, 3, 20]) assert.is((await result(names, partitions)).rest, rest, `${partitions}`);
  const matched = await result([join(folder, 'many/parts/*')], 4);
  assert.is(matched.rest, rest);
  const { input } = JSON.parse(matched.result);
  assert.is(input.name, '5 files');
  assert.equal(
    input.files.map(({ name }: { name: string }) => name),
    ['a.csv', 'b.csv.gz', 'c.csv', 'd.csv.gz', 'e.csv'],
  );
});

test('a damaged member is refused by its place, and the partitions before it are kept', async () => {
  const bytes = gzipOf(...pieces(6));
  bytes[bytes.length - 100] = (bytes[bytes.length - 100] as number) ^ 8;
  writeFiles(folder, { 'damaged.csv.gz': bytes });
  const error = await refusal(driven([join(folder, 'damaged.csv.gz')], 3));
  assert.is(error.exitCode, 1);
  assert.match(error.message, /damaged\.csv\.gz/);
  assert.match(`${error.message} ${error.code}`, /gzip/);
});

test('a file that ends in the middle of a member is refused', async () => {
  const bytes = gzipOf(...pieces(3));
  writeFiles(folder, { 'short.csv.gz': bytes.subarray(0, bytes.length - 500) });
  assert.match((await refusal(driven([join(folder, 'short.csv.gz')], 2))).message, /short\.csv\.gz/);
});

test.run();
