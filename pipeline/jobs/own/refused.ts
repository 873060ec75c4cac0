import { EnjambreError } from '../../errors.ts';
import type { PartitionTotals, Task } from '../job.ts';
import { emptyTotals } from '../totals.ts';

/**
 * A partition that a job cannot process, as totals with a refusal. It is no failure of the attempt: trying again cannot help;
 * and a partition may begin at a wrong guess, with rows that are nonsense, so that it counts only once the start is confirmed.
 *
 * @param codes of the errors that are meant; others are thrown again
 */
export function refusedBy(
  { partition }: Task,
  error: unknown,
  codes: readonly string[] = ['job-failed'],
): PartitionTotals {
  const [slice] = partition.slices;
  if (slice === undefined || !(error instanceof EnjambreError) || !codes.includes(error.code)) throw error;
  const { message, code, next = '' } = error;
  const start = { file: slice.file, at: slice.start, skip: slice.skip ?? 0 };
  return { ...emptyTotals(), start, refusal: { code, message, next, file: slice.file, offset: -1 } };
}
