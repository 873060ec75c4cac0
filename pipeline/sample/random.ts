/** Rounds thrown away after seeding, until every bit of the seed has reached every bit of the state. */
const WARM_UP_ROUNDS = 12;

/**
 * sfc32, the "small fast counting" generator with 128 bits of state, in 32-bit integer arithmetic only: the same numbers
 * on every engine and platform. Not for secrets. Source: Chris Doty-Humphrey, PractRand (public domain).
 *
 * Generators of one seed and different `stream`s are independent.
 */
export class Sfc32 {
  // A typed array, since plain fields would box numbers beyond 31 bits at every step.
  private readonly state: Int32Array;

  /** `seed` is a whole number from 0 to 2^53 - 1; `stream` is any 32-bit number. */
  constructor(seed: number, stream: number) {
    this.state = Int32Array.of(stream, seed % 2 ** 32, Math.floor(seed / 2 ** 32), 1);
    for (let round = 0; round < WARM_UP_ROUNDS; round++) this.next();
  }

  /** The next 32 bits, as a signed number from -2^31 to 2^31 - 1. */
  next(): number {
    const state = this.state;
    const a = state[0] as number;
    const b = state[1] as number;
    const c = state[2] as number;
    const counter = state[3] as number;
    const result = (a + b + counter) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = (c + (c << 3)) | 0;
    state[2] = (((c << 21) | (c >>> 11)) + result) | 0;
    state[3] = (counter + 1) | 0;
    return result;
  }

  /** A whole number from 0 to `limit` - 1, `limit` at most 2^31. */
  below(limit: number): number {
    return (this.next() >>> 0) % limit;
  }
}
