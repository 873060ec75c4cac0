import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EnjambreError } from '../../../pipeline/errors.ts';
import type { InspectOptions } from '../../../pipeline/input/inspect.ts';
import { inspectInput } from '../../../pipeline/input/inspect.ts';
import { bytesOf } from '../../oracle/csv.ts';
import { gzipOf } from './gzip-samples.ts';
import { scratchFolder, writeFiles } from './scratch.ts';

const test = suite('an input is looked at before a job is planned on it');
const folder = scratchFolder();

function inspect(files: Record<string, string | Uint8Array>, options: Partial<InspectOptions> = {}) {
  writeFiles(folder, files);
  const paths = Object.keys(files).map((name) => join(folder, name));
  return inspectInput(paths, { hash: 'sampled', ...options });
}

async function refusal(...input: Parameters<typeof inspect>): Promise<EnjambreError> {
  try {
    await inspect(...input);
  } catch (error) {
    return error as EnjambreError;
  }
  throw new Error('not refused');
}

test('finds dialect, header, identity and the first rows', async () => {
  const text = '\xef\xbb\xbfestaci\xc3\xb3n;valor\r\nBogot\xc3\xa1;1,5\r\n"x;y";2,5';
  const { files, header, dialect, detected, identity, sampleRows } = await inspect({ 'a.csv': bytesOf(text) });
  assert.equal(header, ['estación', 'valor']);
  assert.equal(dialect, { delimiter: ';', decimal: ',', encoding: 'utf-8' });
  assert.is(detected.length, 3);
  assert.match(identity, /^[0-9a-f]{64}$/);
  assert.equal(sampleRows(), [
    ['Bogotá', '1,5'],
    ['x;y', '2,5'],
  ]);
  const [file] = files;
  if (file === undefined) throw new Error('no file');
  const { path, name, bytes, hash, compression, dataStart } = file;
  assert.equal([path, name, bytes, compression], [join(folder, 'a.csv'), 'a.csv', text.length, 'none']);
  assert.is(dataStart, text.indexOf('\n') + 1);
  assert.match(hash, /^sampled:[0-9a-f]{64}$/);
});

test('the full hash is taken when asked for', async () => {
  const { files } = await inspect({ 'a.csv': 'v\n1\n' }, { hash: 'full' });
  assert.is(files[0]?.hash, 'sha256:1f748b287a4b11827c825a421658b88162a23af1dac93b2fe1d66f6428578676');
});

test('a gzip file is looked at through its compression, whatever its name', async () => {
  const { files, header, sampleRows } = await inspect({ 'packed.csv': gzipOf('a,b\n', '1,2\n', '3,4\n') });
  assert.equal(header, ['a', 'b']);
  assert.equal([files[0]?.compression, files[0]?.dataStart], ['gzip', 4]);
  assert.equal(sampleRows(), [
    ['1', '2'],
    ['3', '4'],
  ]);
});

test('files may differ in byte order mark, line ends and compression under one header', async () => {
  const { files } = await inspect({
    '1.csv': 'a,b\n1,2\n',
    '2.csv': '\ufeff"a", b \r\n3,4\r\n',
    '3.csv.gz': gzipOf('a,b\n'),
    '4.csv': 'a,b',
  });
  assert.equal(
    files.map(({ dataStart }) => dataStart),
    [4, 12, 4, 3],
  );
});

const other: [says: string, header: string][] = [
  ['column 2 is "c", but "b" in "1.csv"', 'a,c\n'],
  ['column 2 is nothing, but "b" in "1.csv"', 'a\n'],
  ['column 3 is "c", but nothing in "1.csv"', 'a,b,c\n'],
  ['column 1 is "a;b", but "a" in "1.csv"', 'a;b\n'],
];
for (const [says, header] of other) {
  test(`refuses another header: ${says}`, async () => {
    const { code, message } = await refusal({ '1.csv': 'a,b\n1,2\n', '2.csv': header });
    assert.is(code, 'header-differs');
    assert.is(message, `The header of "2.csv" differs: ${says}`);
  });
}

test('Latin-1 is seen even if it occurs far from the beginning', async () => {
  const rows = '1,abcdefgh\n'.repeat(200_000);
  const latin1 = await inspect({ 'far.csv': bytesOf(`a,b\n${rows}${'1,\xe1\n'.repeat(100_000)}${rows}`) });
  assert.is(latin1.dialect.encoding, 'latin1');
  const utf8 = await inspect({ 'far.csv': bytesOf(`a,b\n${rows}${'1,\xc3\xa1\n'.repeat(100_000)}${rows}`) });
  assert.is(utf8.dialect.encoding, 'utf-8');
});

test('refuses to mix UTF-8 and Latin-1, unless one is asked for', async () => {
  const files = { '1.csv': 'a,b\ná,1\n', '2.csv': bytesOf('a,b\n\xe1,1\n') };
  const { code, message } = await refusal(files);
  assert.is(code, 'mixed-encodings');
  assert.match(message, '"1.csv" is UTF-8, "2.csv" is not');
  assert.is((await inspect(files, { encoding: 'latin1' })).dialect.encoding, 'latin1');
  assert.is((await inspect({ ...files, '1.csv': 'a,b\n' })).dialect.encoding, 'latin1');
});

test('reads a long header, compressed too, and refuses one beyond 1 MiB', async () => {
  const header = Array.from({ length: 40_000 }, (_, index) => `column${index}`).join(',');
  for (const file of [`${header}\n1\n`, `${header}\n${'1,2\n'.repeat(300_000)}`, gzipOf(`${header}\n1\n`)]) {
    const { header: names, files } = await inspect({ 'wide.csv': file });
    assert.is(names.length, 40_000);
    assert.is(files[0]?.dataStart, header.length + 1);
  }
  const tooLong = `${`${header},`.repeat(3)}x\n`;
  assert.is((await refusal({ 'wide.csv': tooLong })).code, 'header-too-long');
  assert.is((await refusal({ 'wide.csv': gzipOf(tooLong) })).code, 'header-too-long');
});

test('refuses empty files, UTF-16 and damaged gzip by name', async () => {
  assert.is((await refusal({ 'x.csv': '' })).message, 'Cannot read "x.csv": it is empty, without even a header line');
  assert.is((await refusal({ 'x.csv': gzipOf('') })).code, 'empty-input');
  assert.is((await refusal({ 'x.csv': bytesOf('\xff\xfea\0') })).code, 'wide-encoding');
  assert.is((await refusal({ 'x.csv': gzipOf('a,b\n').subarray(0, 15) })).code, 'gzip-corrupt');
});

test('refuses UTF-16 in any of the files', async () => {
  const { code, message } = await refusal({ '1.csv': 'a\n', '2.csv': bytesOf('\xff\xfea\0\n\0') });
  assert.equal([code, message.includes('"2.csv"')], ['wide-encoding', true]);
});

test('overrides reach the dialect', async () => {
  const { dialect, header } = await inspect({ 'x.csv': 'a;b|c\n1;2|3\n' }, { delimiter: '|', decimal: ',' });
  assert.equal([dialect.delimiter, dialect.decimal, header], ['|', ',', ['a;b', 'c']]);
});

test.run();
