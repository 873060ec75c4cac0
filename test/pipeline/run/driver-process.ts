import process from 'node:process';
import { EnjambreError } from '../../../pipeline/errors.ts';
import type { ExecuteRequest } from '../../../pipeline/run.ts';
import { planWords, type WordsCut } from '../jobs/words/driven-words.ts';
import { type Cut, digest, finish, plan } from './driven.ts';

// A driver in a process of its own, so that tests can limit its memory, kill it, or run it on another runtime.

/** Runs to carry out one after another: either new ones, or one that is planned. */
export interface Errand {
  cut?: Cut;
  words?: WordsCut;
  directory?: string;
  request?: ExecuteRequest;
}

/** One line of the process's output: how an errand ended. */
export interface Report {
  digest?: string;
  error?: { name: string; message: string; code?: string; next?: string; exitCode?: number };
  /** Most memory that the process had at once, in bytes. */
  peakBytes: number;
}

const errands = JSON.parse(process.argv[2] ?? '[]') as Errand[];
for (const { cut, words, directory, request } of errands) {
  let report: Omit<Report, 'peakBytes'>;
  try {
    // As the command does it: what was planned here is not read again.
    const planned = directory === undefined ? await (words === undefined ? plan(cut as Cut) : planWords(words)) : null;
    const { result } = await finish(planned?.directory ?? (directory as string), request, {}, planned?.manifest);
    report = { digest: digest(result) };
  } catch (error) {
    report = { error: told(error) };
  }
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(`${JSON.stringify({ ...report, peakBytes })}\n`);
}

function told(error: unknown): NonNullable<Report['error']> {
  const { name, message } = error as Error;
  if (!(error instanceof EnjambreError)) return { name, message };
  const { code, exitCode, next } = error;
  return { name, message, code, exitCode, ...(next === undefined ? {} : { next }) };
}
