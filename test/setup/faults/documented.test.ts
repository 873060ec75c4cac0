import { existsSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fromRoot } from '../../root.ts';

const test = suite('the page on faults names tests that are there');

const FAULTS = 30;
/** Set-up sends no images, so that nothing can be shown of them. */
const OF_IMAGES = [23, 24];

const rows = readFileSync(fromRoot('docs/faults.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const number = Number(/^\| (\d+) \|/.exec(line)?.[1]);
    return number > 0 ? [{ number, tests: testsIn(line) }] : [];
  });

/** Files with the names of tests in them, as `[file](../path): *name*; *name*`. */
function testsIn(line: string): { path: string; name: string }[] {
  return [...line.matchAll(/\]\(\.\.\/([^)]+)\): ((?:\*[^*]+\*(?:; )?)+)/g)].flatMap(([, path = '', names = '']) =>
    [...names.matchAll(/\*([^*]+)\*/g)].map(([, name = '']) => ({ path, name })),
  );
}

/** Whether a file has a test, a suite or a case of that name, alone or after the release that it runs on. */
function hasTest(path: string, name: string): boolean {
  if (!existsSync(fromRoot(path))) return false;
  const text = readFileSync(fromRoot(path), 'utf8');
  if (path.endsWith('.json')) return (JSON.parse(text) as { about: string }).about === name;
  return [`'${name}'`, `\`Debian \${release}: ${name}\``].some((quoted) => text.includes(quoted));
}

test('each fault has its row, in order', () => {
  assert.equal(
    rows.map(({ number }) => number),
    Array.from({ length: FAULTS }, (_, index) => index + 1),
  );
});

test('each fault is shown by a test, but for those of images', () => {
  const bare = rows.filter(({ tests }) => tests.length === 0).map(({ number }) => number);
  assert.equal(bare, OF_IMAGES);
});

test('each test that is named is there', () => {
  const missing = rows.flatMap(({ tests }) => tests.filter(({ path, name }) => !hasTest(path, name)));
  assert.equal(missing, []);
});

test('a name that no test has is told', () => {
  const [first] = rows[0]?.tests ?? [];
  assert.ok(first && hasTest(first.path, first.name));
  assert.is(hasTest(first.path, first.name.slice(1)), false);
  assert.is(hasTest('test/setup/no.test.ts', first.name), false);
});

test.run();
