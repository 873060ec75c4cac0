import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EnjambreError } from '../../../../pipeline/errors.ts';
import { countReplica, mergeReplicas } from '../../../../pipeline/jobs/words/replicas.ts';
import { keepFilesInMemory } from '../../../oracle/runs.ts';
import { scratchFolder, writeFiles } from '../../input/scratch.ts';

keepFilesInMemory();
const test = suite('replicas that Swarm numbers from 1 count every file once');
const folder = scratchFolder();
const names = ['a.txt', 'b.txt', '10', '9', '__proto__', 'with "quotes"', 'two\nlines', 'ñ/año.txt', ...'cdefghij'];
const texts = Object.fromEntries(names.map((name, index) => [`books/${name}`, `${'palabra '.repeat(index)}fin\n`]));
// A literal would set the prototype.
writeFiles(folder, new Map(Object.entries(texts)).size === names.length ? texts : {});
const inputs = [join(folder, 'books')];
let made = 0;
const freshFolder = () => join(folder, `out-${made++}`);

const readNames = (path: string): string[] =>
  [...readFileSync(path, 'utf8').matchAll(/^[ {](".*"): \{"words": \d+, "letters": \d+\}[,}]$/gm)].map(
    ([, name = '']) => JSON.parse(name) as string,
  );

const md5Remainder = (name: string, count: number): number =>
  Number(BigInt(`0x${createHash('md5').update(name).digest('hex')}`) % BigInt(count));

async function refusal(call: Promise<unknown> | (() => unknown)): Promise<EnjambreError> {
  try {
    await (typeof call === 'function' ? call() : call);
  } catch (error) {
    return error as EnjambreError;
  }
  throw new Error('it was not refused');
}

test('the rule that compares the slot with the remainder never reads remainder 0; ours reads every file once', async () => {
  for (const replicaCount of [1, 2, 3, 5, 8]) {
    const out = freshFolder();
    const slots = Array.from({ length: replicaCount }, (_, index) => index + 1);
    const original = names.filter((name) => slots.some((slot) => slot === md5Remainder(name, replicaCount)));
    const unread = names.filter((name) => md5Remainder(name, replicaCount) === 0);
    assert.ok(unread.length > 0, 'a case that shows it');
    assert.is(original.length, names.length - unread.length, 'the original leaves some out');

    const read: string[] = [];
    for (const replicaId of slots) {
      const { path } = await countReplica({ inputs, replicaId, replicaCount, out });
      read.push(...readNames(path));
    }
    assert.equal(read.toSorted(), names.toSorted(), `${replicaCount} replicas`);
  }
});

test('each replica writes words and letters of its files, and the last one can merge them', async () => {
  const out = freshFolder();
  const ended = [];
  for (const replicaId of [3, 1, 2]) {
    const { path, ...own } = await countReplica({ inputs, replicaId, replicaCount: 3, out });
    assert.is(path, join(out, `results_${replicaId}.json`));
    ended.push([own.fileCount, mergeReplicas(out, own, 3)] as const);
  }
  const merges = ended.map(([, merge]) => merge);
  assert.equal(merges[0], { done: false, missing: [1, 2] });
  assert.equal(merges[1], { done: false, missing: [2] });
  const words = names.reduce((sum, _, index) => sum + index + 1, 0);
  const path = join(out, 'results.json');
  assert.equal(merges[2], { done: true, path, fileCount: 16, words, letters: (words - 16) * 7 + 16 * 3 });
  // In input order, also names that an object would put first.
  assert.equal(readNames(path), [
    '10',
    '9',
    '__proto__',
    'a.txt',
    'b.txt',
    ...'cdefghij',
    'two\nlines',
    'with "quotes"',
    'ñ/año.txt',
  ]);
  const results = ['results', 'results_1', 'results_2', 'results_3'];
  assert.equal(
    readdirSync(out).sort(),
    results.flatMap((name) => [`${name}.identity`, `${name}.json`]),
  );
});

