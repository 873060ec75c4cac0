import { existsSync } from 'node:fs';
import type { RunEvent } from '../../run-dir/events.ts';
import { paths } from '../../run-dir/layout.ts';
import type { Ledger } from '../../runs/ledger.ts';

/** How far a run has come. A result alone is no success: its proof must hold. */
export type Status =
  | { state: 'complete' }
  /** There is a result, and a check that does not hold. */
  | { state: 'unproven'; detail: string }
  | { state: 'refused'; reason: string }
  | { state: 'failed'; partitions: number; reason: string }
  | { state: 'unfinished'; interrupted: boolean };

export function readStatus(
  run: string,
  events: readonly RunEvent[],
  ledger: Ledger | null,
  damage: string | null,
): Status {
  if (existsSync(paths.result(run))) {
    const broken = ledger?.checks.find(({ holds }) => !holds);
    if (ledger !== null && broken === undefined) return { state: 'complete' };
    return { state: 'unproven', detail: damage ?? `${broken?.name}: ${broken?.detail}` };
  }
  const last = events.at(-1);
  if (last?.type === 'refused') return { state: 'refused', reason: last.reason };
  const failures = failedForGood(events);
  const [first] = failures.values();
  if (last?.type === 'failed' && first !== undefined) {
    return { state: 'failed', partitions: failures.size, reason: first };
  }
  return { state: 'unfinished', interrupted: last?.type === 'interrupted' };
}

/** Partitions whose last word is a failure. */
function failedForGood(events: readonly RunEvent[]): Map<number, string> {
  const failures = new Map<number, string>();
  for (const event of events) {
    if (event.type === 'failed') failures.set(event.partition, event.reason);
    else if (event.type === 'done') failures.delete(event.partition);
  }
  return failures;
}
