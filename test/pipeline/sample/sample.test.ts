import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import { type SampleOptions, sampleChunks, writeSample } from '../../../pipeline/sample/sample.ts';
import { fromRoot } from '../../root.ts';

const test = suite<{ folder: string }>('sample data');

test.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'enjambre-sample-'));
});
test.after.each(async (context) => {
  await rm(context.folder, { recursive: true });
});

function sha256(chunks: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

function sampleText(options: SampleOptions): string {
  return Buffer.concat([...sampleChunks(options)]).toString();
}

async function refusal(action: Promise<unknown>): Promise<EnjambreError> {
  try {
    await action;
  } catch (error) {
    if (error instanceof EnjambreError) return error;
    throw error;
  }
  throw new Error('not refused');
}

test('is the same bytes on every engine and platform', () => {
  const pinned: [SampleOptions, string][] = [
    [{}, '6e1f4c638b370991ed9193078b41060e9564c402b32b0aef478b190afb7c57ab'],
    [
      { rows: 50_000, seed: 2 ** 40 + 7, mess: true },
      '3c7c0cd345333280f3a10d436b59c2232ec05b43513035a3f3c2b18d6fd8e5ed',
    ],
    [
      { rows: 20_000, stations: 500, decimals: 17, sep: ';', decimal: ',' },
      '7ded7567c0b9cb7c0b1e93746921adfc075f291af50b0c254d6a23b16e223278',
    ],
  ];
  assert.equal(
    pinned.map(([options]) => sha256(sampleChunks(options))),
    pinned.map(([, hash]) => hash),
  );
});

test('begins with the columns of the export, then goes around the stations hour by hour', () => {
  assert.is(
    sampleText({ rows: 3, stations: 2 }),
    `CodigoEstacion,CodigoSensor,FechaObservacion,ValorObservado,NombreEstacion,Departamento,Municipio,\
ZonaHidrografica,Latitud,Longitud,DescripcionSensor,UnidadMedida
0021205791,0068,01/01/2018 12:00:00 AM,11.6,AEROPUERTO EL DORADO,BOGOTÁ,BOGOTÁ D.C.,ALTO MAGDALENA,4.705583086,-74.150666998,TEMPERATURA DEL AIRE A 2 m,°C
0015823202,0068,01/01/2018 12:00:00 AM,26.9,AEROPUERTO ALMIRANTE PADILLA,LA GUAJIRA,RIOHACHA,CARIBE - GUAJIRA,11.528222153,-72.917639170,TEMPERATURA DEL AIRE A 2 m,°C
0021205791,0068,01/01/2018 01:00:00 AM,10.1,AEROPUERTO EL DORADO,BOGOTÁ,BOGOTÁ D.C.,ALTO MAGDALENA,4.705583086,-74.150666998,TEMPERATURA DEL AIRE A 2 m,°C
`,
  );
});

test('has dates that follow the calendar, hourly', () => {
  const lines = sampleText({ rows: 24 * 800, stations: 1 })
    .trimEnd()
    .split('\n')
    .slice(1);
  for (const [hour, line] of lines.entries()) {
    const [, month, day, year, clock, half] =
      /,(\d\d)\/(\d\d)\/(\d{4}) (\d\d):00:00 ([AP]M),/.exec(line)?.map(String) ?? [];
    const hourOfDay = (Number(clock) % 12) + (half === 'PM' ? 12 : 0);
    const time = Date.UTC(Number(year), Number(month) - 1, Number(day), hourOfDay);
    assert.is(time, Date.UTC(2018, 0, 1, hour), line);
    assert.ok(Number(clock) >= 1 && Number(clock) <= 12, line);
  }
});

test('has the rows and stations asked for, and no quotes when clean', () => {
  for (const [rows, stations] of [
    [0, 5],
    [1, 1],
    [7, 50],
    [10_000, 130],
  ] as const) {
    const text = sampleText({ rows, stations });
    const lines = text.split('\n');
    assert.is(lines.pop(), '', 'the last line ends');
    assert.is(lines.length - 1, rows);
    assert.is(new Set(lines.slice(1).map((line) => line.slice(0, 10))).size, Math.min(rows, stations));
    assert.ok(lines.every((line) => line.split(',').length === 12));
    assert.not.match(text, '"');
  }
});

test('takes about 155 bytes a row', () => {
  const bytes = [...sampleChunks({ rows: 20_000 })].reduce((sum, chunk) => sum + chunk.length, 0);
  assert.ok(bytes / 20_000 > 150 && bytes / 20_000 < 160, `${bytes / 20_000}`);
});

test('quotes what contains the separator, and nothing else', () => {
  const [, first = ''] = sampleText({ rows: 1, decimal: ',' }).split('\n');
  assert.match(first, /AM,"[0-9]+,[0-9]",AEROPUERTO EL DORADO,.*,"4,[0-9]{9}","-74,[0-9]{9}",TEMPERATURA/);
  const [, whole = ''] = sampleText({ rows: 1, decimal: ',', decimals: 0 }).split('\n');
  assert.match(whole, /AM,[0-9]+,AEROPUERTO/);
  assert.not.match(sampleText({ rows: 1000, decimal: ',', sep: ';' }), '"');
});

test('comes in chunks of at most a megabyte, each with a buffer of its own, and can be read twice', () => {
  const sample = sampleChunks({ rows: 10_000 });
  const chunks = [...sample];
  assert.ok(chunks.length > 3);
  assert.ok(chunks.every((chunk) => chunk.length > 0 && chunk.length <= 1_000_000));
  assert.is(new Set(chunks.map((chunk) => chunk.buffer)).size, chunks.length);
  assert.is(sha256(chunks), sha256(sample));
});

test('refuses bad options before anything is read', () => {
  assert.throws(() => sampleChunks({ rows: -1 }), /--rows -1/);
});

test('is written to a file whole, with a summary', async ({ folder }) => {
  const path = join(folder, 'datos año.csv');
  const options = { rows: 9000, stations: 4, mess: true };
  const summary = await writeSample(options, path);
  assert.is(sha256([await readFile(path)]), sha256(sampleChunks(options)));
  assert.is(summary.bytes, (await stat(path)).size);
  assert.is(summary.path, path);
  assert.equal([summary.rows, summary.stations], [9000, 4]);
  assert.ok(summary.missing > 0 && summary.invalid > 0 && summary.ragged > 0 && summary.emptyLines > 0);
  assert.equal(await readdir(folder), ['datos año.csv']);
});

test('replaces a file only when told to', async ({ folder }) => {
  const path = join(folder, 'data.csv');
  await writeFile(path, 'precious');
  const error = await refusal(writeSample({ rows: 10 }, path));
  assert.is(error.code, 'exists');
  assert.match(error.next ?? '', '--force');
  assert.is(await readFile(path, 'utf8'), 'precious');
  await writeSample({ rows: 10, overwrite: true }, path);
  assert.is(await readFile(path, 'utf8'), sampleText({ rows: 10 }));
});

test('is written through a link, which stays', async ({ folder }) => {
  await writeFile(join(folder, 'target.csv'), 'old');
  await symlink('target.csv', join(folder, 'link.csv'));
  await writeSample({ rows: 10, overwrite: true }, join(folder, 'link.csv'));
  assert.is(await readFile(join(folder, 'target.csv'), 'utf8'), sampleText({ rows: 10 }));
  assert.equal((await readdir(folder)).sort(), ['link.csv', 'target.csv']);
});

test('is not written over a folder or a device, even when told to replace', async ({ folder }) => {
  for (const path of [folder, '/dev/null']) {
    assert.is((await refusal(writeSample({ rows: 10, overwrite: true }, path))).code, 'not-a-file');
  }
});

test('says so where it cannot be written', async ({ folder }) => {
  const error = await refusal(writeSample({ rows: 10 }, join(folder, 'none', 'data.csv')));
  assert.is(error.code, 'write-failed');
  assert.match(error.message, /none.+its folder does not exist/);
});

test('leaves nothing behind when it is stopped', async ({ folder }) => {
  const stop = new AbortController();
  const writing = writeSample({ rows: 1_000_000, signal: stop.signal }, join(folder, 'data.csv'));
  setTimeout(() => stop.abort(new Error('stopped')), 5);
  await writing.then(
    () => assert.unreachable(),
    (error: Error) => assert.is(error.message, 'stopped'),
  );
  assert.equal(await readdir(folder), []);
});

test('in docs/ is what its command writes', async () => {
  const readme = await readFile(fromRoot('pipeline', 'sample', 'README.md'), 'utf8');
  const command = /^enjambre sample (.* -o docs\/sample\.csv)$/m.exec(readme)?.[1] ?? '';
  const { values } = parseArgs({
    args: command.split(' '),
    allowNegative: true,
    options: {
      rows: { type: 'string' },
      stations: { type: 'string' },
      mess: { type: 'boolean' },
      bom: { type: 'boolean' },
      crlf: { type: 'boolean' },
      force: { type: 'boolean' },
      output: { type: 'string', short: 'o' },
    },
  });
  const { mess, bom, crlf } = values;
  const options = { rows: Number(values.rows), stations: Number(values.stations), mess, bom, crlf };
  const sample = await readFile(fromRoot('docs', 'sample.csv'));
  assert.ok(sample.equals(Buffer.concat([...sampleChunks(options)])), command);
  assert.ok(sample.length <= 2_000_000, `${sample.length} bytes`);
});

test.run();
