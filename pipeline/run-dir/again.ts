import { shellWord } from '../shell-word.ts';
import type { Manifest } from './manifest.ts';

/** More inputs than these, as of a pattern that the shell has replaced, are cut off by `…`. */
const MOST_INPUTS = 20;

/**
 * A command to be typed again, for a new run: the words that were typed, but into another directory, because the one that
 * `--out` names holds a run by then.
 *
 * @param program what is typed before the words
 * @param inputs those of the words that name the input
 */
export function typedAgain(program: string, words: readonly string[], inputs: readonly string[]): string {
  const [firstLeftOut, ...leftOut] = inputs.slice(MOST_INPUTS);
  const again = words.flatMap((word, index) => {
    if (word.startsWith('--out=')) return shellWord(`--out=${otherDirectory(word.slice('--out='.length))}`);
    if (words[index - 1] === '--out') return shellWord(otherDirectory(word));
    if (word === firstLeftOut) return '…';
    return leftOut.includes(word) ? [] : shellWord(word);
  });
  return [program, ...again].join(' ');
}

/** `out` → `out-2` → `out-3`. Nobody looks whether that is there: a permission may cover the run alone. */
function otherDirectory(path: string): string {
  const [, name, count] = /^(.*?)(?:-(\d{1,3}))?\/*$/s.exec(path) ?? [];
  return `${name}-${Number(count ?? 1) + 1}`;
}

/** The command that starts a run like this one, with a job that was mended: as it was typed, where that is known. */
export function runAgain({ again, code }: Pick<Manifest, 'again' | 'code'>): string {
  return again ?? `enjambre run ${code === undefined ? 'JOB' : shellWord(`./${code.name}`)} FILE…`;
}
