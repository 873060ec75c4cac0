import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { enjambre, inFolder, runCommand } from '../command.ts';

const test = suite('enjambre run words counts the words of text files');

const texts: Record<string, string> = {
  'uno.txt': 'El niño y la niña.\n',
  'dos.txt': 'la casa, La Casa\n',
  'otra carpeta/tres.txt': 'sin fin',
  vacío: '',
};

const inTextFolder = (work: (cwd: string) => Promise<void>) =>
  inFolder(async (cwd) => {
    mkdirSync(join(cwd, 'books/otra carpeta'), { recursive: true });
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(cwd, 'books', name), text);
    await work(cwd);
  });

test('totals and the most frequent words as tables, and what is no text is left out', () =>
  inTextFolder(async (cwd) => {
    writeFileSync(join(cwd, 'books/foto.png'), Buffer.from([0x89, 0x50, 0, 1, 2]));
    writeFileSync(join(cwd, 'stop.txt'), '# artículos\nLA el\n');
    const words = ['run', 'words', 'books', '--top', '2', '--stop-words', 'stop.txt', '--partitions', '3'];
    const run = await runCommand([...words, '--out', 'out', '--no-report'], { cwd });
    assert.is(run.code, 0, run.stderr);
    assert.match(run.stderr, 'Left out 1 file that is no text: "foto.png".');
    assert.match(run.stderr, 'Reading 4 files, 45 B of text.');
    assert.match(run.stderr, /^11 words in /m);
    assert.match(run.stdout, /^ +4 +3 +11 +31 +45$/m);
    assert.match(run.stdout, /^casa +2$/m);
    assert.not.match(run.stdout, /^la /m);
    const verify = await runCommand(['verify', 'out', '--partitions', '1,7'], { cwd });
    assert.is(verify.code, 0, verify.stderr);
    assert.match(verify.stderr, 'Verified: 11 words');
  }));

test('the report says what was left out, and its command gives the same result', () =>
  inTextFolder(async (cwd) => {
    const folder = "mis libros\nd'Ana";
    renameSync(join(cwd, 'books'), join(cwd, folder));
    writeFileSync(join(cwd, folder, 'foto.png'), Buffer.from([0x89, 0x50, 0, 1, 2]));
    writeFileSync(join(cwd, folder, 'viejo.txt'), Buffer.from('a\xf1o', 'latin1'));
    const run = await runCommand(['run', 'words', join(cwd, folder), '--partitions', '2', '--out', 'out'], { cwd });
    assert.is(run.code, 0, run.stderr);
    const page = readFileSync(join(cwd, 'out/report.html'), 'utf8');
    assert.match(page, '1 file is no text and was not counted: &quot;foto.png&quot;.');
    assert.match(page, '1 file is not valid UTF-8 and was read as Latin-1: &quot;viejo.txt&quot;.');
    assert.match(page, 'utf-8 (4 files) and latin1 (1 file)');
    assert.not.match(page, 'Nothing odd');
    const command = commandIn(page);
    assert.is(command, "enjambre run words $'mis libros\\nd\\'Ana' --top 20 --assign size --partitions 2");
    const again = spawnSync('bash', ['-c', `${command.replace('enjambre', '"$@"')} --out again`, 'bash', ...enjambre], {
      cwd,
    });
    assert.is(again.status, 0, String(again.stderr));
    assert.equal(readFileSync(join(cwd, 'again/result.json')), readFileSync(join(cwd, 'out/result.json')));
  }));

/** What "How to repeat it" tells to type. */
function commandIn(page: string): string {
  const [, markup = ''] = /id="repeat".*?<pre class="command"><code>(.*?)<\/code>/s.exec(page) ?? [];
  return markup.replace(/<[^>]*>/g, '').replaceAll('&#39;', "'");
}

test('replicas count their own files, and the last one merges', () =>
  inTextFolder(async (cwd) => {
    const replica = (id: string, count: string | undefined, out = 'out', more: string[] = []) =>
      runCommand(['run', 'words', 'books', '--assign', 'md5', '--out', out, ...more], {
        cwd,
        env: { REPLICA_ID: id, ...(count === undefined ? {} : { REPLICA_COUNT: count }) },
      });
    const first = await replica('1', '2');
    assert.is(first.code, 0, first.stderr);
    assert.match(first.stderr, /^Replica 1 of 2: \d of 4 files/m);
    assert.match(first.stderr, 'Waiting for 1 replica: 2.');
    assert.not.ok(existsSync(join(cwd, 'out/results.json')));
    const second = await replica('2', '2');
    assert.match(second.stderr, 'All replicas are done: 4 files, 11 words, 31 letters.');
    const merged = JSON.parse(readFileSync(join(cwd, 'out/results.json'), 'utf8'));
    assert.equal(merged['uno.txt'], { words: 5, letters: 13 });
    assert.equal(Object.keys(merged).length, 4);
    for (const [id, count, message] of [
      ['3', '2', 'There is no replica 3 of 2'],
      ['uno', '2', 'REPLICA_ID is "uno", which is no whole number'],
      ['1', undefined, 'REPLICA_COUNT is not set'],
    ] as const) {
      const refused = await replica(id, count);
      assert.is(refused.code, 2);
      assert.match(refused.stderr, message);
    }
    for (const [option, ...more] of [
      ['--top', '3'],
      ['--stop-words', 'stop.txt'],
      ['--partitions', '2'],
      ['--lang', 'es'],
      ['--no-report'],
    ]) {
      const refused = await replica('1', '2', 'out', [option as string, ...more]);
      assert.is(refused.code, 2, option);
      assert.match(refused.stderr, `A replica has no use for ${option}`);
    }
  }));

test('without replicas in the environment --assign md5 asks how many there are', () =>
  inTextFolder(async (cwd) => {
    const alone = await runCommand(['run', 'words', 'books', '--assign', 'md5'], { cwd });
    assert.is(alone.code, 2);
    assert.match(alone.stderr, '--assign md5 needs the number of replicas. Next: add --partitions N');
    const words = ['run', 'words', 'books', '--assign', 'md5', '--partitions', '2', '--out', 'out', '--no-report'];
    const run = await runCommand(words, { cwd });
    assert.is(run.code, 0, run.stderr);
    assert.ok(existsSync(join(cwd, 'out/results_1.json')) && existsSync(join(cwd, 'out/results_2.json')));
  }));

test.run();
