import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TermBuilder } from '../../../pipeline/text/term-builder.ts';
import { TermTable } from '../../../pipeline/text/term-table.ts';
import { runs } from '../../oracle/runs.ts';
import { compareUtf8 } from '../../oracle/words.ts';

const test = suite('a table counts terms and gives them in the order of their bytes');

function count(table: TermTable, ...terms: string[]): void {
  const builder = new TermBuilder(table);
  for (const term of terms) {
    for (const character of term) builder.append(character.codePointAt(0) as number);
    builder.end();
  }
}

function listed(table: TermTable): [string, number][] {
  const list: [string, number][] = [];
  table.forEachSorted((bytes, occurrences) => list.push([new TextDecoder().decode(bytes), occurrences]));
  return list;
}

test('for any terms', () => {
  const character = fc.constantFrom('a', 'b', 'z', '0', 'é', 'ñ', '漢', '😀', '𐐨');
  const term = fc.array(character, { minLength: 1, maxLength: 12 }).map((characters) => characters.join(''));
  fc.assert(
    fc.property(fc.array(term, { maxLength: 300 }), (terms) => {
      const table = new TermTable(1 << 20);
      count(table, ...terms);
      const expected = new Map<string, number>();
      for (const one of terms) expected.set(one, (expected.get(one) ?? 0) + 1);
      assert.equal(
        listed(table),
        [...expected].sort(([a], [b]) => compareUtf8(a, b)),
      );
      assert.is(table.size, expected.size);
      assert.is(table.occurrences, terms.length);
    }),
    runs(60, 3000),
  );
});

test('for more terms than it began with room for', () => {
  const table = new TermTable(64 << 20);
  const terms = Array.from({ length: 50_000 }, (_, index) => `${index}${index % 3 === 0 ? ' of a longer kind' : ''}`);
  count(table, ...terms, ...terms);
  assert.is(table.size, 50_000);
  assert.equal(
    listed(table),
    terms.sort().map((term) => [term, 2]),
  );
});

test('it is full when it holds as much as it may, and empty once cleared', () => {
  const table = new TermTable(1 << 16);
  let added = 0;
  while (!table.isFull) count(table, `term ${added++}`);
  assert.ok(added > 500 && added < 5000, `${added}`);
  table.clear();
  assert.not.ok(table.isFull);
  assert.equal(listed(table), []);
  count(table, 'a', 'a term of more than eight bytes');
  assert.equal(listed(table), [
    ['a', 1],
    ['a term of more than eight bytes', 1],
  ]);
});

test('it takes no longer for terms that differ only at their ends', () => {
  const table = new TermTable(64 << 20);
  const started = performance.now();
  count(table, ...Array.from({ length: 20_000 }, (_, index) => `${'x'.repeat(200)}${index}`));
  assert.is(listed(table).length, 20_000);
  assert.ok(performance.now() - started < 5000);
});

test.run();
