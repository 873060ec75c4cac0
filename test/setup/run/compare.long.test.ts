import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { differenceLines } from '../../../setup/run/compare.ts';
import { inFolder, runCommand } from '../command.ts';

const test = suite('enjambre compare says in what two results differ');

test('nothing ends with 0, something with 1 and a table, --json with all of it', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'a.csv'), 'v\n1\n2\n3\n');
    writeFileSync(join(cwd, 'b.csv'), 'v\n1\n2\n4\n');
    const run = (name: string, out: string, partitions: string) =>
      runCommand(['run', 'describe', name, '--window', '2', '--out', out, '--partitions', partitions, '--no-report'], {
        cwd,
      });
    for (const [name, out, partitions] of [
      ['a.csv', 'one', '1'],
      ['a.csv', 'two', '2'],
      ['b.csv', 'other', '1'],
    ] as const) {
      assert.is((await run(name, out, partitions)).code, 0);
    }
    const same = await runCommand(['compare', 'one', 'two'], { cwd });
    assert.equal(same, { code: 0, stdout: '', stderr: 'The results of one and two are the same to the last bit.\n' });
    const other = await runCommand(['compare', 'one', 'other'], { cwd });
    assert.is(other.code, 1);
    assert.match(other.stdout, /^all rows · v · mean +2 +2\.33\d+ +\+16\.7 %$/m);
    assert.match(other.stderr, /^The results of one and other differ in \d+ places\.\n$/);
    const json = JSON.parse((await runCommand(['compare', 'one', 'other', '--json'], { cwd })).stdout);
    assert.is(json.same, false);
    assert.ok(json.differences.some(({ place }: { place: string[] }) => place.at(-1) === 'mean'));
  }));

test('every place has a name of its own: other percentiles, columns, jobs', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'a.csv'), 'groups,percentiles\n1,5\n2,6\n3,9\n');
    const run = async (out: string, ...words: string[]) => {
      const ended = await runCommand(['run', ...words, 'a.csv', '--out', out, '--no-report'], { cwd });
      assert.is(ended.code, 0, ended.stderr);
    };
    const one = ['describe', '-c', 'groups', '--window', '2'];
    await run('one', ...one);
    await run('percentiles', ...one, '--percentiles', '5,50');
    await run('columns', ...one, '-c', 'percentiles');
    await run('words', 'words');
    const compared = async (other: string) => {
      const { stdout, stderr } = await runCommand(['compare', 'one', other], { cwd });
      const [, , ...lines] = stdout.split('\n').filter((line) => line !== '');
      return { lines, stderr, places: lines.map((line) => (line.split(/ {2,}/)[0] ?? '').trim()) };
    };
    const percentiles = await compared('percentiles');
    assert.equal(percentiles.places, [
      'options · percentiles',
      ...[10, 25, 75, 90, 5].map((percent) => `all rows · groups · p${percent}`),
    ]);
    assert.match(percentiles.lines[0] ?? '', /percentiles +\[10,25,50,75,90\] +\[5,50\]/);
    assert.not.match(percentiles.stderr, 'jobs');
    const columns = await compared('columns');
    assert.equal(columns.places, ['options · columns', 'all rows · percentiles']);
    const words = await compared('words');
    for (const place of ['groups', 'perFile', 'options · columns', 'options · percentiles']) {
      assert.ok(words.places.includes(place), `${place} in ${words.places.join()}`);
    }
    assert.is(new Set(words.places).size, words.places.length);
    assert.match(words.stderr, /^They are of different jobs: one of describe, words of words\.\n/);
  }));

test('text that could move the cursor is shown as text, and very many differences are cut', () => {
  const differences = Array.from({ length: 50 }, (_, index) => ({
    place: ['groups', `k = \u001b[2J${index}`, 'rows'],
    first: 'x\u001b[1m',
    second: undefined,
  }));
  const lines = differenceLines(differences);
  assert.ok(lines.every((line) => !line.includes('\u001b')));
  assert.is(lines.at(-1), '… and 10 more. All of them: --json');
});

test.run();
