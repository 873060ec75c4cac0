import { constants } from 'node:os';

/** Number of a signal by its name; 0 if nothing is known of it. */
export function signalNumber(name: string | null): number {
  const found = Object.entries(constants.signals).find(([known]) => known === name);
  return found?.[1] ?? 0;
}
