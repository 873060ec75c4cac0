import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { plainOf } from '../../../../pipeline/jobs/own/plain.ts';
import { resultTable } from '../../../../pipeline/jobs/own/result.ts';
import { stateBytes, stateOf } from '../../../../pipeline/jobs/own/state.ts';

const test = suite('states and results are plain data');

test('a state comes back as it went', () => {
  const state = {
    map: new Map<unknown, unknown>([
      ['a', 1n],
      [2, new Set(['ñ'])],
    ]),
    list: [1, undefined, Number.NaN, -0, null],
    bytes: new Uint8Array([1, 2]),
    table: new Float64Array([0.5]),
    date: new Date(0),
    big: 2n ** 200n,
  };
  assert.equal(stateOf(stateBytes(state)), state);
  for (const one of [0, 'text', null, true, 5n]) assert.is(stateOf(stateBytes(one)), one);
  const twice = { a: state.list, b: state.list };
  const back = stateOf(stateBytes(twice)) as typeof twice;
  assert.is(back.a, back.b);
});

test('what would be lost is named with its place', () => {
  class Sums {
    x = 1;
  }
  const cases: [unknown, string][] = [
    [{ sums: { x: () => 1 } }, 'state.sums.x is a function'],
    [{ list: [1, Symbol('x')] }, 'state.list[1] is a symbol'],
    [new Map([['a b', new Sums()]]), 'state.get("a b") is a Sums'],
    [{ 'a b': new Set([new WeakMap()]) }, 'an element of state["a b"] is a WeakMap'],
    [new Map([[new Sums(), 1]]), 'a key of state is a Sums'],
    [{ counts: Object.create(null) }, 'state.counts is an object without prototype (use a Map)'],
    [{ later: Promise.resolve() }, 'state.later is a promise: the functions of a fold must not be async'],
  ];
  for (const [state, message] of cases) {
    assert.throws(
      () => stateBytes(state),
      (error: Error) =>
        error.message === `${message}; a state is plain data: objects, lists, Map, Set, numbers, text, bigint`,
    );
  }
});

test('a result is what JSON can say of it', () => {
  assert.equal(plainOf({ a: 5n, b: 2n ** 60n + 1n, c: Number.NaN, d: -0, e: undefined, f: [undefined, null] }), {
    a: 5,
    b: '1152921504606846977',
    c: null,
    d: 0,
    f: [null, null],
  });
  assert.equal(plainOf({ at: new Date(0), list: new Float64Array([1, Number.POSITIVE_INFINITY]) }), {
    at: '1970-01-01T00:00:00.000Z',
    list: [1, null],
  });
  assert.is(JSON.stringify(plainOf(JSON.parse('{"__proto__":1}'))), '{"__proto__":1}');
  const ring: unknown[] = [];
  ring.push(ring);
  const cases: [unknown, string][] = [
    [undefined, 'result is undefined, which JSON cannot say'],
    [{ a: { b: () => 1 } }, 'result.a.b is a function, which JSON cannot say'],
    [{ means: new Map() }, 'result.means is a Map, which JSON cannot say: give Object.fromEntries(map), or [...map]'],
    [[new Set()], 'result[0] is a Set, which JSON cannot say: give [...set]'],
    [ring, 'result[0] is inside itself, which JSON cannot say'],
    [Promise.resolve(1), 'result is a promise: result must give the value itself'],
  ];
  for (const [value, message] of cases)
    assert.throws(
      () => plainOf(value),
      (error: Error) => error.message === message,
    );
});

test('a result is a table as far as it goes', () => {
  assert.is(resultTable({ rows: 2, name: 'a, b', none: null }), 'rows,name,none\n2,"a, b",\n');
  assert.is(resultTable([{ a: 1 }, { a: 2, b: 'x' }]), 'a,b\n1,\n2,x\n');
  assert.is(resultTable({ x: { n: 1 }, y: { n: 2 } }), 'key,n\nx,1\ny,2\n');
  assert.is(resultTable({ rows: 2, groups: [1, 2] }), 'key,value\nrows,2\ngroups,"[1,2]"\n');
  assert.equal(
    [resultTable(5), resultTable([1, 'b']), resultTable({ a: {} })],
    ['value\n5\n', 'value\n1\nb\n', 'key\na\n'],
  );
  assert.equal([resultTable([]), resultTable({}), resultTable([{}])], [null, null, null]);
});

test('a table has only what the result has by itself', () => {
  assert.is(resultTable([{ a: 'x', toString: 3 }, { a: 'y' }]), 'a,toString\nx,3\ny,\n');
  const own = plainOf(JSON.parse('[{"a":1,"__proto__":2},{"a":3}]'));
  assert.is(resultTable(own), 'a,__proto__\n1,2\n3,\n');
});

test.run();
