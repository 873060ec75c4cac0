import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Heap } from '../../../pipeline/partial/heap.ts';
import { runs } from '../../oracle/runs.ts';

const test = suite('the heap always gives the least key');

/** `replace` gives a key that is not smaller, as a source's next value is. */
type Move<Key> = { do: 'push'; key: Key } | { do: 'pop' } | { do: 'replace'; by: Key };

function moves<Key>(key: fc.Arbitrary<Key>, step: fc.Arbitrary<Key>): fc.Arbitrary<Move<Key>[]> {
  return fc.array(
    fc.oneof(
      { weight: 3, arbitrary: key.map((value): Move<Key> => ({ do: 'push', key: value })) },
      { weight: 1, arbitrary: fc.constant<Move<Key>>({ do: 'pop' }) },
      { weight: 2, arbitrary: step.map((by): Move<Key> => ({ do: 'replace', by })) },
    ),
    { maxLength: 200 },
  );
}

/** Does the same to the heap and to a sorted list. */
function follow<Key extends number | bigint>(list: Move<Key>[], add: (a: Key, b: Key) => Key): void {
  const heap = new Heap<Key>();
  const keys = new Map<number, Key>();
  let items = 0;
  for (const move of list) {
    if (move.do === 'push') {
      heap.push(move.key, items);
      keys.set(items++, move.key);
    } else if (heap.size > 0) {
      const item = heap.leastItem;
      assert.is(heap.least, keys.get(item), 'the item is the one that has the key');
      if (move.do === 'pop') {
        heap.pop();
        keys.delete(item);
      } else {
        const key = add(heap.least, move.by);
        heap.replace(key);
        keys.set(item, key);
      }
    }
    assert.is(heap.size, keys.size);
    const [least] = [...keys.values()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    if (least !== undefined) assert.is(heap.least, least);
  }
  const rest: Key[] = [];
  for (; heap.size > 0; heap.pop()) rest.push(heap.least);
  assert.equal(
    rest,
    [...keys.values()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
  );
}

test('of numbers, whatever is pushed, popped and replaced', () => {
  const list = moves(fc.integer({ min: -20, max: 20 }), fc.nat(10));
  fc.assert(
    fc.property(list, (chosen) => follow(chosen, (a, b) => a + b)),
    runs(300, 10_000),
  );
});

test('of big integers', () => {
  const list = moves(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), fc.bigInt({ min: 0n, max: 2n ** 69n }));
  fc.assert(
    fc.property(list, (chosen) => follow(chosen, (a, b) => a + b)),
    runs(100, 5000),
  );
});

test.run();
