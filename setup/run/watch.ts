import process from 'node:process';
import type { RunHooks } from '../../pipeline/run.ts';
import type { RunEvent } from '../../pipeline/run-dir/events.ts';
import { printable } from '../terminal/printable.ts';
import { Progress } from '../terminal/progress.ts';
import { canRedraw, StatusLine } from '../terminal/status-line.ts';
import { withStopSignal } from '../terminal/stop-signal.ts';
import { counted, countText } from '../terminal/units.ts';

const tickMs = 500;

export interface WatchOptions {
  /** Partitions of the run: if fewer are missing, what is done already is told. */
  partitions?: number;
  /** What comes before each line of progress, given the number of partitions. */
  titleOf?: (partitions: number) => string;
}

/** Lets the person follow what a driver does, and stop it. */
export async function watched<T>(
  work: (hooks: RunHooks) => Promise<T>,
  { partitions: expected = 0, titleOf = () => '' }: WatchOptions = {},
): Promise<T> {
  const line = new StatusLine(process.stderr, canRedraw(process.stderr, process.env));
  const narrate = narrator((text) => line.add(text), expected);
  let progress: { partitions: number; shown: Progress } | undefined;
  const onProgress: RunHooks['onProgress'] = (reading) => {
    const { partitions } = reading;
    if (progress?.partitions !== partitions) progress = { partitions, shown: new Progress(line, titleOf(partitions)) };
    progress.shown.update(reading);
  };
  const timer = setInterval(() => progress?.shown.tick(), tickMs);
  const onStop = () => line.add('Stopping. Ctrl-C again ends it at once.');
  try {
    return await withStopSignal(onStop, (signal) => work({ onEvent: narrate, onProgress, signal }));
  } finally {
    clearInterval(timer);
    line.clear();
  }
}

/** Tells of the events that a person wants to know of while a run goes on. */
export function narrator(add: (text: string) => void, partitions: number): (event: RunEvent) => void {
  const failures = new Map<number, string>();
  return (event) => {
    if (event.type === 'started') {
      const done = partitions - event.missing;
      if (done > 0) add(`Going on: ${countText(done)} of ${counted(partitions, 'partition')} are done already.`);
    } else if (event.type === 'failed') {
      if (event.attempt === 0) add(`Partition ${event.partition} must be processed again: ${printable(event.reason)}.`);
      else failures.set(event.partition, printable(event.reason));
    } else if (event.type === 'attempt') {
      // The last failure of a partition is told by the error that ends the run.
      const reason = failures.get(event.partition);
      if (reason !== undefined)
        add(`Partition ${event.partition} failed: ${reason}. Trying again: attempt ${event.attempt}.`);
      failures.delete(event.partition);
    }
  };
}
