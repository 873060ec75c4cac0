import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { cwd } from 'node:process';
import { hasMagic } from './glob.ts';

/** The deepest folder that holds all of the folders, or is one of them; `''` for the root. */
export function commonFolder(folders: readonly string[]): string {
  let common: string | undefined;
  for (const given of folders) {
    const folder = given === sep ? '' : given;
    common ??= folder;
    while (!(folder === common || folder.startsWith(common + sep))) common = common.slice(0, common.lastIndexOf(sep));
  }
  return common ?? '';
}

/**
 * The words that name an input, to be typed in the deepest folder that holds all they name, so that they tell no more of their
 * paths than they must; base names where only the root holds all.
 *
 * @param folder where the words were typed
 */
export function wordsBelowCommonFolder(words: readonly string[], folder: string = cwd()): string[] {
  const named = words.map((word) => placeOf(word, folder));
  const common = commonFolder(named.map(({ within }) => within));
  return named.map(({ within, rest }) => {
    const below = common === '' ? rest : join(relative(common, within), rest);
    return below === '' ? '.' : below;
  });
}

/** A word as the folder that holds what it names, and what is left of it: of a pattern, from the first special character on. */
function placeOf(word: string, folder: string): { within: string; rest: string } {
  const path = resolve(folder, word);
  if (!hasMagic(word) || existsSync(path)) return { within: dirname(path), rest: basename(path) };
  const parts = word.split('/');
  const first = parts.findIndex(hasMagic);
  const before = parts.slice(0, first).join('/');
  return { within: resolve(folder, before === '' && first > 0 ? '/' : before), rest: parts.slice(first).join('/') };
}
