import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import { failedLastTime, keepOutcomes } from '../../../setup/apply/last-apply.ts';
import type { NodeOutcome } from '../../../setup/apply/observer.ts';
import { inFolder } from '../command.ts';

const test = suite('apply --only-failed knows who failed the last time');

/** Runs work with a state folder of its own. */
function atHome(work: (home: string) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    const before = process.env.ENJAMBRE_HOME;
    const home = join(folder, 'state');
    process.env.ENJAMBRE_HOME = home;
    try {
      await work(home);
    } finally {
      if (before === undefined) delete process.env.ENJAMBRE_HOME;
      else process.env.ENJAMBRE_HOME = before;
    }
  });
}

const good = (node: string): NodeOutcome => ({ node, error: undefined, steps: [] });
const bad = (node: string): NodeOutcome => ({ ...good(node), error: new EnjambreError('no', { code: 'x' }) });

test('before the first time nothing is known; after it, who failed', () =>
  atHome(async () => {
    assert.is(await failedLastTime('/lab/inventory.json'), undefined);
    await keepOutcomes('/lab/inventory.json', [good('manager'), bad('worker1')]);
    assert.equal(await failedLastTime('/lab/inventory.json'), ['worker1']);
    await keepOutcomes('/lab/inventory.json', [good('manager'), good('worker1')]);
    assert.equal(await failedLastTime('/lab/inventory.json'), []);
  }));

test('nodes that were no part of it keep what they had', () =>
  atHome(async () => {
    await keepOutcomes('/lab/inventory.json', [bad('worker1'), bad('worker2')]);
    await keepOutcomes('/lab/inventory.json', [good('worker1'), bad('worker3')]);
    assert.equal(await failedLastTime('/lab/inventory.json'), ['worker2', 'worker3']);
  }));

test('each inventory has its own, whatever way its path is written', () =>
  atHome(async () => {
    await keepOutcomes('/lab/a.json', [bad('worker1')]);
    await keepOutcomes('/lab/b.json', [bad('worker2')]);
    assert.equal(await failedLastTime('/lab/sub/../a.json'), ['worker1']);
    assert.equal(await failedLastTime('/lab/b.json'), ['worker2']);
  }));

test('a damaged file is as none, and is written anew', () =>
  atHome(async (home) => {
    mkdirSync(home);
    for (const damage of [
      '',
      '{"failed": {"/lab',
      'null',
      '[]',
      '{}',
      '{"failed": null}',
      '{"failed": {"/lab/a.json": 3}}',
    ]) {
      writeFileSync(join(home, 'last-apply.json'), damage);
      assert.is(await failedLastTime('/lab/a.json'), undefined, damage);
      await keepOutcomes('/lab/a.json', [bad('worker1')]);
      assert.equal(await failedLastTime('/lab/a.json'), ['worker1'], damage);
    }
  }));

test('it is for its owner alone', () =>
  atHome(async (home) => {
    await keepOutcomes('/lab/a.json', [bad('worker1')]);
    const file = join(home, 'last-apply.json');
    assert.equal([statSync(home).mode & 0o777, statSync(file).mode & 0o777], [0o700, 0o600]);
    assert.ok(readFileSync(file, 'utf8').endsWith('}\n'));
  }));

test.run();
