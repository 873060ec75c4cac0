import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ATTEMPT_PARTIAL, ATTEMPT_SUMMARY, paths } from '../../../pipeline/run-dir/layout.ts';
import {
  commitAttempt,
  listAttempts,
  readAttempt,
  readCommit,
  withdrawCommit,
} from '../../../pipeline/runs/attempts.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { refusal } from '../run/driven.ts';
import { attemptAt, smallRun } from './small-runs.ts';

keepFilesInMemory();
const test = suite('an attempt is there whole or not at all, and used only if it is the right one');
const folder = scratchFolder();

/** A run whose partition 1 was processed once. */
async function processedRun(name: string) {
  const { directory, manifest } = await smallRun(folder, name);
  const summary = await attemptAt(directory, manifest, 1, 1);
  return { directory, manifest, summary, attempt: paths.attempt(directory, 1, 1) };
}

test('a finished attempt holds its partial and its summary, and nothing else', async () => {
  const { directory, manifest, summary, attempt } = await processedRun('finished');
  assert.equal(readdirSync(attempt).sort(), [ATTEMPT_SUMMARY, ATTEMPT_PARTIAL].sort());
  assert.equal(readdirSync(paths.attempts(directory, 1)), ['1']);
  assert.equal(readAttempt(directory, manifest, 1, 1), summary);
  assert.is(summary.partition, 1);
  assert.ok(summary.totals.rows > 50);
});

test('an attempt that fails leaves nothing behind', async () => {
  const { directory, manifest } = await smallRun(folder, 'failing');
  rmSync(join(folder, 'failing', 'data.csv'));
  await refusal(attemptAt(directory, manifest, 1, 1));
  assert.equal(readdirSync(paths.attempts(directory, 1)), []);
});

test('attempts are listed by number; what is being written is none', async () => {
  const { directory, manifest } = await smallRun(folder, 'listed');
  assert.equal(listAttempts(directory, 2), []);
  for (const name of ['10', '9', '2', '.3.4711.tmp', '11.tmp', 'x']) {
    mkdirSync(join(paths.attempts(directory, 2), name), { recursive: true });
  }
  assert.equal(listAttempts(directory, 2), [2, 9, 10]);
  assert.is(readCommit(directory, manifest, 2), null);
});

test('a late attempt with a number that is taken changes nothing', async () => {
  const { directory, manifest, attempt } = await processedRun('late');
  const before = readFileSync(join(attempt, ATTEMPT_SUMMARY), 'utf8');
  let failed = false;
  await attemptAt(directory, manifest, 1, 1).catch(() => {
    failed = true;
  });
  assert.ok(failed, 'it was told that it came too late');
  assert.is(readFileSync(join(attempt, ATTEMPT_SUMMARY), 'utf8'), before);
  assert.equal(readdirSync(paths.attempts(directory, 1)), ['1']);
});

const damages: [name: string, says: RegExp, change: (attempt: string) => void][] = [
  ['without a summary', /attempt\.json cannot be read/, (attempt) => rmSync(join(attempt, ATTEMPT_SUMMARY))],
  ['with half a summary', /attempt\.json cannot be read/, (attempt) => cutFile(join(attempt, ATTEMPT_SUMMARY))],
  ['without a partial', /partial\.bin is missing/, (attempt) => rmSync(join(attempt, ATTEMPT_PARTIAL))],
  ['with half a partial', /partial\.bin has changed/, (attempt) => cutFile(join(attempt, ATTEMPT_PARTIAL))],
  ['with one bit flipped', /partial\.bin has changed/, (attempt) => flipBit(join(attempt, ATTEMPT_PARTIAL))],
  ['of another job', /belongs to another/, (attempt) => replace(join(attempt, ATTEMPT_SUMMARY), /"jobIdentity":"./)],
  ['of other input', /belongs to another/, (attempt) => replace(join(attempt, ATTEMPT_SUMMARY), /"inputIdentity":"./)],
];
for (const [name, says, change] of damages) {
  test(`an attempt ${name} is refused by its number`, async () => {
    const { directory, manifest, attempt } = await processedRun(name.replaceAll(' ', '-'));
    change(attempt);
    for (const use of [readAttempt, commitAttempt]) {
      const error = await refusal(() => use(directory, manifest, 1, 1));
      assert.is(error.code, 'attempt-damaged');
      assert.match(error.message, /Attempt 1 of partition 1/);
      assert.match(error.message, says);
      assert.is(error.next, `enjambre resume ${directory}`);
    }
    assert.is(readCommit(directory, manifest, 1), null, 'it was not chosen');
  });
}

test('an attempt of another partition is refused', async () => {
  const { directory, manifest, attempt } = await processedRun('swapped');
  cpSync(attempt, paths.attempt(directory, 0, 1), { recursive: true });
  assert.is((await refusal(() => readAttempt(directory, manifest, 0, 1))).code, 'attempt-damaged');
});

test('the choice can be read, taken back and made again', async () => {
  const { directory, manifest, summary } = await processedRun('chosen');
  assert.is(readCommit(directory, manifest, 1), null);
  commitAttempt(directory, manifest, 1, 1);
  assert.equal(readCommit(directory, manifest, 1), summary);
  assert.equal(readdirSync(paths.partials(directory)), ['1.json']);
  withdrawCommit(directory, 1);
  assert.is(readCommit(directory, manifest, 1), null);
  withdrawCommit(directory, 1);
  const again = await attemptAt(directory, manifest, 1, 2);
  commitAttempt(directory, manifest, 1, 2);
  assert.equal(readCommit(directory, manifest, 1), again);
});

test('a chosen attempt whose summary was replaced is refused', async () => {
  const { directory, manifest, attempt } = await processedRun('replaced');
  commitAttempt(directory, manifest, 1, 1);
  replace(join(attempt, ATTEMPT_SUMMARY), /"rows":\d/);
  const error = await refusal(() => readCommit(directory, manifest, 1));
  assert.is(error.code, 'attempt-damaged');
  assert.match(error.message, /attempt 1 of partition 1 has changed since it was chosen/);
  assert.ok(existsSync(paths.partial(directory, 1)), 'reading changes nothing');
});

function cutFile(path: string): void {
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(0, bytes.length / 2));
}

function flipBit(path: string): void {
  const bytes = readFileSync(path);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] as number) ^ 4;
  writeFileSync(path, bytes);
}

/** Makes the last character of a match another one, of the same kind. */
function replace(path: string, pattern: RegExp): void {
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(pattern, (found) => `${found.slice(0, -1)}${found.endsWith('1') ? '2' : '1'}`);
  assert.is.not(changed, text);
  writeFileSync(path, changed);
}

test.run();
