import { csvLine } from '../../csv/line.ts';
import type { ManifestInput } from '../../run-dir/manifest.ts';
import type { WordsOptions } from './options.ts';
import type { TermCount } from './top-terms.ts';

/** Counts of one file, or of all. */
export interface FileCounts {
  words: number;
  letters: number;
  /** Line feeds, and one for a last line without. */
  lines: number;
  /** Of the file; of a gzip file, of its content. */
  bytes: number;
}

/** `result.json`, keys in this order. */
export interface WordsResult extends FileCounts {
  job: 'words';
  input: { name: string; bytes: number; hash: string };
  options: { top: number; stopWords: string[]; encoding: string };
  files: number;
  /** Occurrences of all terms, without stop words, and how many different ones there are. */
  terms: number;
  distinctTerms: number;
  /** By descending count, then by ascending bytes. */
  top: TermCount[];
  /** In input order. */
  perFile: (FileCounts & { name: string })[];
}

/** All of `result.json` before the list of files, up to its opening bracket. */
export function resultHead(
  input: ManifestInput,
  { top, stopWords }: WordsOptions,
  totals: FileCounts,
  terms: Pick<WordsResult, 'terms' | 'distinctTerms' | 'top'>,
): string {
  const { bytes, lines, words, letters } = totals;
  const head = {
    job: 'words',
    input: inputSummary(input),
    options: { top, stopWords, encoding: input.dialect.encoding },
    files: input.files.length,
    bytes,
    lines,
    words,
    letters,
    ...terms,
  } satisfies Omit<WordsResult, 'perFile'>;
  return `${JSON.stringify(head).slice(0, -1)},"perFile":[`;
}

/** Of very many files, only their number is told; their names are in `perFile`. */
function inputSummary({ files, identity }: ManifestInput): WordsResult['input'] {
  const [first] = files;
  if (first !== undefined && files.length === 1) return { name: first.name, bytes: first.bytes, hash: first.hash };
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { name: `${files.length} files`, bytes, hash: identity };
}

export function fileJson(name: string, { words, letters, lines, bytes }: FileCounts): string {
  return JSON.stringify({ name, words, letters, lines, bytes });
}

/** First line of `result.csv`. */
export const CSV_HEADER = csvLine(['name', 'words', 'letters', 'lines', 'bytes']);

export function fileCsv(name: string, { words, letters, lines, bytes }: FileCounts): string {
  return csvLine([name, words, letters, lines, bytes]);
}
