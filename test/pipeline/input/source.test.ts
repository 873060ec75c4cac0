import { Buffer } from 'node:buffer';
import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EnjambreError } from '../../../pipeline/errors.ts';
import type { ByteSource } from '../../../pipeline/input/source.ts';
import { openSource, positionAfter } from '../../../pipeline/input/source.ts';
import type { InputFile } from '../../../pipeline/run-dir/manifest.ts';
import { bgzfOf, gzipOf, gzipWithEverything, memberStarts, noise } from './gzip-samples.ts';
import { inputFile, scratchFolder } from './scratch.ts';

const test = suite('a source gives the bytes of the text from a slice on');
const folder = scratchFolder();
const path = join(folder, 'data.csv');

function gzipFile(bytes: Uint8Array): InputFile {
  return inputFile(`${path}.gz`, bytes, { compression: 'gzip' });
}

async function readAll(source: ByteSource, targetBytes = 10_000): Promise<string> {
  const parts: Buffer[] = [];
  try {
    for (;;) {
      const target = Buffer.alloc(targetBytes);
      const byteCount = await source.read(target);
      if (byteCount === 0) break;
      parts.push(target.subarray(0, byteCount));
    }
  } finally {
    source.close();
  }
  return Buffer.concat(parts).toString('latin1');
}

async function refusal(run: () => unknown): Promise<EnjambreError> {
  try {
    await run();
  } catch (error) {
    return error as EnjambreError;
  }
  throw new Error('not refused');
}

test('a plain file is read at once, from the start of the slice to the end of the file', async () => {
  const file = inputFile(path, 'a,b\n1,2\n3,4\n');
  const source = openSource({ start: 4 }, file);
  const target = new Uint8Array(5);
  assert.is(source.read(target), 5);
  assert.is(Buffer.from(target).toString(), '1,2\n3');
  assert.equal(positionAfter(source, file, 2, 4), { file: 2, at: 8, skip: 0 });
  assert.is(await readAll(source), ',4\n');
});

test('a plain file that became shorter or longer is refused, before or while it is read', async () => {
  const file = inputFile(path, 'x'.repeat(100));
  const source = openSource({ start: 0 }, file);
  assert.is(source.read(new Uint8Array(10)), 10);
  truncateSync(path, 50);
  const { code, message } = await refusal(() => source.read(new Uint8Array(60)));
  source.close();
  assert.equal([code, message.includes('it ends at byte 50 of 100')], ['input-changed', true]);
  assert.is((await refusal(() => openSource({ start: 0 }, file))).code, 'input-changed');
});

test('bytes that were added while it is read are not given', async () => {
  const source = openSource({ start: 0 }, inputFile(path, 'abc'));
  appendFileSync(path, 'def');
  assert.is(await readAll(source, 2), 'abc');
});

const texts = ['a,b\n', noise(700_000), '', '1,2\n', noise(400_000, 9)];
const whole = texts.join('');

for (const targetBytes of [1 << 20, 999]) {
  test(`gzip members follow each other, read by ${targetBytes} bytes`, async () => {
    const file = gzipFile(gzipOf(...texts));
    const starts = memberStarts(...texts);
    const source = openSource({ start: 0 }, file);
    assert.ok((await readAll(source, targetBytes)) === whole);
    let from = 0;
    const members = texts.map((text, i) => {
      from += texts[i - 1]?.length ?? 0;
      return { at: starts[i], from, bytes: text.length };
    });
    assert.equal(
      source.members,
      members.map(({ at, from }) => ({ at, from })),
    );
  });
}

test('a gzip slice starts with its member, less what it skips', async () => {
  const file = gzipFile(gzipOf(...texts));
  const starts = memberStarts(...texts);
  const rest = texts.slice(1).join('');
  assert.ok((await readAll(openSource({ start: starts[1] ?? 0 }, file))) === rest);
  for (const skip of [4, 5, 300_000, 700_010]) {
    const source = openSource({ start: 0, skip }, file);
    assert.ok((await readAll(source)) === whole.slice(skip), `skip ${skip}`);
    assert.equal(source.members[1], { at: starts[1], from: 4 - skip });
  }
});

