import { existsSync } from 'node:fs';
import { basename, relative } from 'node:path';
import process from 'node:process';
import type { RunEvent } from '../../run-dir/events.ts';
import { paths } from '../../run-dir/layout.ts';
import type { Manifest } from '../../run-dir/manifest.ts';
import { isJobsFault } from '../../runs/endings.ts';
import { hasIntactResult } from '../../runs/intact.ts';
import type { Ledger } from '../../runs/ledger.ts';
import { shellWord } from '../../shell-word.ts';

/** How far a run has come. A result alone is no success: its proof must hold. */
export type Status =
  | { state: 'complete' }
  /** There is a result, and a check that does not hold. */
  | { state: 'unproven'; detail: string }
  /** `next` is what the program said to do, in English. */
  | { state: 'refused'; reason: string; next: string | null }
  /** The code of a job that a person brought failed. */
  | { state: 'job-failed'; reason: string; next: string | null }
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
  if (last?.type === 'refused') {
    const { code, reason, next = null } = last;
    return { state: isJobsFault(code) ? 'job-failed' : 'refused', reason, next };
  }
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

/** What to do next where the run has no proven result; and to prove it where it has. */
export interface NextStep {
  /** In English, as the program said it. */
  advice: string | null;
  /** To be typed, after that. */
  command: string | null;
}

export function nextOf(run: string, { again }: Pick<Manifest, 'again'>, status: Status): NextStep {
  if (status.state !== 'refused' && status.state !== 'job-failed') {
    const verb = status.state === 'complete' ? 'verify' : 'resume';
    return { advice: null, command: `enjambre ${verb} ${shellWord(runName(run, status))}` };
  }
  const { next } = status;
  if (next === null || again === undefined || !next.endsWith(again)) return { advice: next, command: null };
  return { advice: next.slice(0, -again.length).trimEnd(), command: again };
}

/**
 * How a command names the run: as short as it can be typed from here. A run that is elsewhere is named by its path only where
 * that is needed to go on: a report of a finished run may be given to others.
 */
function runName(run: string, { state }: Status): string {
  const path = relative(process.cwd(), run);
  if (path !== '' && !path.startsWith('..')) return path;
  return state === 'complete' ? basename(run) : run;
}
