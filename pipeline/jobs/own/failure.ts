import { EnjambreError } from '../../errors.ts';
import { runAgain } from '../../run-dir/again.ts';
import type { Manifest } from '../../run-dir/manifest.ts';
import { jobInvalid } from './transpile.ts';

/** What a job was doing when it failed. */
export interface Occasion {
  /** How messages call the job's file. */
  file: string;
  /** The job's function: `add`, `merge`. */
  fn: string;
  /** Undefined while results are combined. */
  partition?: number | undefined;
  /** Where in the input: `data.csv line 12, byte 345`. */
  place?: string | undefined;
  /** Line of the function, for what has no line of its own: what it returned cannot be used. */
  line?: number | null;
  /** Of the run, to say how to start it again. */
  manifest: Pick<Manifest, 'again' | 'code'>;
}

export type FoldFunction = 'empty' | 'add' | 'addBytes' | 'merge' | 'result';

/** What a job's function threw, until it is known where in the input that was. */
export class Thrown extends Error {
  readonly fn: FoldFunction;
  readonly thrown: unknown;
  place: string | undefined;

  constructor(fn: FoldFunction, thrown: unknown) {
    super(`the job's ${fn} failed`);
    this.name = 'Thrown';
    this.fn = fn;
    this.thrown = thrown;
  }
}

/**
 * An error of a person's code in one line: where in the job's file, in which function, what, and at which place of the input.
 * Trying again cannot help, so it ends the run.
 */
export function jobFailure(
  error: unknown,
  { file, fn, partition, place, line: ofFunction = null, manifest }: Occasion,
): EnjambreError {
  const line = lineIn(error) ?? ofFunction;
  const where = [partition === undefined ? undefined : `partition ${partition}`, place].filter(Boolean).join(', ');
  const message = `${file}${line === null ? '' : `:${line}`}: ${fn} failed: ${whatFailed(error)}${where === '' ? '' : ` (${where})`}`;
  const advice =
    error instanceof EnjambreError && error.next !== undefined
      ? `${error.next}${error.next.endsWith('?') ? ' Then' : '; then'} start`
      : `mend ${file}, then start`;
  return new EnjambreError(message, {
    code: 'job-failed',
    next: `${advice} a new run: ${runAgain(manifest)}`,
    cause: error,
  });
}

/** Whether an error that nobody caught came out of a job's code, as far as it can be told. */
export function isFromJob(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return !(error instanceof Error) || code === 'ERR_UNHANDLED_REJECTION' || lineIn(error) !== null;
}

/** What a job's function threw, and the line of its file, where it is known. */
export function thrownText(error: unknown): { error: string; fn: FoldFunction | null; line: number | null } {
  const { fn, thrown } = error instanceof Thrown ? error : { fn: null, thrown: error };
  return { error: `${fn ?? 'the job'} failed: ${whatFailed(thrown)}`, fn, line: lineIn(thrown) };
}

/** An error of a file that was only loaded: of its own code, or of the runtime that cannot read it. */
export function importFailure(error: unknown, file: string, what = 'loading the job failed'): EnjambreError {
  const line = lineIn(error);
  const place = line === null ? file : `${file}:${line}`;
  const next = `mend ${line === null ? file : `line ${line} of ${file}`}`;
  if (error instanceof SyntaxError) return jobInvalid(`${place}: syntax error: ${plainMessage(error)}`, next, error);
  return new EnjambreError(`${place}: ${what}: ${whatFailed(error)}`, {
    code: 'job-failed',
    next,
    cause: error,
  });
}

const LONGEST = 300;

/** `TypeError: x is not a function`, in one line. */
function whatFailed(error: unknown): string {
  if (error instanceof EnjambreError) return error.message;
  if (!(error instanceof Error)) return `it threw ${shown(error)}`;
  const message = plainMessage(error);
  return message === '' ? error.name : `${error.name}: ${message}`;
}

/** Without the places that runtimes write into messages, of code that the person never saw. */
function plainMessage(error: Error): string {
  const message = error.message
    .replace(/\s+at (data:|file:)\S+:\d+:\d+/g, '')
    .replace(/\s+/g, ' ')
    // How Node.js says that what was rejected with is no Error.
    .replace(/^This error originated .* The promise rejected with the reason /, 'a promise was rejected with ')
    .trim();
  return message.length > LONGEST ? `${message.slice(0, LONGEST)}…` : message;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, LONGEST));
  if (typeof value === 'object' && value !== null) return 'an object that is no Error';
  return String(value);
}

/** Frames of the job's code, as it is loaded to be looked at (`data:`) and in workers (`job.mjs`). */
const JOB_FRAME = /(?:data:text\/javascript[^\s():]*|\/job\.mjs(?:\?\w*)?):(\d+)(?::\d+)?/;

/** The line of the job's file where an error was thrown: lines are the same before and after types are taken out. */
function lineIn(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  const match = JOB_FRAME.exec(error.stack ?? '') ?? JOB_FRAME.exec(error.message);
  return match === null ? null : Number(match[1]);
}