test('a place is told the same whichever slice it was read from', async () => {
  const file = gzipFile(gzipOf('a\nb\n', 'c\n', '', 'd\ne'));
  const starts = memberStarts('a\nb\n', 'c\n', '', 'd\ne');
  const places = async (start: number, skip: number, offsets: number[]) => {
    const source = openSource({ start, skip }, file);
    await readAll(source);
    return offsets.map((offset) => positionAfter(source, file, 0, offset));
  };
  const fromFirst = await places(0, 0, [0, 2, 4, 6, 8]);
  assert.equal(fromFirst, [
    { file: 0, at: 0, skip: 0 },
    { file: 0, at: 0, skip: 2 },
    { file: 0, at: 0, skip: 4 },
    { file: 0, at: starts[1], skip: 2 },
    { file: 0, at: starts[3], skip: 2 },
  ]);
  assert.equal(await places(0, 2, [0, 2, 4, 6]), fromFirst.slice(1));
  assert.equal(await places(starts[1] ?? 0, 0, [2, 4]), fromFirst.slice(3));
  assert.equal(await places(starts[2] ?? 0, 0, [2]), fromFirst.slice(4));
});

test('BGZF, headers with everything and padding are read', async () => {
  assert.is(await readAll(openSource({ start: 0 }, gzipFile(bgzfOf('a,b\n1,2\n', 3)))), 'a,b\n1,2\n');
  assert.is(await readAll(openSource({ start: 0 }, gzipFile(gzipWithEverything('a,b\n')))), 'a,b\n');
  const padded = Buffer.concat([gzipOf('a,b\n'), Buffer.alloc(1000)]);
  assert.is(await readAll(openSource({ start: 0 }, gzipFile(padded))), 'a,b\n');
  assert.is(await readAll(openSource({ start: 0 }, gzipFile(gzipOf('')))), '');
});

test('a gzip file cut anywhere is refused, naming file and member', async () => {
  const complete = gzipOf('a,b\n1,2\n', noise(2000));
  const [, second = 0] = memberStarts('a,b\n1,2\n', '');
  for (const end of [
    5,
    15,
    second - 1,
    second + 1,
    second + 5,
    second + 11,
    complete.length - 8,
    complete.length - 1,
  ]) {
    const { code, message } = await refusal(() =>
      readAll(openSource({ start: 0 }, gzipFile(complete.subarray(0, end)))),
    );
    assert.is(code, 'gzip-corrupt', `cut at ${end}: ${message}`);
    assert.match(message, `"data.csv.gz": gzip member at byte ${end < second ? 0 : second}:`);
  }
});

test('a gzip file with a wrong byte is refused', async () => {
  const complete = gzipOf(noise(200_000));
  const wrong: [place: number, says: string][] = [
    [complete.length - 8, 'its checksum does not match'],
    [complete.length - 4, 'its length does not match'],
    [0, 'no gzip member starts there'],
  ];
  for (const [place, says] of wrong) {
    const bytes = Uint8Array.from(complete).with(place, (complete[place] ?? 0) ^ 1);
    const { code, message } = await refusal(() => readAll(openSource({ start: 0 }, gzipFile(bytes))));
    assert.equal([code, message.includes(says)], ['gzip-corrupt', true], message);
  }
  for (const place of [20, 5000, 50_000, complete.length - 20]) {
    const bytes = Uint8Array.from(complete).with(place, (complete[place] ?? 0) ^ 0x55);
    assert.is((await refusal(() => readAll(openSource({ start: 0 }, gzipFile(bytes))))).code, 'gzip-corrupt');
  }
  for (const block of [bgzfOf('a,b\n1,2\n', 3)]) {
    const bytes = Uint8Array.from(block).with(19, (block[19] ?? 0) ^ 0x55);
    assert.is((await refusal(() => readAll(openSource({ start: 0 }, gzipFile(bytes))))).code, 'gzip-corrupt');
  }
});

test('what follows the last member and is no padding is refused', async () => {
  const bytes = Buffer.concat([gzipOf('a,b\n'), Buffer.from('junk')]);
  const { code, message } = await refusal(() => readAll(openSource({ start: 0 }, gzipFile(bytes))));
  assert.equal([code, message.includes(`member at byte ${gzipOf('a,b\n').length}`)], ['gzip-corrupt', true]);
});

test('a gzip file that is cut while it is read is refused as changed', async () => {
  const file = gzipFile(gzipOf(noise(3_000_000)));
  const source = openSource({ start: 0 }, file);
  await source.read(new Uint8Array(100));
  truncateSync(file.path, 500_000);
  assert.is((await refusal(() => readAll(source))).code, 'input-changed');
});

test('a source can be closed before its end', async () => {
  const source = openSource({ start: 0 }, gzipFile(gzipOf(noise(3_000_000))));
  await source.read(new Uint8Array(10));
  source.close();
  writeFileSync(path, '');
});

test.run();
