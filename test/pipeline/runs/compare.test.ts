import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { compareResults } from '../../../pipeline/runs/compare.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { drive, refusal } from '../run/driven.ts';
import { smallCsv } from './small-runs.ts';

keepFilesInMemory();
const test = suite('two results are compared place by place');
const folder = scratchFolder();
let results = 0;

/** A run directory that holds this result and nothing else. */
function holding(result: unknown): string {
  const run = join(folder, `result-${results++}`);
  mkdirSync(run);
  writeFileSync(paths.result(run), JSON.stringify(result));
  return run;
}

const placesOf = (first: unknown, second: unknown) =>
  compareResults(holding(first), holding(second)).map(({ place }) => place.join(' > '));

test('the same input in other partitions differs in nothing, another value in what it changes', async () => {
  const at = (name: string, text: string, partitions: number) => {
    writeFileSync(join(folder, name), text);
    const by = [{ column: 'station', unit: 'value' as const }];
    const describe = { columns: ['value'], by, window: 5 };
    return drive({ inputs: [join(folder, name)], partitions, out: join(folder, `${name}-${partitions}`), describe });
  };
  const text = smallCsv(60);
  const [one, four] = [await at('data.csv', text, 1), await at('data.csv', text, 4)];
  assert.equal(compareResults(one.directory, four.directory), []);
  const other = await at('other.csv', text.replace('b,"note 1",0.5', 'b,"note 1",90.5'), 2);
  const found = compareResults(one.directory, other.directory);
  const groups = found.filter(({ place }) => place[0] === 'groups');
  assert.ok(groups.length > 0 && groups.every(({ place }) => place[1] === 'station = b'));
  const max = groups.find(({ place }) => place.at(-1) === 'max');
  assert.equal(max, { place: ['groups', 'station = b', 'columns', 'value', 'max'], first: 29, second: 90.5 });
  assert.ok(found.some(({ place }) => place.join('.') === 'input.hash'));
});

test('members of lists are found by what names them, wherever they stand', () => {
  const a = { name: 'a', words: 1 };
  const b = { name: 'b', words: 2 };
  assert.equal(placesOf({ perFile: [a, b] }, { perFile: [b, { ...a, words: 3 }] }), ['perFile > a > words']);
  assert.equal(placesOf({ top: [{ term: 'x', count: 1 }] }, { top: [] }), ['top > x']);
  assert.equal(placesOf({ groups: [{ key: {}, rows: 1 }] }, { groups: [{ key: {}, rows: 2 }] }), [
    'groups > all rows > rows',
  ]);
});

test('lists without names, or with a name twice, are compared by place', () => {
  assert.equal(placesOf({ data: [[1, 2], [3]] }, { data: [[1, 5], [3], [4]] }), ['data > 0 > 1', 'data > 2']);
  const twice = [
    { name: 'a', v: 1 },
    { name: 'a', v: 2 },
  ];
  assert.equal(placesOf(twice, [twice[0], { name: 'a', v: 3 }]), ['1 > v']);
});

test('a list of an option is compared whole', () => {
  const [first, second] = [holding({ options: { p: [1, 2] } }), holding({ options: { p: [1, 3, 4] } })];
  assert.equal(compareResults(first, second), [{ place: ['options', 'p'], first: [1, 2], second: [1, 3, 4] }]);
  assert.equal(placesOf({ options: { p: [1, 2], q: 1 } }, { options: { p: [1, 2], q: 2 } }), ['options > q']);
});

test('null, a missing member, a number and its text are all different', () => {
  assert.equal(placesOf({ v: null }, {}), ['v']);
  assert.equal(placesOf({ v: 1 }, { v: '1' }), ['v']);
  assert.equal(placesOf({ v: [] }, { v: {} }), ['v']);
  assert.equal(placesOf({ v: { a: 1 } }, { v: null }), ['v']);
});

test('a run without a result is refused', async () => {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  assert.is((await refusal(() => compareResults(empty, empty))).code, 'no-result');
});

test.run();
