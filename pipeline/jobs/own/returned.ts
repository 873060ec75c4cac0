import { type FoldFunction, Thrown } from './failure.ts';

// What the functions of a fold may return, the same in runs and in checks.

/** Calls a function of the job; what it throws is told from errors of this program. */
export function calling<T>(fn: FoldFunction, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw new Thrown(fn, error);
  }
}

/** What `add` returned: nothing, or a state. */
export function settled<T>(state: T): T {
  if (state instanceof Promise) throw new TypeError('it returned a promise: the functions of a fold must not be async');
  return state;
}

/** What `empty` or `merge` returned: a state. */
export function something<T>(state: T): T {
  if (state === undefined) throw new TypeError('it returned nothing, and must return a state');
  return settled(state);
}
