import { createHash } from 'node:crypto';
import { appendFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { verifyRun } from '../../../pipeline/verify.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { forgeSummary, smallRun } from '../runs/small-runs.ts';
import { finish, refusal, resultOf } from './driven.ts';

keepFilesInMemory();
const test = suite('verify proves a result, or says that it is not right');
const folder = scratchFolder();

async function finished(name: string) {
  const { directory } = await smallRun(folder, name);
  return finish(directory, { workers: 1 });
}

test('a good run: the ledger holds, and other partitions give the same', async () => {
  const { directory, result } = await finished('good');
  const before = readdirSync(directory).sort();
  const { ledger, comparisons } = await verifyRun(directory, [1, 20]);
  assert.ok(ledger.checks.length >= 4);
  assert.ok(ledger.checks.every(({ holds }) => holds));
  const sha256 = createHash('sha256').update(result).digest('hex');
  assert.equal(
    comparisons.map(({ ms, ...rest }) => rest),
    [1, 20].map((partitions) => ({ partitions, same: true, sha256 })),
  );
  assert.ok(comparisons.every(({ ms }) => ms > 0));
  assert.equal(readdirSync(directory).sort(), before, 'it leaves nothing behind');
  assert.is(resultOf(directory), result);
});

test('a result that was changed is different, whatever was changed', async () => {
  const { directory, result } = await finished('changed');
  for (const other of [result.replace('"rows":300', '"rows":301'), `${result} `, result.slice(0, -1), '']) {
    assert.is.not(other, result);
    writeFileSync(paths.result(directory), other);
    const { comparisons } = await verifyRun(directory, [2]);
    assert.equal(
      comparisons.map(({ same }) => same),
      [false],
    );
  }
});

test('counts that were changed do not add up', async () => {
  const { directory } = await finished('counts');
  forgeSummary(directory, 0, ({ totals }) => totals.rows++);
  const { ledger } = await verifyRun(directory, []);
  assert.equal(
    ledger.checks.flatMap(({ name, holds }) => (holds ? [] : [name])),
    ['rows of value add up'],
  );
});

test('partials that are gone are missed', async () => {
  const { directory } = await finished('gone');
  rmSync(paths.partial(directory, 1));
  const { ledger } = await verifyRun(directory, []);
  assert.ok(
    ledger.checks.some(({ holds }) => !holds),
    'a third of the rows is missing, and every check holds',
  );
});

test('input that was changed is refused', async () => {
  const { directory, manifest } = await finished('input');
  appendFileSync(manifest.input.files[0]?.path ?? '', 'a,b,1\n');
  const before = readdirSync(directory).sort();
  assert.is((await refusal(verifyRun(directory, [2]))).code, 'input-changed');
  assert.equal(readdirSync(directory).sort(), before);
});

test('without a result there is nothing to verify', async () => {
  const { directory } = await smallRun(folder, 'unfinished');
  const error = await refusal(verifyRun(directory, [1]));
  assert.equal([error.code, error.next], ['no-result', `enjambre resume ${directory}`]);
  assert.is((await refusal(verifyRun(join(folder, 'none'), [1]))).code, 'no-run');
});

test('it can be stopped, and then leaves nothing behind', async () => {
  const { directory } = await finished('stopped');
  const before = readdirSync(directory).sort();
  assert.is((await refusal(verifyRun(directory, [2], { signal: AbortSignal.abort() }))).code, 'interrupted');
  assert.equal(readdirSync(directory).sort(), before);
});

test.run();
