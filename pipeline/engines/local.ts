import type { Worker } from 'node:worker_threads';
import { EnjambreError } from '../errors.ts';
import { jobOf } from '../jobs/jobs.ts';
import type { InputFile, Partition } from '../run-dir/manifest.ts';
import type { Assignment, Ending, Engine, EngineOptions } from './engine.ts';
import type { Failure, FromWorker, ToWorker, Work } from './messages.ts';
import { dropSpareThreads, takeThread } from './threads.ts';

/** A message on its way takes about as much memory as what it tells: of very many files, some are told at a time. */
const FILES_AT_ONCE = 1024;

/** A worker thread that is making one thing at a time. */
interface Seat {
  worker: Worker;
  /** Takes how the present work ended; null while idle. */
  finish: ((failure: Failure | null) => void) | null;
}

/** The cores of this machine, as worker threads. A thread that dies is replaced; only its attempt is lost. */
export class LocalEngine implements Engine {
  readonly name = 'local';
  readonly workers: number;
  private readonly options: EngineOptions;
  private readonly prepared: unknown;
  private readonly idle: Seat[] = [];
  private readonly waiting: ((seat: Seat) => void)[] = [];
  private readonly seats = new Set<Seat>();
  private closed = false;

  constructor(options: EngineOptions) {
    this.options = options;
    this.workers = options.workers;
    this.prepared = jobOf(options.manifest).prepare?.(options.limits);
    for (let index = 0; index < options.workers; index++) this.idle.push(this.open());
  }

  private get files(): readonly InputFile[] {
    return this.options.manifest.input.files;
  }

  private open(): Seat {
    const { directory, limits, manifest: all } = this.options;
    const worker = takeThread();
    const manifest = { ...all, input: { ...all.input, files: [] }, partitions: [] };
    const fileCount = this.files.length;
    const begin: ToWorker = { type: 'begin', directory, manifest, fileCount, limits, prepared: this.prepared };
    worker.postMessage(begin);
    const seat: Seat = { worker, finish: null };
    this.seats.add(seat);
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'bytes') this.options.onBytes(message.byteCount);
      else this.end(seat, message.type === 'failed' ? message : null);
    });
    worker.on('error', (error: Error) => this.lose(seat, lossOf(error)));
    worker.on('exit', (code: number) => this.lose(seat, { reason: `the worker stopped (exit ${code})` }));
    return seat;
  }

  private end(seat: Seat, failure: Failure | null): void {
    const { finish } = seat;
    seat.finish = null;
    const next = this.waiting.shift();
    if (next === undefined) this.idle.push(seat);
    else next(seat);
    finish?.(failure);
  }

  private lose(seat: Seat, loss: Pick<Failure, 'reason' | 'next'>): void {
    if (!this.seats.delete(seat) || this.closed) return;
    const at = this.idle.indexOf(seat);
    if (at >= 0) this.idle.splice(at, 1);
    const { finish } = seat;
    this.end(this.open(), null);
    finish?.({ type: 'failed', ...loss, final: false });
  }

  /** Tells a worker, as soon as one is free, of some files, and what to do with them. */
  private async give(files: readonly number[], work: Work): Promise<Failure | null> {
    const seat = this.idle.shift() ?? (await new Promise<Seat>((resolve) => this.waiting.push(resolve)));
    return new Promise((resolve) => {
      seat.finish = resolve;
      for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
        const told: ToWorker = {
          type: 'files',
          files: files.slice(at, at + FILES_AT_ONCE).map((index) => [index, this.files[index] as InputFile]),
        };
        seat.worker.postMessage(told);
      }
      seat.worker.postMessage(work);
    });
  }

  /** Of few files, all: messages name them. */
  private filesOf({ slices }: Partition): number[] {
    if (this.files.length <= FILES_AT_ONCE) return [...this.files.keys()];
    return [...new Set(slices.map(({ file }) => file))];
  }

  async attempt(assignment: Assignment): Promise<Ending> {
    const failure = await this.give(this.filesOf(assignment.partition), { type: 'attempt', assignment });
    if (failure === null) return { ok: true };
    const { type: _, ...ending } = failure;
    return { ok: false, ...ending };
  }

  async combine(): Promise<void> {
    // The others have nothing more to do: their memory is free for the result.
    for (const seat of this.idle.splice(1)) {
      this.seats.delete(seat);
      void seat.worker.terminate();
    }
    const { partitions } = this.options.manifest;
    const failure = await this.give([...this.files.keys()], { type: 'combine', partitions });
    if (failure === null) return;
    const { reason, next = `enjambre resume ${this.options.directory}`, code = 'combine-failed' } = failure;
    throw new EnjambreError(reason, { code, next });
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([dropSpareThreads(), ...[...this.seats].map(({ worker }) => worker.terminate())]);
  }
}

function lossOf(error: Error): Pick<Failure, 'reason' | 'next'> {
  const code = 'code' in error ? String(error.code) : '';
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return { reason: `the worker failed: ${error.message}` };
  return { reason: 'the worker ran out of memory', next: 'give it less with --memory, or use fewer --workers' };
}
