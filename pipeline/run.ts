import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Engine } from './engines/engine.ts';
import { LocalEngine } from './engines/local.ts';
import { EnjambreError } from './errors.ts';
import { checkAllUnchanged, checkUntouched } from './input/identity.ts';
import { bytesOf } from './input/tiling.ts';
import { DEFAULT_LIMITS } from './jobs/job.ts';
import { checksum } from './run-dir/checksum.ts';
import { diskError } from './run-dir/disk-error.ts';
import { EventLog, type Happening, type RunEvent } from './run-dir/events.ts';
import { paths } from './run-dir/layout.ts';
import { lockRun } from './run-dir/lock.ts';
import type { Manifest, Partition } from './run-dir/manifest.ts';
import { readManifest } from './run-dir/read-manifest.ts';
import { type AttemptSummary, commitAttempt, listAttempts, withdrawCommit } from './runs/attempts.ts';
import { confirmedRefusal, findBrokenLink } from './runs/chain.ts';
import { type Failure, failuresError, interruption, isJobsFault, refusalError } from './runs/endings.ts';
import { takeFinished } from './runs/finished.ts';
import type { RunHooks, RunProgress } from './runs/hooks.ts';
import { hasIntactResult } from './runs/intact.ts';
import { type Ledger, provenLedger } from './runs/ledger.ts';

export interface ExecuteRequest {
  /** @default all cores */
  workers?: number;
  /** Most attempts at one partition, in this call. @default 3 */
  attempts?: number;
  /** Memory of one worker before it spills, in bytes. @default 64 MiB */
  memoryBytes?: number;
}

export type { RunHooks, RunProgress };

export interface RunOutcome {
  directory: string;
  manifest: Manifest;
  ledger: Ledger;
}

/**
 * Brings a planned run to its result: processes the partitions that are missing, each at most `attempts` times, chooses
 * which attempts count, and combines them. A run that was interrupted goes on where it was.
 *
 * @throws EnjambreError `input-changed`, `input-refused` codes, `partitions-failed`, `run-locked`, `interrupted`
 */
export async function executeRun(
  directory: string,
  request: ExecuteRequest,
  hooks: RunHooks = {},
  manifest = readManifest(directory),
): Promise<RunOutcome> {
  const unlock = lockRun(directory);
  try {
    const log = new EventLog(directory);
    const driver = new Driver(directory, manifest, request, hooks, log);
    try {
      await driver.run();
      return { directory, manifest, ledger: driver.ledger ?? provenLedger(directory, manifest) };
    } finally {
      await driver.close();
      log.close();
    }
  } catch (error) {
    throw diskError(directory, error) ?? error;
  } finally {
    unlock();
  }
}

class Driver {
  private readonly directory: string;
  private readonly manifest: Manifest;
  private readonly hooks: RunHooks;
  private readonly log: EventLog;
  private readonly attempts: number;
  private readonly engine: Engine;
  private readonly startedAt = Date.now();
  /** The proof of the result, once there is one. */
  ledger: Ledger | null = null;
  private readonly processed = new Map<number, AttemptSummary>();
  private readonly failures = new Map<number, Failure>();
  private readonly progress: RunProgress;

  constructor(directory: string, manifest: Manifest, request: ExecuteRequest, hooks: RunHooks, log: EventLog) {
    this.directory = directory;
    this.manifest = manifest;
    this.hooks = hooks;
    this.log = log;
    this.attempts = request.attempts ?? 3;
    const partitions = manifest.partitions.length;
    this.progress = { stage: 'processing', bytes: 0, totalBytes: 0, rows: 0, done: 0, partitions };
    const { memoryBytes = DEFAULT_LIMITS.memoryBytes } = request;
    const workers = Math.min(request.workers ?? availableParallelism(), partitions);
    this.engine = new LocalEngine({
      directory,
      manifest,
      workers,
      limits: { ...DEFAULT_LIMITS, memoryBytes },
      onBytes: (byteCount) => {
        this.progress.bytes += byteCount;
        this.hooks.onProgress?.(this.progress);
      },
    });
  }

  async run(): Promise<void> {
    takeFinished(this.directory, this.manifest, {
      usable: (summary) => this.keep(summary),
      damaged: (partition, reason) => this.happened({ type: 'failed', partition, attempt: 0, reason }),
    });
    const missing = this.manifest.partitions.filter(({ index }) => !this.processed.has(index));
    if (missing.length === 0 && hasIntactResult(this.directory)) return;
    // A result that is damaged, or whose proof is, is no result.
    rmSync(paths.result(this.directory), { force: true });
    for (const file of this.manifest.input.files) await checkUntouched(file);
    this.progress.totalBytes = missing.reduce((sum, partition) => sum + bytesOf(partition), 0);
    this.happened({ type: 'started', engine: this.engine.name, workers: this.engine.workers, missing: missing.length });
    await this.throwRefusal();
    await this.orInterrupted(this.finish(missing));
  }

