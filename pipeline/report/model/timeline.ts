import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RunEvent } from '../../run-dir/events.ts';
import { ATTEMPT_SUMMARY, paths } from '../../run-dir/layout.ts';
import type { Manifest } from '../../run-dir/manifest.ts';
import { type AttemptSummary, type Commit, listAttempts } from '../../runs/attempts.ts';
import { type Bar, packBars } from './lanes.ts';

/** Who worked when. */
export interface Timeline {
  lanes: { host: string; number: number }[];
  bars: Bar[];
  /** Milliseconds of work until the end, without pauses. */
  ms: number;
  combining: { from: number; to: number } | null;
  /** Calls of the driver: 1, and 1 more for each resumption. */
  sessions: number;
  failed: number;
  recut: number;
  slowest: { partition: number; ms: number } | null;
  /** `node`, `deno`, or both. */
  runtimes: string[];
  /** What the last failures said, one for each reason. */
  reasons: { partition: number; attempt: number; reason: string }[];
}

const MOST_REASONS = 5;

/** Puts together a run's timeline from its events and its attempts' summaries. */
export function readTimeline(run: string, manifest: Manifest, events: RunEvent[]): Timeline {
  const attempts = manifest.partitions.flatMap(({ index }) => readAttempts(run, index));
  const clock = workClock(events, attempts);
  const failures = events.filter((event) => event.type === 'failed');
  const { lanes, bars } = packBars(
    attempts.map(({ summary: { partition, worker, totals }, chosen }) => ({
      host: worker.host,
      from: clock.at(worker.startedAt),
      to: clock.at(worker.finishedAt),
      state: chosen ? ('done' as const) : ('recut' as const),
      partition,
      rows: totals.rows,
    })),
    failures.map(({ at, partition, attempt }) => ({
      queued: clock.at(queuedAt(events, partition, attempt) ?? at),
      to: clock.at(at),
      partition,
    })),
  );
  const combining = events.findLast((event) => event.type === 'combining');
  const finished = events.findLast((event) => event.type === 'finished');
  return {
    lanes,
    bars,
    ms: clock.total,
    combining:
      combining === undefined || finished === undefined || finished.at < combining.at
        ? null
        : { from: clock.at(combining.at), to: clock.at(finished.at) },
    sessions: Math.max(1, events.filter(({ type }) => type === 'started').length),
    failed: failures.length,
    recut: events.filter(({ type }) => type === 'recut').length,
    slowest: slowestOf(attempts),
    runtimes: [...new Set(attempts.map(({ summary }) => summary.worker.runtime))].sort(),
    reasons: reasonsOf(failures, run),
  };
}

interface Attempt {
  summary: AttemptSummary;
  chosen: boolean;
}

function readAttempts(run: string, partition: number): Attempt[] {
  const commit = readJson<Commit>(paths.partial(run, partition));
  return listAttempts(run, partition).flatMap((attempt) => {
    const summary = readJson<AttemptSummary>(join(paths.attempt(run, partition, attempt), ATTEMPT_SUMMARY));
    return summary === null ? [] : [{ summary, chosen: commit?.attempt === attempt }];
  });
}

/** Null where there is nothing that can be read: the ledger says what that means. */
function readJson<Value>(path: string): Value | null {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Value;
  } catch {
    return null;
  }
}

function queuedAt(events: RunEvent[], partition: number, attempt: number): number | undefined {
  return events.findLast(
    (event) => event.type === 'attempt' && event.partition === partition && event.attempt === attempt,
  )?.at;
}

/** Time of work: the hours between an interruption and the resumption are none. */
function workClock(events: RunEvent[], attempts: Attempt[]): { at(time: number): number; total: number } {
  const sessions: { start: number; end: number; before: number }[] = [];
  for (const { type, at } of events) {
    const last = sessions.at(-1);
    if (type === 'started') {
      sessions.push({ start: at, end: at, before: last === undefined ? 0 : last.before + last.end - last.start });
    } else if (last !== undefined) last.end = Math.max(last.end, at);
  }
  // Without a driver, as when partitions are processed by hand, the attempts are all that is known.
  if (sessions.length === 0) {
    const times = attempts.flatMap(({ summary }) => [summary.worker.startedAt, summary.worker.finishedAt]);
    if (times.length === 0) return { at: () => 0, total: 0 };
    const start = times.reduce((a, b) => Math.min(a, b));
    sessions.push({ start, end: times.reduce((a, b) => Math.max(a, b)), before: 0 });
  }
  const first = sessions[0] as (typeof sessions)[number];
  const last = sessions.at(-1) as (typeof sessions)[number];
  return {
    at(time) {
      const session = sessions.findLast(({ start }) => start <= time) ?? first;
      return session.before + Math.max(0, Math.min(time, session.end) - session.start);
    },
    total: last.before + last.end - last.start,
  };
}

function slowestOf(attempts: Attempt[]): Timeline['slowest'] {
  let slowest: Timeline['slowest'] = null;
  for (const { summary, chosen } of attempts) {
    const ms = summary.worker.finishedAt - summary.worker.startedAt;
    if (chosen && (slowest === null || ms > slowest.ms)) slowest = { partition: summary.partition, ms };
  }
  return slowest;
}

/** Without the path of the run directory, which says much of a machine and nothing of the failure. */
function reasonsOf(failures: Extract<RunEvent, { type: 'failed' }>[], run: string): Timeline['reasons'] {
  const byReason = new Map<string, Timeline['reasons'][number]>();
  for (const { partition, attempt, reason: told } of failures) {
    const reason = told.replaceAll(run, basename(run));
    if (!byReason.has(reason)) byReason.set(reason, { partition, attempt, reason });
  }
  return [...byReason.values()].slice(0, MOST_REASONS);
}
