import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type JsonPiece, readJsonPieces } from '../../../pipeline/report/json-pieces.ts';
import { scratchFolder, writeFiles } from '../input/scratch.ts';

const test = suite('a JSON file is read piece by piece');
const folder = scratchFolder();

function pieces(text: string, reading: { chunkBytes?: number; mostBytes?: number } = {}): JsonPiece[] {
  writeFiles(folder, { 'x.json': text });
  return [...readJsonPieces(join(folder, 'x.json'), reading)];
}

/** The object that the pieces say. */
function together(found: JsonPiece[]): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  for (const { member, index, text } of found) {
    const value: unknown = JSON.parse(text ?? 'null');
    if (index === null) object[member] = value;
    else object[member] = [...((object[member] ?? []) as unknown[]), value];
  }
  return object;
}

test('members and the elements of lists come one at a time', () => {
  assert.equal(pieces('{"rows":3,"groups":[{"a":[1,2]},{"b":"x,]}"}],"last":{"c":[]}}\n'), [
    { member: 'rows', index: null, text: '3' },
    { member: 'groups', index: 0, text: '{"a":[1,2]}' },
    { member: 'groups', index: 1, text: '{"b":"x,]}"}' },
    { member: 'last', index: null, text: '{"c":[]}' },
  ]);
  assert.equal(pieces('{"groups":[]}'), []);
  assert.equal(pieces('{}'), []);
});

test('wherever a chunk ends, the pieces are the same', () => {
  // Empty lists have no pieces.
  const value = fc.oneof(
    fc.jsonValue().filter((one) => !(Array.isArray(one) && one.length === 0)),
    fc.array(fc.jsonValue(), { minLength: 1 }),
    fc.string({ unit: 'binary' }),
  );
  const object = fc.dictionary(fc.string({ unit: 'binary' }), value, { noNullPrototype: true });
  fc.assert(
    fc.property(object, fc.integer({ min: 1, max: 9 }), fc.boolean(), (given, chunkBytes, indented) => {
      const text = JSON.stringify(given, null, indented ? 2 : 0);
      const expected = JSON.parse(text) as Record<string, unknown>;
      assert.is(JSON.stringify(together(pieces(text, { chunkBytes }))), JSON.stringify(expected));
    }),
    { numRuns: 150 },
  );
});

test('a piece that is too long is left out, and those after it are not', () => {
  const long = JSON.stringify('x'.repeat(100));
  const text = `{"a":[${long},1,${long}],"b":${long},"c":2}`;
  for (const chunkBytes of [7, 1000]) {
    assert.equal(
      pieces(text, { mostBytes: 50, chunkBytes }).map(({ text: found }) => found),
      [null, '1', null, null, '2'],
    );
  }
});

test.run();
