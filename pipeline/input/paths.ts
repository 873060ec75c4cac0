import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cwd } from 'node:process';
import { EnjambreError } from '../errors.ts';
import { byNameBytes, expandGlob, hasMagic } from './glob.ts';
import { type Candidate, foundCandidates, isRegularFile, refuseRepeatedWords, takeOnce } from './once.ts';
import { fileError, notAFile } from './open-file.ts';

/**
 * The input files that the typed words mean, as absolute paths: a file is itself, a folder its `*.csv` and `*.csv.gz`, a
 * pattern what it matches. Words keep their order, for rolling windows run in input order; what one word yields is sorted
 * by name bytes. A word that exists as it stands is never taken for a pattern. What folders and patterns find twice is taken
 * once: see `takeOnce`.
 *
 * @throws EnjambreError `input-none`, `input-missing`, `input-not-a-file`, `input-unreadable`, `input-twice`.
 */
export function expandInputs(words: readonly string[], folder: string = cwd()): string[] {
  refuseRepeatedWords(words, folder, 'rows');
  const { taken } = takeOnce(
    words.flatMap((word) => expandWord(word, folder)),
    'rows',
  );
  if (taken.length === 0) {
    throw new EnjambreError('There is no input file: none was named', {
      code: 'input-none',
      exitCode: 2,
      next: 'name a CSV file, a folder or a pattern, for example data.csv',
    });
  }
  return taken.map(({ path }) => path);
}

function expandWord(word: string, folder: string): Candidate[] {
  const path = resolve(folder, word);
  if (hasMagic(word) && !existsSync(path)) {
    const matches = expandGlob(word, folder).filter(isRegularFile);
    if (matches.length > 0) return foundCandidates(matches);
    throw new EnjambreError(`Cannot find ${JSON.stringify(word)}: no file matches the pattern`, {
      code: 'input-missing',
      exitCode: 2,
      next: `look at the names: ls ${JSON.stringify(folder)}`,
    });
  }
  try {
    const status = statSync(path);
    if (status.isDirectory()) return foundCandidates(csvFilesOf(path));
    if (status.isFile()) return [{ path, real: realpathSync(path), isLink: false, named: true }];
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
