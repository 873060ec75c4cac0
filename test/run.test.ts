import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fromRoot, root } from './root.ts';

const test = suite('the test runner reports failing what uvu lets pass');

/** Runs the files of `run-fixtures/`, which are wrong in one way each. */
function runFixtures(...args: string[]): { text: string; exitCode: number | null } {
  const node = process.versions.deno === undefined ? process.execPath : 'node';
  const all = [fromRoot('test/run.mjs'), '--folder', 'test/run-fixtures', '--deadline-ms', '1000', ...args];
  const { stdout, stderr, status } = spawnSync(node, all, { cwd: root, encoding: 'utf8' });
  return { text: stdout + stderr, exitCode: status };
}

const expected: [name: string, says: string][] = [
  ['before-throws', 'FAIL passed only 0 of 1'],
  ['exits-early', 'FAIL printed no totals (exit 1): is `.run()` missing?'],
  ['fails', 'FAIL passed only 1 of 2'],
  ['hangs', 'FAIL was stopped at its deadline'],
  ['no-run', 'FAIL printed no totals (exit 0): is `.run()` missing?'],
  ['no-test', 'FAIL ran no test'],
  ['only', 'FAIL left out 1 tests but gave 0 reasons (`.only`?)'],
  ['passes', 'ok   2 passed'],
  ['skips-silently', 'FAIL left out 1 tests but gave 0 reasons (`.only`?)'],
  ['skips-with-reason', 'ok   1 passed'],
  ['throws-later', 'FAIL passed, but its process ended with exit 1'],
  ['throws-text', 'FAIL passed only 0 of 1'],
];
const failingCount = expected.filter(([, says]) => says.startsWith('FAIL')).length;
const everything = runFixtures();

for (const [name, says] of expected) {
  test(`${name}.test.ts: ${says}`, () => {
    const [, state = '', counts = ''] =
      new RegExp(`^(FAIL|ok  ) test/run-fixtures/${name}\\.test\\.ts: (.*), [\\d.]+ s$`, 'm').exec(everything.text) ??
      [];
    assert.is(`${state} ${counts}`, says);
  });
}

test('the last line has the totals, and one failure makes the exit code 1', () => {
  assert.ok(everything.text.endsWith(`\n7 passed, ${failingCount} failed, 3 skipped\n`), everything.text);
  assert.is(everything.exitCode, 1);
});

test('the exit code is 0 when nothing fails, and reasons for skipping are shown', () => {
  const { text, exitCode } = runFixtures('/passes', '/skips-with-reason');
  assert.match(text, /\n {5}skipped: slow here\n {5}skipped: no network\n/);
  assert.ok(text.endsWith('\n3 passed, 0 failed, 2 skipped\n'), text);
  assert.is(exitCode, 0);
});

test('a file that needs virtual boards is left out with a reason, and runs alone where they are asked for', () => {
  const skip =
    'skip test/run-fixtures/on-boards.container.test.ts\n     skipped: needs virtual boards, as root: npm test -- --lab container\n';
  assert.ok(everything.text.includes(skip), everything.text);
  const asked = runFixtures('--lab', 'container');
  assert.match(
    asked.text,
    /^ok {3}test\/run-fixtures\/on-boards\.container\.test\.ts: 1 passed, [\d.]+ s\n1 passed, 0 failed, 0 skipped\n$/,
  );
  assert.is(
    runFixtures('--lab', 'vm').text,
    'No test file needs boards of the kind "vm". Next: npm test -- --lab container\n',
  );
});

test('a filter that matches no file fails and says what to type', () => {
  const { text, exitCode } = runFixtures('there-is-none');
  assert.is(text, 'No test file matches there-is-none. Next: npm test\n');
  assert.is(exitCode, 1);
});

test('an unknown option is refused', () => {
  assert.match(runFixtures('--lnog').text, /Unknown option '--lnog'/);
});

test.run();