test('the file of one text is as the original wrote it', async () => {
  writeFiles(folder, { 'one/a.txt': 'hola mundo…' });
  const out = freshFolder();
  const { path } = await countReplica({ inputs: [join(folder, 'one')], replicaId: 1, replicaCount: 1, out });
  assert.is(readFileSync(path, 'utf8'), '{"a.txt": {"words": 2, "letters": 9}}\n');
});

test('an id of 0 is the last replica; others are refused', async () => {
  const out = freshFolder();
  const own = await countReplica({ inputs, replicaId: 0, replicaCount: 2, out });
  await countReplica({ inputs, replicaId: 1, replicaCount: 2, out });
  assert.ok(mergeReplicas(out, own, 2).done);
  for (const [replicaId, replicaCount] of [
    [3, 2],
    [-1, 2],
    [1.5, 2],
    [1, 0],
  ] as const) {
    const error = await refusal(countReplica({ inputs, replicaId, replicaCount, out }));
    assert.is(error.code, 'usage');
    assert.match(error.next ?? '', /whole number from 1 to/);
  }
});

test('results that lie among the texts are not counted', async () => {
  const out = join(folder, 'books');
  for (const replicaId of [1, 2]) {
    const own = await countReplica({ inputs, replicaId, replicaCount: 2, out });
    assert.is(own.files.length, names.length);
    mergeReplicas(out, own, 2);
  }
  for (const name of readdirSync(out)) if (name.startsWith('results')) rmSync(join(out, name));
});

test('results of another input, or of another number of replicas, count as missing, and what was merged of them is removed', async () => {
  const out = freshFolder();
  const changing = { inputs: [join(folder, 'changing')], out };
  const texts = (word: string) =>
    writeFiles(folder, Object.fromEntries([...'abcdefgh'].map((name) => [`changing/${name}`, word])));
  const replica = async (replicaId: number, replicaCount = 2) =>
    mergeReplicas(out, await countReplica({ ...changing, replicaId, replicaCount }), replicaCount);
  texts('uno');
  await replica(1);
  assert.is((await replica(2)).done, true);
  assert.is((await replica(2)).done, true, 'again, with nothing changed');
  texts('uno dos');
  assert.equal(await replica(1), { done: false, missing: [2] });
  assert.not.ok(existsSync(join(out, 'results.json')));
  const merged = await replica(2);
  assert.ok(merged.done && merged.words === 16);
  assert.equal(await replica(3, 3), { done: false, missing: [1, 2] });
  assert.not.ok(existsSync(join(out, 'results.json')));
  // As after a crash: results are written before their identity.
  await replica(1);
  rmSync(join(out, 'results_2.identity'));
  assert.equal(await replica(1), { done: false, missing: [2] });
});

test('results that do not belong together are refused', async () => {
  const out = freshFolder();
  const { files, identity } = await countReplica({ inputs, replicaId: 1, replicaCount: 2, out });
  await countReplica({ inputs, replicaId: 2, replicaCount: 2, out });
  const [first, second] = [1, 2].map((id) => join(out, `results_${id}.json`)) as [string, string];
  const good = readFileSync(first, 'utf8');
  const saidOf = async (text: string, of = files) => {
    writeFileSync(first, text);
    const error = await refusal(() => mergeReplicas(out, { files: of, identity }, 2));
    assert.is(error.code, 'replica-results');
    return error.message;
  };
  assert.match(await saidOf('{"a'), 'results_1.json cannot be read');
  assert.match(await saidOf('{"x": {"words": -1, "letters": 0}}'), 'results_1.json cannot be read');
  assert.match(await saidOf(readFileSync(second, 'utf8')), "is not replica 1's");
  assert.match(await saidOf('{}'), 'was counted by no replica');
  assert.match(await saidOf(good, files.slice(1)), 'is no file of the input');
});

test.run();
