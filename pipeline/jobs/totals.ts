import type { PartitionTotals } from './job.ts';

/** The totals of a partition of which nothing was read. */
export function emptyTotals(): PartitionTotals {
  const nothing = { rows: 0, ragged: 0, slices: [], partial: null, refusal: null, details: null };
  return { start: null, end: null, ...nothing };
}
