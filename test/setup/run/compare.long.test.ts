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
