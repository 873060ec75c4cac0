import type { Dirent } from 'node:fs';
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { cwd } from 'node:process';
import { EnjambreError } from '../errors.ts';
import { byNameBytes, expandGlob, hasMagic } from './glob.ts';
import { fileError, notAFile } from './open-file.ts';

/** A file that may be input. */
export interface FoundFile {
  /** Absolute. */
  path: string;
  /** The word itself names it; it was not found in a folder or by a pattern. */
  named: boolean;
}

/**
 * The text files that the typed words mean: a file is itself, a folder every regular file below it, a pattern what it matches.
 * Of a folder, names that begin with a dot are left out, and links to folders are not followed. Words keep their order; what
 * one word yields is sorted by the bytes of its path. A word that exists as it stands is never taken for a pattern.
 *
 * @throws EnjambreError `input-none`, `input-missing`, `input-not-a-file`, `input-unreadable`, `input-name`, `input-twice`.
 */
export function expandTextInputs(words: readonly string[], folder: string = cwd()): FoundFile[] {
  const seen = new Map<string, string>();
  const found: FoundFile[] = [];
  for (const word of words) {
    for (const { path, real, named } of expandWord(word, folder)) {
      const first = seen.get(real);
      if (first !== undefined) throw twice(path, first);
      seen.set(real, path);
      found.push({ path, named });
    }
  }
  if (found.length > 0) return found;
  throw noInput(words.length === 0 ? 'none was named' : `${JSON.stringify(words[0])} holds no file`);
}

/** The error of an input without a file; `what` completes the sentence. */
export function noInput(what: string): EnjambreError {
  return new EnjambreError(`There is no input file: ${what}`, {
    code: 'input-none',
    exitCode: 2,
    next: 'name text files, a folder or a pattern, for example books/',
  });
}

interface Candidate extends FoundFile {
  /** Without links: two names of one file would count it twice. */
  real: string;
}

function expandWord(word: string, folder: string): Candidate[] {
  const path = resolve(folder, word);
  if (hasMagic(word) && !existsSync(path)) {
    const matches = expandGlob(word, folder).filter((match) => statSync(match, { throwIfNoEntry: false })?.isFile());
    if (matches.length > 0) return matches.map((match) => ({ path: match, real: realpathSync(match), named: false }));
    throw new EnjambreError(`Cannot find ${JSON.stringify(word)}: no file matches the pattern`, {
      code: 'input-missing',
      exitCode: 2,
      next: `look at the names: ls ${JSON.stringify(folder)}`,
    });
  }
  try {
    const status = statSync(path);
    const real = realpathSync(path);
    if (status.isDirectory()) return filesBelow(path, real);
    if (status.isFile()) return [{ path, real, named: true }];
  } catch (error) {
    throw fileError(path, error);
  }
  throw notAFile(path);
}

function filesBelow(folder: string, realFolder: string): Candidate[] {
  const names: { name: string; isLink: boolean }[] = [];
  gather(folder, '', names);
  // The order of code units is that of bytes where no character needs two units, and much faster to tell.
  const isPlain = !names.some(({ name }) => /[\ud800-\udfff]/.test(name));
  names.sort((a, b) => (isPlain ? (a.name < b.name ? -1 : 1) : byNameBytes(a.name, b.name)));
  return names.map(({ name, isLink }) => {
    const path = join(folder, name);
    return { path, real: isLink ? realpathSync(path) : join(realFolder, name), named: false };
  });
}

/** Adds the files below a folder by their paths from `root`, in no order. */
function gather(root: string, below: string, names: { name: string; isLink: boolean }[]): void {
  for (const entry of entriesOf(join(root, below))) {
    if (entry.name.startsWith('.')) continue;
    const name = below === '' ? entry.name : `${below}${sep}${entry.name}`;
    if (entry.isDirectory()) {
      gather(root, name, names);
    } else if (entry.isFile() || (entry.isSymbolicLink() && leadsToFile(join(root, name)))) {
      if (name.includes('\ufffd') && !existsSync(join(root, name))) throw unreadableName(join(root, below), entry.name);
      names.push({ name, isLink: !entry.isFile() });
    }
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw fileError(folder, error);
  }
}

/** A link that leads nowhere is no file. */
function leadsToFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}

function unreadableName(folder: string, name: string): EnjambreError {
  return new EnjambreError(`Cannot read a file in ${JSON.stringify(folder)}: its name is not UTF-8: ${name}`, {
    code: 'input-name',
    next: `rename it, for example: convmv -f latin1 -t utf8 --notest ${JSON.stringify(folder)}/*`,
  });
}

function twice(path: string, first: string): EnjambreError {
  const as = first === path ? '' : `, as ${JSON.stringify(first)} too`;
  return new EnjambreError(`The input ${JSON.stringify(path)} is named twice${as}: its words would count twice`, {
    code: 'input-twice',
    exitCode: 2,
    next: 'name each file once',
  });
}
