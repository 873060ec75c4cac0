import type { WorkerLimits } from '../jobs/job.ts';
import type { Assignment } from '../run-dir/attempts.ts';
import type { Manifest } from '../run-dir/manifest.ts';

/** The run that a worker thread is to work for. */
export interface Begin {
  type: 'begin';
  directory: string;
  manifest: Manifest;
  limits: WorkerLimits;
  /** What the job's `prepare` made. */
  prepared: unknown;
}

export type ToWorker = Begin | { type: 'attempt'; assignment: Assignment } | { type: 'combine' };

export type FromWorker =
  | { type: 'bytes'; byteCount: number }
  | { type: 'done' }
  | { type: 'failed'; reason: string; next?: string; code?: string; final: boolean };
