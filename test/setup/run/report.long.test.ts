import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inFolder, runCommand } from '../command.ts';

const test = suite('a run leaves a report, and enjambre report makes it again');

const inRunFolder = (work: (cwd: string) => Promise<void>) =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'data.csv'), 'v\n1\n2\n4\n');
    const words = ['run', 'describe', 'data.csv', '--window', '2', '--out', 'out'];
    const run = await runCommand(words, { cwd, env: { LC_ALL: 'es_CO.UTF-8' } });
    assert.is(run.code, 0, run.stderr);
    assert.match(run.stderr, /^Report: out\/report\.html$/m);
    await work(cwd);
  });

test("in the shell's language, or the one that is asked for", () =>
  inRunFolder(async (cwd) => {
    const path = join(cwd, 'out/report.html');
    assert.match(readFileSync(path, 'utf8'), '<html lang="es"');
    rmSync(path);
    const again = await runCommand(['report', 'out', '--lang', 'en'], { cwd });
    assert.equal([again.code, again.stderr], [0, 'Report: out/report.html\n']);
    assert.match(readFileSync(path, 'utf8'), '<html lang="en"');
    const spanish = await runCommand(['report', 'out', '--json'], { cwd, env: { LC_ALL: '', LANG: 'es' } });
    assert.is(JSON.parse(spanish.stdout).report, path);
    assert.match(readFileSync(path, 'utf8'), '<html lang="es"');
    const wrong = await runCommand(['report', 'out', '--lang', 'fr'], { cwd });
    assert.equal([wrong.code, wrong.stderr], [2, 'Cannot use --lang "fr". Next: give --lang "en" or "es"\n']);
  }));

test('--open hands it to the desktop, and says so where there is none', () =>
  inRunFolder(async (cwd) => {
    const programs = join(cwd, 'programs');
    mkdirSync(programs);
    const none = await runCommand(['report', 'out', '--open'], { cwd, env: { PATH: programs } });
    assert.equal(
      [none.code, none.stderr.split('\n')[1]],
      [0, 'No browser could be started here: open that file in one.'],
    );
    for (const name of ['xdg-open', 'open']) {
      writeFileSync(join(programs, name), `#!/bin/sh\necho "$1" > '${join(cwd, 'opened')}'\n`);
      chmodSync(join(programs, name), 0o755);
    }
    const opened = await runCommand(['report', 'out', '--open'], { cwd, env: { PATH: programs } });
    assert.equal([opened.code, opened.stderr], [0, 'Report: out/report.html\n']);
    assert.is(readFileSync(join(cwd, 'opened'), 'utf8'), `${join(cwd, 'out/report.html')}\n`);
  }));

test('a run without one is as finished as any other', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'data.csv'), 'v\n1\n2\n');
    const { code, stderr } = await runCommand(['run', 'describe', 'data.csv', '--out', 'out', '--no-report'], { cwd });
    assert.is(code, 0);
    assert.not.match(stderr, 'Report');
    assert.not.ok(existsSync(join(cwd, 'out/report.html')));
  }));

const fold = `export default {
  empty: () => 0,
  add: (rows) => rows + 1,
  merge: (a, b) => a + b,
  result: (rows) => ({ rows }),
};
`;

for (const job of ['describe', 'words', './count.ts', 'describe-frames']) {
  test(`the report of ${job} is the same after the run was moved and its input is gone`, () =>
    inFolder(async (cwd) => {
      const lab = join(cwd, 'lab');
      mkdirSync(join(lab, 'texts'), { recursive: true });
      writeFileSync(join(lab, 'data.csv'), 'k,v\na,1\nb,x\na,4\nb,\nb,6\n');
      writeFileSync(join(lab, 'texts/a.txt'), 'una casa\ny otra casa\n');
      writeFileSync(join(lab, 'texts/b.png'), 'a\0b');
      writeFileSync(join(lab, 'count.ts'), fold);
      const columns = { describe: ['--column', 'v', '--by', 'k'], 'describe-frames': ['--column', 'v'] };
      const options = Object.hasOwn(columns, job) ? columns[job as keyof typeof columns] : [];
      const input = job === 'words' ? 'texts' : 'data.csv';
      const words = ['run', job, input, ...options, '--partitions', '2', '--lang', 'es', '--out', 'out'];
      const run = await runCommand(words, { cwd: lab });
      assert.is(run.code, 0, run.stderr);
      const first = readFileSync(join(lab, 'out/report.html'), 'utf8');
      const elsewhere = join(cwd, 'elsewhere');
      mkdirSync(elsewhere);
      renameSync(join(lab, 'out'), join(elsewhere, 'out'));
      rmSync(lab, { recursive: true });
      rmSync(join(elsewhere, 'out/report.html'));
      const again = await runCommand(['report', 'out', '--lang', 'es'], { cwd: elsewhere });
      assert.equal([again.code, again.stderr], [0, 'Report: out/report.html\n']);
      assert.ok(readFileSync(join(elsewhere, 'out/report.html'), 'utf8') === first, 'the same bytes');
    }));
}

test.run();
