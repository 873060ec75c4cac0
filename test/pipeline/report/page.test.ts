import { Buffer } from 'node:buffer';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadOwnJob } from '../../../pipeline/jobs/own/load.ts';
import { langOf, writeReport } from '../../../pipeline/report/report.ts';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import type { Encoding } from '../../../pipeline/run-dir/manifest.ts';
import { planRun } from '../../../pipeline/runs/plan.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder, writeFiles } from '../input/scratch.ts';
import { drive, finish, refusal } from '../run/driven.ts';
import { smallRun } from '../runs/small-runs.ts';

keepFilesInMemory();
const test = suite('a report is one page that says it in words');
const folder = scratchFolder();

async function reportOf(run: string, lang: 'en' | 'es' = 'en'): Promise<string> {
  return readFileSync(await writeReport(run, { lang }), 'utf8');
}

/** What a reader sees: no elements, no scripts, no drawings. */
function wordsOf(page: string): string {
  return page
    .replace(/<(script|style|svg)\b.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(
      /&(lt|gt|quot|amp|#39);/g,
      (_, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" })[name] ?? '',
    )
    .replace(/\s+/g, ' ');
}

async function finishedRun(name: string): Promise<string> {
  const { directory } = await smallRun(folder, name);
  await finish(directory);
  return directory;
}

/** A run of `words` on folders of the scratch folder. */
async function textRun(name: string, folders: string[], encoding?: Encoding): Promise<string> {
  const { directory } = await planRun({
    job: 'words',
    inputs: folders.map((one) => join(folder, one)),
    options: {},
    hash: 'sampled',
    out: join(folder, name),
    ...(encoding === undefined ? {} : { encoding }),
  });
  await finish(directory);
  return directory;
}

const whole = finishedRun('whole');

test('it answers what was computed, whether it is complete, and what was odd', async () => {
  const words = wordsOf(await reportOf(await whole));
  assert.match(words, 'Statistics of value for each station');
  assert.match(words, 'Complete: every row was counted once.');
  assert.match(words, 'value: 30 values missing (10%). Missing and invalid');
  assert.match(words, 'enjambre run describe data.csv --column value --by station --window 5 --partitions 3');
});

test('it says the same in Spanish', async () => {
  const page = await reportOf(await whole, 'es');
  const words = wordsOf(page);
  assert.match(page, '<html lang="es">');
  assert.match(words, 'Estadísticas de value por station');
  assert.match(words, 'Completo: cada fila se contó una vez.');
  assert.match(words, 'value: faltan 30 valores (10 %).');
  // Options keep their names.
  const [told = ''] = words.split('Cómo repetirlo');
  assert.not.match(told, /\b(the|rows|partition|missing)\b/);
});

test('it needs nothing but itself', async () => {
  const page = await reportOf(await whole);
  assert.match(
    page,
    `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"`,
  );
  const addresses = [...page.matchAll(/(?:https?:)?\/\/[\w.-]+[^\s"'<)]*/g)].map(([address]) => address);
  assert.equal(
    [...new Set(addresses)].filter((address) => !address.startsWith('http://www.w3.org/')),
    [],
  );
  assert.not.match(page, /<(link|iframe|object|embed|img|base)\b|\bon\w+="|@import|url\(/);
});

test('only the new report is left in the run directory', async () => {
  const run = await whole;
  await reportOf(run);
  assert.ok(existsSync(paths.report(run)));
  assert.equal(
    readdirSync(run).filter((name) => name.includes('.tmp')),
    [],
  );
});

test('hostile names and values are text', async () => {
  const names = [
    '</script><img src=x onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    '<!--chart 0-->',
    'a\u202e\u2066b',
    '<![CDATA[x',
    '{{x}} %s',
    '🌧️ ESTACIÓN',
    'x'.repeat(10_000),
  ];
  const lines = names.flatMap((name) =>
    ['1', '2.5', '<b>no</b>'].map((value) => `"${name.replaceAll('"', '""')}",${value}\n`),
  );
  const column = '<script>alert(1)</script>';
  writeFiles(folder, { 'hostile<i>.csv': `station,${column}\n${lines.join('')}` });
  const { directory } = await drive({
    inputs: [join(folder, 'hostile<i>.csv')],
    describe: { columns: [column], by: [{ column: 'station', unit: 'value' }] },
    partitions: 2,
    out: join(folder, 'hostile'),
  });
  for (const lang of ['en', 'es'] as const) {
    const page = await reportOf(directory, lang);
    assert.not.match(page, /<img|<svg onload|<b>no|<script>alert|<i>\.csv|<!\[CDATA|<!--/);
    assert.is(page.match(/<script/g)?.length, page.match(/<\/script>/g)?.length);
    assert.not.match(page, /\u202e|\u2066|x{200}/, 'nothing turns the text around, or fills pages');
    const words = wordsOf(page);
    assert.match(words, '</script><img src=x onerror=alert(1)>');
    assert.match(words, 'a\\u202e\\u2066b');
    assert.match(words, '“<b>no</b>”');
  }
});

test('numbers in a table have all of their digits at hand', async () => {
  const run = await whole;
  const { groups } = JSON.parse(readFileSync(paths.result(run), 'utf8'));
  const page = await reportOf(run, 'es');
  assert.match(page, `title="${groups[0].columns.value.variance}"`);
});

test('a run that is not finished says so, and what to type', async () => {
  const { directory } = await smallRun(folder, 'planned');
  const page = await reportOf(directory);
  const words = wordsOf(page);
  assert.match(words, 'Not finished: no partition is done yet.');
  assert.match(words, 'does not hold: Every file was read to its last byte. Not known yet: no partition is done.');
  assert.not.match(words, 'No value was missing');
  assert.match(words, `enjambre resume ${directory}`);
  assert.not.match(words, 'Complete');
});

test('a failed run says why', async () => {
  const { directory } = await smallRun(folder, 'failed');
  mkdirSync(join(directory, 'attempts'));
  symlinkSync(join(folder, 'nowhere', 'at all'), paths.attempts(directory, 1));
  await refusal(finish(directory, { attempts: 2 }));
  const words = wordsOf(await reportOf(directory, 'es'));
  assert.match(words, 'Sin resultado: falló 1 partición. Las demás se conservan.');
  assert.match(words, 'Partición 1, intento 2:');
});

test('a result without values is shown, with nothing to draw', async () => {
  writeFiles(folder, { 'empty.csv': 'v\nx\n\ny\n' });
  const out = join(folder, 'empty');
  await drive({ inputs: [join(folder, 'empty.csv')], describe: { columns: ['v'] }, out });
  const page = await reportOf(out);
  const words = wordsOf(page);
  assert.match(words, '"v" holds no number.');
  assert.not.match(words, /undefined|\[object/);
  assert.not.match(page, />(NaN|null)</);
  assert.not.match(page, /id="(histogram|boxes)"/);
});

test('only of values that were looked at it says that none is missing', async () => {
  writeFiles(folder, {
    'cells.csv': 'a,b\n1,\n,2\n',
    'count.ts': `export default { empty: () => 0, add: (rows) => rows + 1, merge: (a, b) => a + b, result: (rows) => ({ rows }) };`,
  });
  const job = await loadOwnJob(join(folder, 'count.ts'));
  const { directory } = await planRun({
    job,
    inputs: [join(folder, 'cells.csv')],
    options: {},
    hash: 'sampled',
    out: join(folder, 'counted'),
  });
  await finish(directory);
  const words = wordsOf(await reportOf(directory));
  assert.match(words, 'Nothing odd. No row had too many or too few fields, and no partition had to be done again.');
  assert.not.match(words, 'No value was missing');
  assert.match(wordsOf(await reportOf(directory, 'es')), 'Ninguna fila tuvo campos de más o de menos y ninguna');
});

test('what was found about text files is odd, and how they are written is told of each', async () => {
  writeFiles(folder, {
    'texts/a.txt': 'año\n',
    'texts/b.txt': 'ano\n',
    'texts/ñ.txt': Buffer.from('a\xf1o', 'latin1'),
    'texts/<b>.png': Buffer.from([0x89, 0x50, 0, 1]),
    'texts/old/manifest.json': '{}',
    'texts/old/events.jsonl': '',
  });
  symlinkSync('a.txt', join(folder, 'texts/link'));
  const found = await textRun('found', ['texts']);
  const words = wordsOf(await reportOf(found));
  for (const sentence of [
    '1 file is not valid UTF-8 and was read as Latin-1: "ñ.txt".',
    '1 file is no text and was not counted: "<b>.png".',
    '1 folder of an earlier run was not counted: "old".',
    '1 file was found again and counted once: "link".',
    'Written as utf-8 (2 files) and latin1 (1 file)',
  ]) {
    assert.match(words, sentence);
  }
  assert.not.match(words, 'Nothing odd');
  const spanish = wordsOf(await reportOf(found, 'es'));
  assert.match(spanish, '1 archivo no es texto y no se contó: "<b>.png".');
  assert.match(spanish, 'Escrito como utf-8 (2 archivos) y latin1 (1 archivo)');
});

test('a run whose manifest has neither findings nor what was typed goes on, and its report names files', async () => {
  writeFiles(folder, { 'older/a.txt': 'a', 'older/b.txt': 'b', 'older/c.png': Buffer.from([0]) });
  const request = { job: 'words', inputs: [join(folder, 'older')], options: {}, hash: 'sampled' as const };
  const { directory, manifest } = await planRun({ ...request, out: join(folder, 'older-run'), partitions: 1 });
  const { words: typed, findings, ...input } = manifest.input;
  assert.equal([typed, findings?.length], [['older'], 1]);
  writeFileSync(paths.manifest(directory), JSON.stringify({ ...manifest, input }));
  await finish(directory);
  const words = wordsOf(await reportOf(directory));
  assert.match(words, 'Nothing odd.');
  assert.match(words, 'enjambre run words a.txt b.txt --top 20');
});

test('text that is Latin-1 throughout is said to be so, and that is odd unless it was asked for', async () => {
  writeFiles(folder, { 'latin/a.txt': Buffer.from('a\xf1o', 'latin1') });
  const found = wordsOf(await reportOf(await textRun('latin-found', ['latin'])));
  assert.match(found, '1 file is not valid UTF-8 and was read as Latin-1: "a.txt".');
  assert.match(found, 'Written as latin1');
  const asked = wordsOf(await reportOf(await textRun('latin-asked', ['latin'], 'latin1')));
  assert.match(asked, 'Nothing odd. No partition had to be done again.');
  assert.match(asked, 'Written as latin1');
});

test('curves promise the middle half only where its percentiles are computed', async () => {
  writeFiles(folder, { 'days.csv': 't,v\n2024-01-01,1\n2024-01-02,2\n2024-02-01,3\n2024-02-02,5\n' });
  for (const unit of ['month', 'day'] as const) {
    for (const percentiles of [
      ['10', '90'],
      ['10', '25'],
      ['25', '75'],
      ['25', '50', '75'],
    ]) {
      const out = join(folder, `${unit}-${percentiles.join('-')}`);
      const describe = { columns: ['v'], by: [{ column: 't', unit }], percentiles };
      await drive({ inputs: [join(folder, 'days.csv')], describe, out });
      const has = percentiles.includes('75');
      for (const [lang, inText, inChart] of [
        ['en', /the middle half of the values as a band/, /Middle half/],
        ['es', /la mitad central de los valores como banda/, /Mitad central/],
      ] as const) {
        const [, section = ''] = /<section id="curves">(.*?)<\/section>/s.exec(await reportOf(out, lang)) ?? [];
        assert.match(section, '<svg');
        assert.equal([inText.test(section), inChart.test(section)], [has, has], `${unit}, ${percentiles}, ${lang}`);
      }
    }
  }
});

test('the language is that of the shell', () => {
  assert.is(langOf({ LANG: 'es_CO.UTF-8' }), 'es');
  assert.is(langOf({ LANG: 'es_CO.UTF-8', LC_ALL: 'C' }), 'en');
  assert.is(langOf({ LANG: 'en_US.UTF-8', LC_MESSAGES: 'es_ES', LC_ALL: '' }), 'es');
  assert.is(langOf({ LANG: 'est_EE' }), 'en');
  assert.is(langOf({}), 'en');
});

test.run();
