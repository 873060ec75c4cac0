import type { WordsOptions } from '../../jobs/words/options.ts';
import { paths } from '../../run-dir/layout.ts';
import { readJsonPieces } from '../json-pieces.ts';
import { Largest } from './largest.ts';

/** Counts of one file. */
export interface FileCounts {
  name: string;
  words: number;
  letters: number;
  lines: number;
  bytes: number;
}

/** What a page shows of a result of `words`. */
export interface WordsModel {
  kind: 'words';
  totals: {
    files: number;
    bytes: number;
    lines: number;
    words: number;
    letters: number;
    terms: number;
    distinctTerms: number;
  };
  top: { term: string; count: number }[];
  topCount: number;
  /** Words that are left out of the terms. */
  stopWords: number;
  /** The files with most words, those first. */
  files: FileCounts[];
  fileCount: number;
  /** Words per file, in bars of equal width; null where all files have the same. */
  distribution: { from: number; to: number; counts: number[]; median: number; mean: number } | null;
}

const MOST_FILES = 5000;
const MOST_TERMS = 5000;
const BARS = 20;

/** Reads `result.json` of a words run; of many files it keeps the largest. */
export function readWordsResult(run: string, options: Partial<WordsOptions>): WordsModel {
  const totals = { files: 0, bytes: 0, lines: 0, words: 0, letters: 0, terms: 0, distinctTerms: 0 };
  const top: WordsModel['top'] = [];
  let topCount = 0;
  const files = new Largest<FileCounts>(MOST_FILES);
  const words: number[] = [];
  for (const { member, index, text } of readJsonPieces(paths.result(run))) {
    if (text === null) continue;
    if (member === 'perFile' && index !== null) {
      const counts = JSON.parse(text) as FileCounts;
      words.push(counts.words);
      files.add(counts.words, () => counts);
    } else if (member === 'top' && index !== null) {
      topCount++;
      if (top.length < MOST_TERMS) top.push(JSON.parse(text) as WordsModel['top'][number]);
    } else if (Object.hasOwn(totals, member)) totals[member as keyof typeof totals] = Number(text);
  }
  const distribution = distributionOf(words);
  const stopWords = options.stopWords?.length ?? 0;
  return { kind: 'words', stopWords, totals, top, topCount, files: files.items(), fileCount: files.seen, distribution };
}

function distributionOf(values: number[]): WordsModel['distribution'] {
  const sorted = Float64Array.from(values).sort();
  const from = sorted[0];
  const to = sorted.at(-1);
  if (from === undefined || to === undefined || from === to) return null;
  const counts = new Array<number>(Math.min(BARS, to - from + 1)).fill(0);
  let sum = 0;
  for (const value of sorted) {
    const bar = Math.min(counts.length - 1, Math.floor(((value - from) * counts.length) / (to - from)));
    counts[bar] = (counts[bar] ?? 0) + 1;
    sum += value;
  }
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  return { from, to, counts, median, mean: sum / sorted.length };
}
