import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ATTEMPT_SUMMARY, paths } from '../../run-dir/layout.ts';
import type { Manifest } from '../../run-dir/manifest.ts';
import type { AttemptSummary } from '../../runs/attempts.ts';
import { listAttempts } from '../../runs/attempts.ts';
import { compareNaive, type NaiveComparison } from '../../runs/naive.ts';

/** Averages of averages beside the exact result, or why there are none. */
export type ComparisonModel =
  | { state: 'shown'; comparisons: NaiveComparison[]; total: number; cost: { exact: Cost; averaged: Cost } | null }
  /** Everything lies in one partition. */
  | { state: 'one-part' }
  /** It would take long to compute now. */
  | { state: 'costly' };

/** What a way to compute it cost, where both were run. */
export interface Cost {
  ms: number;
  workers: number;
  /** Rows of the input in memory at a time, at most: about; null where that is not known. */
  rowsHeld: number | null;
}

const MOST_SHOWN = 3;
const MOST_BYTES = 32 * 2 ** 20;
const MOST_GROUPS = 200;

/**
 * The comparison that the run keeps in `naive.json`, else a new one where that is cheap.
 *
 * @param largest keys of the groups with most rows, to be shown first
 */
export function readComparison(
  run: string,
  manifest: Manifest,
  groupCount: number,
  largest: (string | null)[][],
): ComparisonModel {
  if (manifest.partitions.length < 2) return { state: 'one-part' };
  const kept = keptComparisons(run);
  if (kept === null && (groupCount > MOST_GROUPS || partialBytes(run, manifest) > MOST_BYTES)) {
    return { state: 'costly' };
  }
  const all = kept ?? compareNaive(run);
  const telling = all.filter(({ partitions }) => partitions > 1);
  if (telling.length === 0) return { state: 'one-part' };
  const ranks = new Map(largest.map((key, index) => [JSON.stringify(key), index]));
  const rank = ({ key }: NaiveComparison) => ranks.get(JSON.stringify(Object.values(key))) ?? largest.length;
  const shown = telling.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_SHOWN);
  return { state: 'shown', comparisons: shown, total: telling.length, cost: null };
}

function keptComparisons(run: string): NaiveComparison[] | null {
  const path = paths.naive(run);
  const bytes = statSync(path, { throwIfNoEntry: false })?.size;
  if (bytes === undefined || bytes > MOST_BYTES) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as NaiveComparison[];
  } catch {
    return null;
  }
}

function partialBytes(run: string, manifest: Manifest): number {
  let bytes = 0;
  for (const { index } of manifest.partitions) {
    const attempt = listAttempts(run, index).at(-1);
    if (attempt === undefined) continue;
    const summary = readFileSync(join(paths.attempt(run, index, attempt), ATTEMPT_SUMMARY), 'utf8');
    bytes += (JSON.parse(summary) as AttemptSummary).totals.partial?.bytes ?? 0;
  }
  return bytes;
}
