import { existsSync } from 'node:fs';
import type { RunEvent } from '../../run-dir/events.ts';
import { paths } from '../../run-dir/layout.ts';
import { hasIntactResult } from '../../runs/intact.ts';
import type { Ledger } from '../../runs/ledger.ts';

/** How far a run has come. A result alone is no success: its proof must hold. */
export type Status =
  | { state: 'complete' }
  /** There is a result, and a check that does not hold. */
  | { state: 'unproven'; detail: string }
  | { state: 'refused'; reason: string }
  /** The code of a job that a person brought failed. */
  | { state: 'job-failed'; reason: string }
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
    if (!hasIntactResult(run)) return { state: 'unproven', detail: 'result.json ≠ sha256 (events.jsonl)' };
    if (ledger !== null && broken === undefined) return { state: 'complete' };
    return { state: 'unproven', detail: damage ?? `${broken?.name}: ${broken?.detail}` };
  }
  const last = events.at(-1);
  if (last?.type === 'refused')
    return { state: last.code === 'job-failed' ? 'job-failed' : 'refused', reason: last.reason };
  const failures = failedForGood(events);
  const [first] = failures.values();
  if (first !== undefined) return { state: 'failed', partitions: failures.size, reason: first };
  return { state: 'unfinished', interrupted: last?.type === 'interrupted' };
}

/** Partitions whose last word is a failure, if the driver gave up: none while an attempt is open, as after a kill. */
function failedForGood(events: readonly RunEvent[]): Map<number, string> {
  const failures = new Map<number, string>();
  const open = new Set<number>();
  for (const event of events) {
    if (event.type === 'started') open.clear();
    else if (event.type === 'attempt') open.add(event.partition);
    else if (event.type === 'done' || event.type === 'failed') open.delete(event.partition);
    if (event.type === 'failed') failures.set(event.partition, event.reason);
    else if (event.type === 'done') failures.delete(event.partition);
  }
  return open.size === 0 ? failures : new Map();
}
