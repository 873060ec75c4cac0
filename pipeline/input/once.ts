import { lstatSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { EnjambreError } from '../errors.ts';

/** A file that a typed word means. */
export interface Candidate {
  /** Absolute. */
  path: string;
  /** Without links. */
  real: string;
  /** The path is itself a link. */
  isLink: boolean;
  /** The word itself names it; it was not found in a folder or by a pattern. */
  named: boolean;
}

/**
 * Takes what folders and patterns find twice once: the file rather than a link to it, else the first. Counting it again would
 * be wrong, but nobody typed it twice.
 *
 * @param counted what would count twice: `words`, `rows`
 * @throws EnjambreError `input-twice` if one of the two was typed as it is.
 */
export function takeOnce(
  candidates: readonly Candidate[],
  counted: string,
): { taken: Candidate[]; repeated: Candidate[] } {
  const chosen = new Map<string, Candidate>();
  const repeated: Candidate[] = [];
  for (const candidate of candidates) {
    const first = chosen.get(candidate.real);
    if (first !== undefined && (first.named || candidate.named)) throw twice(candidate.path, first.path, counted);
    const isBetter = first === undefined || (first.isLink && !candidate.isLink);
    if (isBetter) chosen.set(candidate.real, candidate);
    if (first !== undefined) repeated.push(isBetter ? first : candidate);
  }
  if (repeated.length === 0) return { taken: [...candidates], repeated };
  return { taken: candidates.filter((candidate) => chosen.get(candidate.real) === candidate), repeated };
}

/** @throws EnjambreError `input-twice` for a word that was typed again, `books` or `./books` */
export function refuseRepeatedWords(words: readonly string[], folder: string, counted: string): void {
  const seen = new Map<string, string>();
  for (const word of words) {
    const path = resolve(folder, word);
    const first = seen.get(path);
    if (first !== undefined) throw twice(word, first, counted);
    seen.set(path, word);
  }
}

/** What a folder or a pattern yields, as candidates. */
export function foundCandidates(paths: readonly string[]): Candidate[] {
  return paths.map((path) => ({
    path,
    real: realpathSync(path),
    isLink: lstatSync(path).isSymbolicLink(),
    named: false,
  }));
}

/** False for what is not there, and for a link that leads nowhere or in a circle. */
export function isRegularFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}

function twice(path: string, first: string, counted: string): EnjambreError {
  const as = first === path ? '' : `, as ${JSON.stringify(first)} too`;
  return new EnjambreError(`The input ${JSON.stringify(path)} is named twice${as}: its ${counted} would count twice`, {
    code: 'input-twice',
    exitCode: 2,
    next: 'name each file once',
  });
}
