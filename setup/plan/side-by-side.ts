import pLimit from 'p-limit';

/** A limit that work at several places shares: at most `most` at a time. */
export type Limit = <Value>(work: () => Promise<Value>) => Promise<Value>;

export function limitOf(most: number): Limit {
  return pLimit(most);
}
