import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cwd } from 'node:process';
import { EnjambreError } from '../errors.ts';
import { byNameBytes, expandGlob, hasMagic } from './glob.ts';
import { fileError, notAFile } from './open-file.ts';

/**
 * The input files that the typed words mean, as absolute paths: a file is itself, a folder its `*.csv` and `*.csv.gz`, a
 * pattern what it matches. Words keep their order, for rolling windows run in input order; what one word yields is sorted
 * by name bytes. A word that exists as it stands is never taken for a pattern.
 *
 * @throws EnjambreError `input-none`, `input-missing`, `input-not-a-file`, `input-unreadable`, `input-twice`.
 */
export function expandInputs(words: readonly string[], folder: string = cwd()): string[] {
  const paths = words.flatMap((word) => expandWord(word, folder));
  if (paths.length === 0) {
    throw new EnjambreError('There is no input file: none was named', {
      code: 'input-none',
      exitCode: 2,
      next: 'name a CSV file, a folder or a pattern, for example data.csv',
    });
  }
  refuseTwice(paths);
  return paths;
}

function expandWord(word: string, folder: string): string[] {
  const path = resolve(folder, word);
  if (hasMagic(word) && !existsSync(path)) {
    const matches = expandGlob(word, folder).filter(isRegularFile);
    if (matches.length > 0) return matches;
    throw new EnjambreError(`Cannot find ${JSON.stringify(word)}: no file matches the pattern`, {
      code: 'input-missing',
      exitCode: 2,
      next: `look at the names: ls ${JSON.stringify(folder)}`,
    });
  }
  try {
    const status = statSync(path);
    if (status.isDirectory()) return csvFilesOf(path);
    if (status.isFile()) return [path];
  } catch (error) {
    throw fileError(path, error);
  }
  throw notAFile(path);
}

function csvFilesOf(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => /^[^.].*\.csv(\.gz)?$/is.test(name));
  const files = names
    .sort(byNameBytes)
    .map((name) => join(folder, name))
    .filter(isRegularFile);
  if (files.length > 0) return files;
  throw new EnjambreError(`There is no input file: ${JSON.stringify(folder)} holds no *.csv or *.csv.gz`, {
    code: 'input-none',
    exitCode: 2,
    next: `look at the names: ls ${JSON.stringify(folder)}`,
  });
}

function isRegularFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** By the real path: a link to a file that is named too would count its rows twice. */
function refuseTwice(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const real = realpathSync(path);
    const first = seen.get(real);
    if (first !== undefined) {
      const as = first === path ? '' : `, as ${JSON.stringify(first)} too`;
      throw new EnjambreError(`The input ${JSON.stringify(path)} is named twice${as}: its rows would count twice`, {
        code: 'input-twice',
        exitCode: 2,
        next: 'name each file once',
      });
    }
    seen.set(real, path);
  }
}
