import { Buffer } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { gzipMembers, isGzip, parseGzipHeader } from '../../../pipeline/input/gzip.ts';
import { bgzfOf, gzipOf, gzipWithEverything, memberStarts, noise } from './gzip-samples.ts';
import { scratchFolder } from './scratch.ts';

const test = suite('the members of a gzip file are found');
const path = join(scratchFolder(), 'data.csv.gz');

function membersOf(bytes: Uint8Array): number[] {
  writeFileSync(path, bytes);
  return gzipMembers(path);
}

test('knows gzip by its first bytes', () => {
  assert.ok(isGzip(gzipOf('x')));
  assert.not.ok(isGzip(Buffer.from('a,b\n')));
  assert.not.ok(isGzip(new Uint8Array()));
});

test('reads a header with every optional part', () => {
  const bytes = gzipWithEverything('hello');
  assert.equal(parseGzipHeader(bytes), { headerBytes: 10 + 7 + 6 + 3 + 2, memberBytes: undefined });
  for (let end = 0; end < 28; end++) assert.is(parseGzipHeader(bytes.subarray(0, end)), undefined);
});

test('reads the length of a BGZF member', () => {
  const bytes = bgzfOf('hello', 100);
  assert.is(parseGzipHeader(bytes)?.memberBytes, bytes.length - 28);
});

test('refuses reserved flags and other methods', () => {
  const bytes = gzipOf('x');
  assert.is(parseGzipHeader(Uint8Array.from(bytes).with(3, 0x20)), undefined);
  assert.is(parseGzipHeader(Uint8Array.from(bytes).with(2, 7)), undefined);
});

test('finds one member', () => {
  assert.equal(membersOf(gzipOf(noise(300_000))), [0]);
  assert.equal(membersOf(gzipOf('')), [0]);
});

test('finds members of any size, small ones at the edge of what is read at once too', () => {
  const texts = ['a,b\n', noise(900_000), '1,2\n', '', noise(2_000_000, 5), 'x'];
  assert.equal(membersOf(gzipOf(...texts)), memberStarts(...texts));
});

test('finds a member whose magic lies across the edge of a block', () => {
  for (const before of [1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1]) {
    const filler = Buffer.alloc(before - gzipOf('').length, 7);
    const first = gzipOf('');
    assert.equal(membersOf(Buffer.concat([first, filler, gzipOf('x')])), [0, before]);
  }
});

test('takes no bytes for a member that only begin like one', () => {
  const fakes = Buffer.concat([
    Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0xff]),
    Buffer.from([0x1f, 0x8b, 8, 0xe0, 0, 0, 0, 0, 0, 3]),
    Buffer.from([0x1f, 0x8b, 8]),
  ]);
  assert.equal(membersOf(Buffer.concat([gzipOf('x'), fakes])), [0]);
});

test('follows the sizes of BGZF, the empty last member included', () => {
  const bytes = bgzfOf(noise(200_000), 50_000);
  const starts = membersOf(bytes);
  assert.is(starts.length, 6);
  for (const start of starts) assert.ok(isGzip(bytes.subarray(start)));
  assert.is(starts.at(-1), bytes.length - bgzfOf('', 1).length);
});

test('finds members where BGZF and others are mixed', () => {
  const first = bgzfOf('a,b\n1,2\n', 4);
  const starts = membersOf(Buffer.concat([first, gzipOf('3,4\n')]));
  assert.is(starts.length, 4);
  assert.is(starts.at(-1), first.length);
});

test.run();
