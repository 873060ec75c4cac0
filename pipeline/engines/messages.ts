import type { WorkerLimits } from '../jobs/job.ts';
import type { Manifest } from '../run-dir/manifest.ts';
import type { Assignment } from './engine.ts';

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

/** How work failed. */
export interface Failure {
  type: 'failed';
  /** One line. */
  reason: string;
  next?: string;
  code?: string;
  /** Where in the code, for errors that nobody foresaw. */
  stack?: string;
  /** Trying again cannot help. */
  final: boolean;
}

export type FromWorker = { type: 'bytes'; byteCount: number } | { type: 'done' } | Failure;
