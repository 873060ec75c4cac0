import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

// The local engine's threads. This file stands apart from the engine so that a command can start them first, and load the
// rest of the code while they load theirs: together that is a tenth of a short run's time.

/** Beside this file, in source as in the bundle. */
const WORKER = new URL(`./local-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
/** A thread costs more than it brings for less input than this. */
const BYTES_WORTH_A_THREAD = 2 << 20;

/** What a thread throws away is collected at this size, not at tens of MiB: half of its memory, and a tenth more time for frames. */
const YOUNG_MIB = 6;

/** Threads that wait for an engine. */
const spare: Worker[] = [];

/** Starts threads for a run to come: as many as its input is worth, where that can be told, and at most `workers`. */
export function warmUp(paths: string[], workers = availableParallelism()): void {
  const threads = Math.min(workers, Math.max(1, Math.ceil(totalBytes(paths) / BYTES_WORTH_A_THREAD)));
  while (spare.length < threads) {
    const thread = newThread();
    // If no engine comes, they don't keep the process from ending.
    thread.unref();
    spare.push(thread);
  }
}

function newThread(): Worker {
  return new Worker(WORKER, { stdout: true, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB } });
}

/** Infinite when a path is a pattern, or not there. */
function totalBytes(paths: string[]): number {
  return paths.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? Infinity), 0);
}

/** A thread that was started already, or a new one. */
export function takeThread(): Worker {
  const thread = spare.pop() ?? newThread();
  thread.ref();
  // What a person's job prints is for the person: standard output holds results only.
  thread.stdout.pipe(process.stderr, { end: false });
  return thread;
}

/** Ends the threads that nobody took. */
export async function dropSpareThreads(): Promise<void> {
  await Promise.all(spare.splice(0).map((thread) => thread.terminate()));
}
