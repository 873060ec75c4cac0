import type { Ending } from '../engines/engine.ts';
import { EnjambreError } from '../errors.ts';
import { lineAt } from '../input/lines.ts';
import type { Refusal } from '../jobs/job.ts';
import { paths } from '../run-dir/layout.ts';
import type { Manifest } from '../run-dir/manifest.ts';

// How a run can end without a result, in words.

/** How an attempt failed. */
export type Failure = Omit<Extract<Ending, { ok: false }>, 'ok'>;

/** Failures that say all that is to be said: what failed, and what to do before anything is tried again. */
const OWN_WORDS = new Set(['input-changed', 'disk', 'job-failed', 'job-changed', 'job-invalid']);

/** Partitions that failed for good: the first is named, and the error is its own where all would fail alike. */
export function failuresError(directory: string, failures: ReadonlyMap<number, Failure>): EnjambreError {
  const [first] = [...failures].sort(([a], [b]) => a - b);
  const [index, { reason, next, code }] = first as [number, Failure];
  if (code !== undefined && OWN_WORDS.has(code)) {
    return new EnjambreError(reason, { code, ...(next === undefined ? {} : { next }) });
  }
  const others = failures.size - 1;
  const also = others === 0 ? '' : ` (and ${others} more: see ${paths.events(directory)})`;
  const message = `Partition ${index} failed after its last attempt: ${reason}${also}. The others are kept`;
  return new EnjambreError(message, {
    code: 'partitions-failed',
    next: `${next === undefined ? '' : `${next}; then: `}enjambre resume ${directory}`,
  });
}

/** Faults of the job's code: the run, which keeps the job that it was planned with, can have no result. */
export function isJobsFault(code: string | undefined): boolean {
  return code === 'job-failed' || code === 'frames-too-large';
}

/** The run was told to stop. */
export function interruption(directory: string): EnjambreError {
  return new EnjambreError('Stopped', { code: 'interrupted', exitCode: 130, next: `enjambre resume ${directory}` });
}

/** The input breaks the run's rules: says where. Reads the input up to there, to count its lines. */
export async function refusalError(manifest: Manifest, refusal: Refusal): Promise<EnjambreError> {
  const { code, message, next, offset } = refusal;
  const file = manifest.input.files[refusal.file];
  if (file === undefined || offset < 0) return new EnjambreError(message, { code, next });
  const line = await lineAt(file, offset);
  return new EnjambreError(`Cannot use ${file.name}: at line ${line}, byte ${offset}, ${message}`, { code, next });
}
