import { Buffer } from 'node:buffer';
import { closeSync, existsSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { paths } from './layout.ts';

/** What happened in a run; `at` is in milliseconds since 1970, `sha256` that of `result.json`. */
export type RunEvent = { at: number } & (
  | { type: 'planned'; partitions: number; bytes: number; files: number }
  | { type: 'started'; engine: string; workers: number; missing: number }
  | { type: 'attempt'; partition: number; attempt: number }
  | { type: 'done'; partition: number; attempt: number; rows: number; bytes: number; ms: number }
  | { type: 'failed'; partition: number; attempt: number; reason: string; stack?: string }
  | { type: 'recut'; partition: number }
  | { type: 'combining' }
  | { type: 'finished'; rows: number; ms: number; sha256?: string }
  | { type: 'interrupted' }
  /** Trying again cannot help; `next` is what to do. */
  | { type: 'refused'; reason: string; code?: string; next?: string }
);

/** An event without its time. */
export type Happening = RunEvent extends infer Event ? (Event extends unknown ? Omit<Event, 'at'> : never) : never;

const LINE_END = Buffer.from('\n');

/** `events.jsonl` of a run, open for appending; one driver writes it. */
export class EventLog {
  private readonly fd: number;

  constructor(run: string) {
    const path = paths.events(run);
    const wasCut = existsSync(path) && !readFileSync(path).subarray(-1).equals(LINE_END) && statSync(path).size > 0;
    this.fd = openSync(path, 'a');
    // A line that a kill cut off must not swallow the next one.
    if (wasCut) writeSync(this.fd, LINE_END);
  }

  append(event: RunEvent): void {
    writeSync(this.fd, `${JSON.stringify(event)}\n`);
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** All events of a run. A last line that was cut off, as by a power cut, is left out. */
export function readEvents(run: string): RunEvent[] {
  const path = paths.events(run);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as RunEvent];
      } catch {
        return [];
      }
    });
}
