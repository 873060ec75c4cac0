import { EnjambreError } from '../errors.ts';
import type { Manifest, Position } from '../run-dir/manifest.ts';
import { scriptCommand } from '../script.ts';
import { type AttemptSummary, commitAttempt, listAttempts, readAttempt } from './attempts.ts';
import { startsFile } from './chain.ts';

/**
 * Chooses for each partition the newest attempt that starts where the partition before ended: what the driver does along
 * the way, for runs whose partitions were processed by hand.
 *
 * @throws EnjambreError `partition-missing`, `chain-broken`, naming the command that mends it
 */
export function chooseAttempts(run: string, manifest: Manifest): void {
  let end = null as Position | null;
  for (const partition of manifest.partitions) {
    const { index } = partition;
    const attempts = listAttempts(run, index).reverse();
    if (attempts.length === 0) {
      throw new EnjambreError(`Partition ${index} has not been processed`, {
        code: 'partition-missing',
        next: `${scriptCommand('process')} ${run} --partition ${index}`,
      });
    }
    const expected: Position | null = startsFile(manifest, partition) ? null : end;
    const { chosen, damage } = newestFitting(run, manifest, index, attempts, expected);
    if (chosen === undefined && damage !== undefined) {
      throw new EnjambreError(damage.message, {
        code: damage.code,
        next: `${scriptCommand('process')} ${run} --partition ${index}`,
        cause: damage,
      });
    }
    if (chosen === undefined) {
      const start = `${expected?.at}${expected?.skip === 0 ? '' : `:${expected?.skip}`}`;
      throw new EnjambreError(`Partition ${index} was cut inside a quoted field: its first record starts at ${start}`, {
        code: 'chain-broken',
        next: `${scriptCommand('process')} ${run} --partition ${index} --start ${start}`,
      });
    }
    commitAttempt(run, manifest, index, chosen.attempt);
    end = chosen.totals.end ?? end;
  }
}

/** The first of the attempts that is whole and starts at the right place; if none is, what is wrong with the damaged ones. */
function newestFitting(
  run: string,
  manifest: Manifest,
  partition: number,
  attempts: number[],
  expected: Position | null,
): { chosen?: AttemptSummary; damage?: EnjambreError } {
  let damage: EnjambreError | undefined;
  for (const attempt of attempts) {
    try {
      const summary = readAttempt(run, manifest, partition, attempt);
      const { start } = summary.totals;
      if (expected === null || (start?.at === expected.at && start.skip === expected.skip)) return { chosen: summary };
    } catch (error) {
      if (!(error instanceof EnjambreError)) throw error;
      damage ??= error;
    }
  }
  return damage === undefined ? {} : { damage };
}
