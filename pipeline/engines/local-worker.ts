import { parentPort } from 'node:worker_threads';
import { combineRun } from '../combine-run.ts';
import { EnjambreError } from '../errors.ts';
import { makeAttempt } from '../run-dir/attempts.ts';
import type { Begin, FromWorker, ToWorker } from './messages.ts';

// A worker thread of the local engine: makes one attempt after another, as it is told.

const port = parentPort;
if (port === null) throw new Error('this file is the worker of the local engine; it is not run by itself');
let run: Begin | null = null;
/** Time between two reports of progress. */
const REPORT_MS = 100;

const send = (message: FromWorker) => port.postMessage(message);

async function work(
  { directory, manifest, limits, prepared }: Begin,
  message: Exclude<ToWorker, Begin>,
): Promise<void> {
  let unreported = 0;
  let reportedAt = performance.now();
  try {
    if (message.type === 'combine') {
      combineRun(directory, manifest);
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
    send({ type: 'done' });
  } catch (error) {
    send({ type: 'failed', ...failure(error) });
  }
}

function failure(error: unknown): { reason: string; next?: string; code?: string; final: boolean } {
  if (!(error instanceof EnjambreError)) {
    return { reason: error instanceof Error ? (error.stack ?? error.message) : String(error), final: false };
  }
  const { message, next, code } = error;
  return { reason: message, code, final: true, ...(next === undefined ? {} : { next }) };
}

port.on('message', (message: ToWorker) => {
  if (message.type === 'begin') run = message;
  else if (run !== null) void work(run, message);
});