  private async finish(missing: Partition[]): Promise<void> {
    await Promise.all(missing.map((partition) => this.processPartition(partition)));
    this.throwFailures();
    await this.mendChain();
    this.progress.stage = 'combining';
    this.hooks.onProgress?.(this.progress);
    this.happened({ type: 'combining' });
    await checkAllUnchanged(this.manifest.input.files);
    // Proven before there is a result: one that is there is right.
    this.ledger = provenLedger(this.directory, this.manifest);
    await this.engine.combine().catch((error) => Promise.reject(this.ended(error)));
    const rows = [...this.processed.values()].reduce((sum, { totals }) => sum + totals.rows, 0);
    const sha256 = checksum(paths.result(this.directory)) ?? '';
    this.happened({ type: 'finished', rows, ms: Date.now() - this.startedAt, sha256 });
  }

  private async orInterrupted(work: Promise<void>): Promise<void> {
    const { signal } = this.hooks;
    if (signal === undefined) return work;
    const interrupted = new Promise<never>((_, reject) => {
      const stop = () => reject(interruption(this.directory));
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
    });
    try {
      await Promise.race([work, interrupted]);
    } catch (error) {
      if (error instanceof EnjambreError && error.code === 'interrupted') this.happened({ type: 'interrupted' });
      work.catch(() => {});
      throw error;
    }
  }

  private keep(summary: AttemptSummary): void {
    this.processed.set(summary.partition, summary);
    this.progress.done++;
    this.progress.rows += summary.totals.rows;
  }

  private async processPartition(partition: Partition): Promise<void> {
    const { index } = partition;
    const first = (listAttempts(this.directory, index).at(-1) ?? 0) + 1;
    for (let attempt = first; attempt < first + this.attempts; attempt++) {
      this.happened({ type: 'attempt', partition: index, attempt });
      const ending = await this.engine.attempt({ partition, attempt });
      const failure = ending.ok ? this.commit(partition, attempt) : ending;
      if (failure === null) return this.throwRefusal();
      const { reason, stack } = failure;
      this.happened({ type: 'failed', partition: index, attempt, reason, ...(stack === undefined ? {} : { stack }) });
      this.failures.set(index, failure);
      if (failure.final) return;
      this.progress.totalBytes += bytesOf(partition);
    }
  }

  /** Chooses a finished attempt; null, or why it cannot be used. */
  private commit(partition: Partition, attempt: number): Failure | null {
    const { index } = partition;
    let summary: AttemptSummary;
    try {
      summary = commitAttempt(this.directory, this.manifest, index, attempt);
    } catch (error) {
      if (!(error instanceof EnjambreError)) throw error;
      return { reason: error.message, final: false };
    }
    this.failures.delete(index);
    this.keep(summary);
    const { rows } = summary.totals;
    const ms = summary.worker.finishedAt - summary.worker.startedAt;
    this.happened({ type: 'done', partition: index, attempt, rows, bytes: bytesOf(partition), ms });
    this.hooks.onProgress?.(this.progress);
    return null;
  }

  /** Processes again what started at the wrong place, one after another: each end confirms or corrects the next start. */
  private async mendChain(): Promise<void> {
    for (;;) {
      const broken = findBrokenLink(this.manifest, this.totals());
      if (broken === null) break;
      const { index } = broken.partition;
      this.happened({ type: 'recut', partition: index });
      withdrawCommit(this.directory, index);
      const before = this.processed.get(index);
      this.processed.delete(index);
      this.progress.done--;
      this.progress.rows -= before?.totals.rows ?? 0;
      this.progress.totalBytes += bytesOf(broken.partition);
      await this.processPartition(broken.partition);
      this.throwFailures();
    }
  }

  private totals() {
    return new Map([...this.processed].map(([index, { totals }]) => [index, totals]));
  }

  private async throwRefusal(): Promise<void> {
    const refusal = confirmedRefusal(this.manifest, this.totals());
    if (refusal === null) return;
    throw this.refused(await refusalError(this.manifest, refusal));
  }

  /** An error that ends the run; a fault of the job comes again every time. */
  private ended(error: unknown): unknown {
    return error instanceof EnjambreError && isJobsFault(error.code) ? this.refused(error) : error;
  }

  private refused(error: EnjambreError): EnjambreError {
    const { message: reason, code, next } = error;
    this.happened({ type: 'refused', reason, code, ...(next === undefined ? {} : { next }) });
    return error;
  }

  private throwFailures(): void {
    if (this.failures.size > 0) throw this.ended(failuresError(this.directory, this.failures));
  }

  private happened(happening: Happening): void {
    const event = { at: Date.now(), ...happening } as RunEvent;
    this.log.append(event);
    this.hooks.onEvent?.(event);
  }

  async close(): Promise<void> {
    await this.engine.close();
  }
}
