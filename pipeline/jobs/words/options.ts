import { usageError } from '../../errors.ts';
import { byBytes, termsOf } from '../../text/terms-of.ts';

/** Options of `words`; all of them are part of the job's identity. */
export interface WordsOptions {
  /** How many of the most frequent terms the result has. @default 20 */
  top: number;
  /** Terms that are left out of the table of terms: folded, sorted by bytes, unique. @default none */
  stopWords: string[];
  /** Files to partitions by size, or by the MD5 of their names. @default size */
  assign: 'size' | 'md5';
}

export const WORDS_DEFAULTS: WordsOptions = { top: 20, stopWords: [], assign: 'size' };

const MOST_TOP = 100_000;

/**
 * Checks the options that were asked for, and completes them. Stop words are split and folded as text is.
 *
 * @throws EnjambreError `usage`, naming the option, the value and what is allowed.
 */
export function resolveWords(asked: Partial<WordsOptions>): WordsOptions {
  const { top, stopWords, assign } = { ...WORDS_DEFAULTS, ...asked };
  if (!Number.isInteger(top) || top < 0 || top > MOST_TOP) {
    throw usageError(`--top ${top} is not allowed`, `--top takes a whole number from 0 to ${MOST_TOP}`);
  }
  if (assign !== 'size' && assign !== 'md5') {
    throw usageError(`--assign ${JSON.stringify(assign)} is not allowed`, '--assign size or --assign md5');
  }
  const terms = new Set(stopWords.flatMap((word) => termsOf(word)));
  return { top, stopWords: [...terms].sort(byBytes), assign };
}
