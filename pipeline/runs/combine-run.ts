import { EnjambreError } from '../errors.ts';
import { jobOf } from '../jobs/jobs.ts';
import type { Manifest } from '../run-dir/manifest.ts';
import { type AttemptSummary, chosenPartial, readCommit } from './attempts.ts';
import { findBrokenLink } from './chain.ts';

/**
 * Merges the chosen attempts of a run into its result files, `result.json` last. Every attempt is checked first, and all of
 * them together: each partition is there once, and starts where the one before ended.
 *
 * @throws EnjambreError `partition-missing`, `attempt-damaged`, `chain-broken`, `input-refused`
 */
export async function combineRun(directory: string, manifest: Manifest): Promise<void> {
  const summaries = manifest.partitions.map(({ index }) => {
    const summary = readCommit(directory, manifest, index);
    if (summary !== null) return summary;
    throw new EnjambreError(`Cannot combine: partition ${index} has no chosen attempt`, {
      code: 'partition-missing',
      next: `enjambre resume ${directory}`,
    });
  });
  checkWhole(directory, manifest, summaries);
  const partials = summaries.map((summary) => chosenPartial(directory, summary));
  await jobOf(manifest).combine(manifest, partials, directory);
}

function checkWhole(directory: string, manifest: Manifest, summaries: AttemptSummary[]): void {
  const processed = new Map(summaries.map(({ partition, totals }) => [partition, totals]));
  const broken = findBrokenLink(manifest, processed);
  if (broken !== null) {
    const { partition } = broken;
    throw new EnjambreError(
      `Cannot combine: partition ${partition.index} does not start where the one before it ends`,
      {
        code: 'chain-broken',
        next: `enjambre resume ${directory}`,
      },
    );
  }
  for (const { partition, totals } of summaries) {
    if (totals.refusal === null) continue;
    throw new EnjambreError(`Cannot combine: partition ${partition} was refused: ${totals.refusal.message}`, {
      code: totals.refusal.code,
      next: totals.refusal.next,
    });
  }
}
