import type { WorkerLimits } from '../jobs/job.ts';
import type { Manifest, Partition } from '../run-dir/manifest.ts';

/** One attempt that is to be made. */
export interface Assignment {
  partition: Partition;
  attempt: number;
}

/** How an assignment ended. A finished attempt lies in its place in the run directory; the driver checks it there. */
export type Ending =
  | { ok: true }
  | {
      ok: false;
      /** One line. */
      reason: string;
      next?: string;
      code?: string;
      stack?: string;
      /** Trying again cannot help. */
      final: boolean;
    };

export interface EngineOptions {
  directory: string;
  manifest: Manifest;
  workers: number;
  limits: WorkerLimits;
  /** Told of input bytes as workers read them, those of attempts that come to nothing too. */
  onBytes(byteCount: number): void;
}

/**
 * Where attempts are made. It makes each attempt that it is given and says how that ended; which attempts to make, and
 * which of them count, is the driver's business.
 */
export interface Engine {
  readonly name: string;
  readonly workers: number;
  /** Makes one attempt, when a worker is free. Never rejects. */
  attempt(assignment: Assignment): Promise<Ending>;
  /** Merges the chosen attempts into the result; see `combineRun`. */
  combine(): Promise<void>;
  /** Ends all workers at once. */
  close(): Promise<void>;
}
