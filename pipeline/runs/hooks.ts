import type { RunEvent } from '../run-dir/events.ts';

/** How far a run has come. */
export interface RunProgress {
  stage: 'processing' | 'combining';
  /** Input bytes read by this call, of those that it has to read. */
  bytes: number;
  totalBytes: number;
  rows: number;
  /** Partitions that are finished, of all. */
  done: number;
  partitions: number;
}

/** What a caller hears of a run, and how it stops one. */
export interface RunHooks {
  onEvent?(event: RunEvent): void;
  onProgress?(progress: RunProgress): void;
  /** Stops the run; what is finished stays, for `resume`. */
  signal?: AbortSignal;
}
