import { parentPort, workerData } from 'node:worker_threads';
import { combineRun } from '../combine-run.ts';
import { EnjambreError } from '../errors.ts';
import { makeAttempt } from '../run-dir/attempts.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';

// A worker thread of the local engine: makes one attempt after another, as it is told.

const port = parentPort;
if (port === null) throw new Error('this file is the worker of the local engine; it is not run by itself');
const { directory, manifest, limits, prepared } = workerData as WorkerStart;
/** Bytes between two reports of progress. */
const REPORT_BYTES = 4 << 20;

const send = (message: FromWorker) => port.postMessage(message);

async function work(message: ToWorker): Promise<void> {
  let unreported = 0;
  try {
    if (message.type === 'combine') {
      combineRun(directory, manifest);
    } else {
      const onBytes = (byteCount: number) => {
        unreported += byteCount;
        if (unreported < REPORT_BYTES) return;
        send({ type: 'bytes', byteCount: unreported });
        unreported = 0;
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
  void work(message);
});
