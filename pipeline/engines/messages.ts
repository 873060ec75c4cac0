import type { WorkerLimits } from '../jobs/job.ts';
import type { InputFile, Manifest, Partition } from '../run-dir/manifest.ts';
import type { Assignment } from './engine.ts';

/** The run that a worker thread is to work for. */
export interface Begin {
  type: 'begin';
  directory: string;
  /** Without files and partitions, which may be very many: what a worker needs of them comes before each piece of work. */
  manifest: Manifest;
  /** Of the input. */
  fileCount: number;
  limits: WorkerLimits;
  /** What the job's `prepare` made. */
  prepared: unknown;
}

/** Files that the next piece of work is about, each with its place in the manifest. */
export interface Files {
  type: 'files';
  files: [index: number, file: InputFile][];
}

export type Work = { type: 'attempt'; assignment: Assignment } | { type: 'combine'; partitions: Partition[] };

export type ToWorker = Begin | Files | Work;

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
