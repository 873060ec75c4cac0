import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readEvents } from '../../../pipeline/run-dir/events.ts';
import { ATTEMPT_PARTIAL, ATTEMPT_SUMMARY, paths } from '../../../pipeline/run-dir/layout.ts';
import { combineRun } from '../../../pipeline/runs/combine-run.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { finish, partitionsOf, refusal } from '../run/driven.ts';
import { smallRun } from '../runs/small-runs.ts';
import { done, script } from '../scripts/by-hand.ts';

keepFilesInMemory();
const test = suite('fault 42: a partial that was damaged after it was chosen is named, not used, and made again');
const folder = scratchFolder();
const whole = smallRun(folder, 'whole').then(({ directory }) => finish(directory));

type Damage = (attempt: string, commit: string) => void;
function overwrite(path: string, change: (bytes: Buffer) => Uint8Array | string): void {
  writeFileSync(path, change(readFileSync(path)));
}
const flipped = (bytes: Buffer) => bytes.map((byte, index) => (index === bytes.length - 5 ? byte ^ 1 : byte));

const damages: Record<string, Damage> = {
  'a flipped bit': (attempt) => overwrite(join(attempt, ATTEMPT_PARTIAL), flipped),
  'a partial that is cut off': (attempt) => overwrite(join(attempt, ATTEMPT_PARTIAL), (bytes) => bytes.subarray(0, 40)),
  'an empty partial': (attempt) => overwrite(join(attempt, ATTEMPT_PARTIAL), () => ''),
  'a partial that is gone': (attempt) => rmSync(join(attempt, ATTEMPT_PARTIAL)),
  'an attempt that is gone': (attempt) => rmSync(attempt, { recursive: true }),
  'a summary with other counts': (attempt) =>
    overwrite(join(attempt, ATTEMPT_SUMMARY), (bytes) => bytes.toString().replace('"rows":', '"rows":1')),
  'a summary that is no JSON': (attempt) => overwrite(join(attempt, ATTEMPT_SUMMARY), (bytes) => bytes.subarray(0, 60)),
  'a choice that is no JSON': (_, commit) => overwrite(commit, () => '{"partition":1,'),
  'an empty choice': (_, commit) => overwrite(commit, () => ''),
  'a choice of nothing': (_, commit) => overwrite(commit, () => '{}'),
};

/** A run whose result is still to be made; `finished`: or has been made. */
async function damaged(name: string, damage: Damage, finished = false): Promise<Awaited<ReturnType<typeof smallRun>>> {
  const planned = await smallRun(folder, name);
  const { directory } = planned;
  await finish(directory);
  if (!finished) for (const path of [paths.result(directory), paths.resultCsv(directory)]) rmSync(path);
  damage(paths.attempt(directory, 1, 1), paths.partial(directory, 1));
  return planned;
}

for (const [name, damage] of Object.entries(damages)) {
  test(`${name}: combine refuses it by its partition`, async () => {
    const { directory, manifest } = await damaged(`combine ${name}`, damage);
    const error = await refusal(() => combineRun(directory, manifest));
    assert.match(error.message, /partition 1/);
    assert.is(error.next, `enjambre resume ${directory}`);
    assert.equal(
      readdirSync(directory).filter((entry) => entry.startsWith('result')),
      [],
      'no result, not even half of one',
    );
  });

  test(`${name}: resume makes it again, and no other`, async () => {
    const { directory } = await damaged(`resume ${name}`, damage);
    const before = readEvents(directory).length;
    const { result, events } = await finish(directory);
    assert.is(result, (await whole).result);
    const later = events.slice(before);
    assert.equal([partitionsOf(later, 'failed'), partitionsOf(later, 'attempt')], [[1], [1]]);
    assert.is((await finish(directory)).events.length, events.length, 'the run after that has nothing to do');
  });
}

test('a run that had a result is repaired too, by the command that the error names', async () => {
  for (const name of ['a flipped bit', 'a choice that is no JSON'] as const) {
    const { directory } = await damaged(`finished ${name}`, damages[name] as Damage, true);
    const { result, ledger } = await finish(directory);
    assert.is(result, (await whole).result);
    assert.ok(ledger.checks.every(({ holds }) => holds));
  }
});

test('by hand: combine names the partition; another attempt at it mends the run', async () => {
  const { directory } = await damaged('by hand', damages['a flipped bit'] as Damage);
  const refused = await script('combine', [directory]);
  assert.is(refused.exitCode, 1);
  assert.match(refused.stderr, /partition 1 cannot be used: partial\.bin has changed/);
  await done('process', [directory, '--partition', '1']);
  await done('combine', [directory]);
  assert.is(readFileSync(paths.result(directory), 'utf8'), (await whole).result);
});

test('what lies about in the folder of the choices is no choice', async () => {
  const { directory } = await smallRun(folder, 'strange');
  mkdirSync(paths.partials(directory));
  for (const name of ['7.json', 'x', '1.json.bak']) writeFileSync(join(paths.partials(directory), name), 'x');
  assert.is((await finish(directory)).result, (await whole).result);
});

test.run();
