import { existsSync } from 'node:fs';
import { EnjambreError } from '../errors.ts';
import { checksum } from '../run-dir/checksum.ts';
import { readEvents } from '../run-dir/events.ts';
import { paths } from '../run-dir/layout.ts';

/**
 * Whether the run has a result that is as it was when the run was finished. Runs that were combined by hand did not note that;
 * then it is enough that there is one.
 */
export function hasIntactResult(run: string): boolean {
  const found = checksum(paths.result(run));
  if (found === null) return false;
  const finished = readEvents(run).findLast((event) => event.type === 'finished');
  const noted = finished?.type === 'finished' ? finished.sha256 : undefined;
  return noted === undefined || noted === found;
}

/** @throws EnjambreError `no-result`, `result-damaged` */
export function requireResult(run: string): void {
  if (hasIntactResult(run)) return;
  const next = `enjambre resume ${run}`;
  if (!existsSync(paths.result(run))) {
    throw new EnjambreError(`The run ${run} has no result yet`, { code: 'no-result', next });
  }
  throw new EnjambreError(`The result of the run ${run} is not what it was when the run was finished`, {
    code: 'result-damaged',
    next,
  });
}
