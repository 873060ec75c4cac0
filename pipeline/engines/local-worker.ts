import process from 'node:process';
import { parentPort } from 'node:worker_threads';
import { EnjambreError } from '../errors.ts';
import { diskError } from '../run-dir/disk-error.ts';
import type { InputFile } from '../run-dir/manifest.ts';
import { makeAttempt } from '../runs/attempts.ts';
import { combineRun } from '../runs/combine-run.ts';
import type { Begin, Failure, FromWorker, ToWorker, Work } from './messages.ts';

// A worker thread of the local engine: makes one attempt after another, as it is told.

const port = parentPort;
if (port === null) throw new Error('this file is the worker of the local engine; it is not run by itself');
let run: Begin | null = null;
/** What the next piece of work is about, each file in its place. */
let files: InputFile[] = [];
/** Time between two reports of progress. */
const REPORT_MS = 100;

const send = (message: FromWorker) => port.postMessage(message);

async function work(
  { directory, limits, prepared, ...begun }: Begin,
  message: Work,
  files: InputFile[],
): Promise<void> {
  const manifest = { ...begun.manifest, input: { ...begun.manifest.input, files } };
  let unreported = 0;
  let reportedAt = performance.now();
  try {
    if (message.type === 'combine') {
      await combineRun(directory, { ...manifest, partitions: message.partitions });
    } else {
      const onBytes = (byteCount: number) => {
        unreported += byteCount;
        if (performance.now() - reportedAt < REPORT_MS) return;
        send({ type: 'bytes', byteCount: unreported });
        unreported = 0;
        reportedAt = performance.now();
      };
      await makeAttempt(directory, manifest, message.assignment, { limits, prepared, onBytes });
      send({ type: 'bytes', byteCount: unreported });
    }
    await handOverPrints();
    send({ type: 'done' });
  } catch (error) {
    await handOverPrints();
    send({ type: 'failed', ...failure(directory, error) });
  }
}

/** Until the driver has what the job printed: once it knows that the work is done, it may end this thread at any time. */
async function handOverPrints(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    // Writes end in their order, each when it was taken over there.
    if (stream.writableLength > 0) await new Promise<void>((resolve) => stream.write('', () => resolve()));
  }
}

function failure(directory: string, error: unknown): Omit<Failure, 'type'> {
  const known = error instanceof EnjambreError ? error : diskError(directory, error);
  if (known === null) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { reason: message.replace(/\s*\n\s*/g, ' '), final: false, ...(stack === undefined ? {} : { stack }) };
  }
  const { message, next, code } = known;
  // A full disk may have room again for the next attempt; what else is known by name ends the same every time.
  return { reason: message, code, final: code !== 'disk', ...(next === undefined ? {} : { next }) };
}

port.on('message', (message: ToWorker) => {
  if (message.type === 'begin') run = message;
  else if (message.type === 'files') for (const [index, file] of message.files) files[index] = file;
  else if (run !== null) {
    files.length = run.fileCount;
    void work(run, message, files);
    files = [];
  }
});
