import process from 'node:process';
import { usageError } from '../../pipeline/errors.ts';
import type { WordsOptions } from '../../pipeline/jobs/words/options.ts';
import { readStopWords } from '../../pipeline/jobs/words/stop-words.ts';
import { given } from '../arguments.ts';
import type { RunFlags } from '../commands/run-options.ts';
import { say } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { carryOut, outputOf, planned, requestOf, runSentence } from './carry-out.ts';
import { textSentence } from './input-sentence.ts';

/** What `enjambre run words` was given; what was not given is undefined. */
export interface WordsFlags extends RunFlags {
  top?: number;
  /** Path. */
  stopWords?: string;
  assign?: 'size' | 'md5';
}

/** `enjambre run words FILE…`; as one replica of a service where the environment says which. */
export async function runWords(inputs: string[], flags: WordsFlags): Promise<void> {
  const { top, assign } = flags;
  const { REPLICA_ID, REPLICA_COUNT } = process.env;
  if (assign === 'md5' && REPLICA_ID !== undefined) {
    const { runReplica } = await import('./replica.ts');
    return runReplica(inputs, { id: REPLICA_ID, count: REPLICA_COUNT }, flags);
  }
  if (assign === 'md5' && flags.partitions === undefined && REPLICA_COUNT === undefined) {
    throw usageError('--assign md5 needs the number of replicas', 'add --partitions N, or set REPLICA_COUNT');
  }
  const partitions = flags.partitions ?? (assign === 'md5' ? replicaNumber('REPLICA_COUNT', REPLICA_COUNT) : undefined);
  const stopWords = flags.stopWords === undefined ? undefined : readStopWords(flags.stopWords);
  const options = given<Partial<WordsOptions>>({ top, assign, stopWords });
  const run = await planned('words', inputs, options, { ...flags, ...given<RunFlags>({ partitions }) });
  for (const sentence of run.detected) say(printable(sentence));
  say(`${textSentence(run.manifest.input)}.`, runSentence(run));
  await carryOut(run, requestOf(flags), outputOf(flags));
}

/** A whole number from the environment. */
export function replicaNumber(name: string, text: string | undefined): number {
  const value = /^\d+$/.test(text ?? '') ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw usageError(
    `${name} ${text === undefined ? 'is not set' : `is ${JSON.stringify(text)}, which is no whole number`}`,
    `set it, as in: REPLICA_ID=1 REPLICA_COUNT=3 enjambre run words FOLDER --assign md5 --out FOLDER`,
  );
}
