import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Sfc32 } from '../../../pipeline/sample/random.ts';

const test = suite('random numbers of the sample');

/** sfc32 in whole numbers modulo 2^32, straight from its definition. */
function* reference(seed: bigint, stream: bigint): Generator<bigint> {
  const mask = 0xffffffffn;
  let [a, b, c, counter] = [stream, seed & mask, seed >> 32n, 1n];
  for (let round = 0; ; round++) {
    const result = (a + b + counter) & mask;
    counter = (counter + 1n) & mask;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & mask;
    c = ((((c << 21n) | (c >> 11n)) & mask) + result) & mask;
    if (round >= 12) yield result;
  }
}

test('are those of sfc32', () => {
  for (const [seed, stream] of [
    [0, 0],
    [1, 2],
    [Number.MAX_SAFE_INTEGER, 0xffffffff],
  ] as const) {
    const random = new Sfc32(seed, stream);
    const expected = reference(BigInt(seed), BigInt(stream));
    for (let draw = 0; draw < 1000; draw++) {
      assert.is(BigInt(random.next() >>> 0), expected.next().value, `seed ${seed}, draw ${draw}`);
    }
  }
});

test('differ from seed to seed, above 32 bits too, and from stream to stream', () => {
  const first = (seed: number, stream: number) => new Sfc32(seed, stream).next();
  const draws = [first(1, 1), first(2, 1), first(1, 2), first(1 + 2 ** 32, 1), first(1 + 2 ** 40, 1)];
  assert.is(new Set(draws).size, draws.length);
});

test('below a limit reach every number and none beyond', () => {
  const random = new Sfc32(7, 7);
  const seen = new Set(Array.from({ length: 1000 }, () => random.below(10)));
  assert.equal(
    [...seen].sort((a, b) => a - b),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
});

test.run();
