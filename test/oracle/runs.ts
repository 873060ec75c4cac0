import { existsSync } from 'node:fs';
import process from 'node:process';
import type { Parameters } from 'fast-check';

/** The long suite runs `ENJAMBRE_LONG=1`: the same properties, many more times. */
export const long = process.env.ENJAMBRE_LONG === '1';

/** Says why a test that takes minutes ends at once: tests of other runtimes run by name, and need not repeat it. */
export function onlyLong(): void {
  console.log('skipped: only in the long suite');
}

/**
 * How often a property is tried. fast-check prints the seed of a failure; `ENJAMBRE_SEED` tries it again.
 * The deadline of the whole is the test runner's, not fast-check's.
 */
export function runs<T>(quick: number, many: number): Parameters<T> {
  const seed = process.env.ENJAMBRE_SEED;
  return {
    numRuns: long ? many : quick,
    includeErrorInReport: true,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
}

/**
 * Lets temporary files lie in memory, where there is such a folder. Runs sync what they write, and on a disk that takes ten
 * times as long as the rest of a small run.
 */
export function keepFilesInMemory(): void {
  if (existsSync('/dev/shm')) process.env.TMPDIR = '/dev/shm';
}
