import { rmSync } from 'node:fs';
import { EnjambreError } from '../errors.ts';
import { paths } from '../run-dir/layout.ts';
import { removeTemporary } from '../run-dir/leftovers.ts';
import type { Manifest } from '../run-dir/manifest.ts';
import { type AttemptSummary, commitAttempt, listAttempts, readCommit, withdrawCommit } from './attempts.ts';

/**
 * Takes over what earlier calls, or a person by hand, have made of a run: each partition's chosen attempt, or its newest one
 * where none was chosen. What is damaged is no longer chosen, so that it is made again; what a kill left half done is removed.
 */
export function takeFinished(
  directory: string,
  manifest: Manifest,
  told: { usable(summary: AttemptSummary): void; damaged(partition: number, reason: string): void },
): void {
  removeTemporary(directory);
  removeTemporary(paths.partials(directory));
  for (const { index } of manifest.partitions) {
    removeTemporary(paths.attempts(directory, index));
    try {
      const summary = readCommit(directory, manifest, index) ?? adopt(directory, manifest, index);
      if (summary !== null) told.usable(summary);
    } catch (error) {
      if (!(error instanceof EnjambreError)) throw error;
      told.damaged(index, error.message);
      withdrawCommit(directory, index);
      // Without its commit nothing would tell that it is damaged, and the run after a kill would take it over.
      rmSync(paths.attempts(directory, index), { recursive: true, force: true });
    }
  }
}

function adopt(directory: string, manifest: Manifest, partition: number): AttemptSummary | null {
  const newest = listAttempts(directory, partition).at(-1);
  return newest === undefined ? null : commitAttempt(directory, manifest, partition, newest);
}
