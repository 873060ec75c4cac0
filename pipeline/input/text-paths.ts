import type { Dirent } from 'node:fs';
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { cwd } from 'node:process';
import { EnjambreError } from '../errors.ts';
import { paths } from '../run-dir/layout.ts';
import { byNameBytes, expandGlob, hasMagic } from './glob.ts';
import { type Candidate, foundCandidates, isRegularFile, refuseRepeatedWords, takeOnce } from './once.ts';
import { fileError, notAFile } from './open-file.ts';

/** A file that may be input. */
export type FoundFile = Pick<Candidate, 'path' | 'named'>;

export interface FoundText {
  files: FoundFile[];
  /** What folders and patterns found again, under another name. */
  repeated: string[];
  /** Run directories that were not looked into. */
  runFolders: string[];
}

/**
 * The text files that the typed words mean: a file is itself, a folder every regular file below it, a pattern what it matches.
 * Of a folder, names that begin with a dot are left out, and links to folders are not followed. Words keep their order; what
 * one word yields is sorted by the bytes of its path. A word that exists as it stands is never taken for a pattern.
 *
 * Folders and `**` do not look into run directories: their results and reports are no text of the input. What they find twice
 * is taken once: see `takeOnce`.
 *
 * @throws EnjambreError `input-none`, `input-missing`, `input-not-a-file`, `input-unreadable`, `input-name`, `input-twice`.
 */
export function expandTextInputs(words: readonly string[], folder: string = cwd()): FoundText {
  refuseRepeatedWords(words, folder, 'words');
  const runFolders = new Set<string>();
  const candidates = words.flatMap((word) => expandWord(word, folder, runFolders));
  const { taken, repeated } = takeOnce(candidates, 'words');
  if (taken.length === 0) {
    const but = runFolders.size === 0 ? '' : ' but those of earlier runs';
    throw noInput(words.length === 0 ? 'none was named' : `${JSON.stringify(words[0])} holds no file${but}`);
  }
  return { files: taken, repeated: repeated.map(({ path }) => path), runFolders: [...runFolders] };
}

/** The error of an input without a file; `what` completes the sentence. */
export function noInput(what: string): EnjambreError {
  return new EnjambreError(`There is no input file: ${what}`, {
    code: 'input-none',
    exitCode: 2,
    next: 'name text files, a folder or a pattern, for example books/',
  });
}

function expandWord(word: string, folder: string, runFolders: Set<string>): Candidate[] {
  const path = resolve(folder, word);
  if (hasMagic(word) && !existsSync(path)) {
    const matches = expandGlob(word, folder, (path) => isLeftOut(path, runFolders)).filter(isRegularFile);
    if (matches.length > 0) return foundCandidates(matches);
    throw new EnjambreError(`Cannot find ${JSON.stringify(word)}: no file matches the pattern`, {
      code: 'input-missing',
      exitCode: 2,
      next: `look at the names: ls ${JSON.stringify(folder)}`,
    });
  }
  try {
    const status = statSync(path);
    const real = realpathSync(path);
    if (status.isDirectory()) return filesBelow(path, real, runFolders);
    if (status.isFile()) return [{ path, real, isLink: false, named: true }];
  } catch (error) {
    throw fileError(path, error);
  }
  throw notAFile(path);
}

function filesBelow(folder: string, realFolder: string, runFolders: Set<string>): Candidate[] {
  const names: FoundName[] = [];
  gather(folder, '', names, runFolders);
  // The order of code units is that of bytes where no character needs two units, and much faster to tell.
  const isPlain = !names.some(({ name }) => /[\ud800-\udfff]/.test(name));
  names.sort((a, b) => (isPlain ? (a.name < b.name ? -1 : 1) : byNameBytes(a.name, b.name)));
  // The folders end without a separator, but the root; `join` takes much longer.
  const [prefix, realPrefix] = [folder, realFolder].map((start) => (start.endsWith(sep) ? start : start + sep));
  return names.map(({ name, isLink }) => {
    const path = prefix + name;
    const real = isLink ? realpathSync(path) : folder === realFolder ? path : realPrefix + name;
    return { path, real, isLink, named: false };
  });
}

/** True, and noted, for a run directory: the texts that it holds are the program's own. */
function isLeftOut(folder: string, runFolders: Set<string>): boolean {
  const isRun = existsSync(paths.manifest(folder)) && existsSync(paths.events(folder));
  if (isRun) runFolders.add(folder);
  return isRun;
}

interface FoundName {
  name: string;
  isLink: boolean;
}

/** Adds the files below a folder by their paths from `root`, in no order. */
function gather(root: string, below: string, names: FoundName[], runFolders: Set<string>): void {
  for (const entry of entriesOf(join(root, below))) {
    if (entry.name.startsWith('.')) continue;
    const name = below === '' ? entry.name : `${below}${sep}${entry.name}`;
    if (entry.isDirectory()) {
      if (!isLeftOut(join(root, name), runFolders)) gather(root, name, names, runFolders);
    } else if (entry.isFile() || (entry.isSymbolicLink() && isRegularFile(join(root, name)))) {
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

function unreadableName(folder: string, name: string): EnjambreError {
  return new EnjambreError(`Cannot read a file in ${JSON.stringify(folder)}: its name is not UTF-8: ${name}`, {
    code: 'input-name',
    next: `rename it, for example: convmv -f latin1 -t utf8 --notest ${JSON.stringify(folder)}/*`,
  });
}
