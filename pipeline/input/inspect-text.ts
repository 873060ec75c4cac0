import { basename, dirname, sep } from 'node:path';
import type { EncodingEvidence } from '../csv/encoding.ts';
import { byteOrderMarkBytes, refuseWideEncoding } from '../csv/encoding.ts';
import { EnjambreError } from '../errors.ts';
import type { Encoding, InputFile, InputFinding } from '../run-dir/manifest.ts';
import { shellWord } from '../shell-word.ts';
import { commonFolder } from './common-folder.ts';
import type { Block, HashKind } from './identity.ts';
import { combinedIdentity } from './identity.ts';
import type { InputInspection } from './inspect.ts';
import { openFile } from './open-file.ts';
import { expandTextInputs, type FoundFile, noInput } from './text-paths.ts';
import { evidenceOf, firstBytes, identified } from './text-sample.ts';

export interface InspectTextOptions {
  hash: HashKind;
  /** Of all files. @default found out, file by file */
  encoding?: Encoding;
  /** Files that are no input wherever they are found, such as those that this program wrote. */
  ignore?(path: string): boolean;
}

/** How many files a finding names. */
const MOST_NAMES = 3;

/** Of a gzip file, this much text is looked at. */
const sampleBytes = 64 * 1024;

/**
 * Finds the text files and looks at each: identity, compression, encoding. A file that is no text is refused when it was named
 * itself, and left out when it was found in a folder or by a pattern.
 *
 * Text is UTF-8 unless what is looked at says otherwise; then it is Latin-1. A byte order mark is no part of it.
 *
 * @param words file names, folders, patterns
 * @throws EnjambreError of `expandTextInputs` and `openFile`; `input-binary`, `wide-encoding`.
 */
export async function inspectText(words: readonly string[], options: InspectTextOptions): Promise<InputInspection> {
  const files: InputFile[] = [];
  const leftOut: string[] = [];
  const latin1: InputFile[] = [];
  const { files: foundFiles, repeated, runFolders } = expandTextInputs(words);
  for (const found of foundFiles) {
    if (options.ignore?.(found.path) === true) continue;
    const seen = await lookAt(found, options.hash);
    if (seen === null) {
      leftOut.push(found.path);
      continue;
    }
    const { file, evidence } = seen;
    if (options.encoding === undefined && evidence === 'latin1') {
      file.encoding = 'latin1';
      latin1.push(file);
    }
    files.push(file);
  }
  if (files.length === 0) throw noInput(`${counted(leftOut.length, 'file')} found, no text among them`);
  nameBelowCommonFolder(files);
  const dialect = { delimiter: '', decimal: '.', encoding: options.encoding ?? 'utf-8' } as const;
  const findings = [
    ...finding(
      'latin1',
      latin1.map(({ name }) => name),
    ),
    ...finding('no-text', baseNames(leftOut)),
    ...finding('earlier-runs', baseNames(runFolders)),
    ...finding('found-twice', baseNames(repeated)),
  ];
  const detected = findings.map(sentenceOf);
  return { files, header: [], dialect, detected, findings, identity: combinedIdentity(files), sampleRows: () => [] };
}

/** Null for a file that is left out. */
async function lookAt(
  { path, named }: FoundFile,
  hashKind: HashKind,
): Promise<{ file: InputFile; evidence: EncodingEvidence } | null> {
  const open = openFile(path);
  try {
    const sampled = await identified(open, hashKind);
    const { file } = sampled;
    let { blocks } = sampled;
    let { bytes: textBytes } = open;
    if (file.compression === 'gzip') {
      const text = await firstBytes(file, sampleBytes);
      blocks = [{ position: 0, bytes: text }];
      if (text.length < sampleBytes) textBytes = text.length;
    }
    if (!isText(blocks, path, named)) return null;
    file.dataStart = byteOrderMarkBytes(blocks[0]?.bytes ?? new Uint8Array());
    return { file, evidence: evidenceOf(blocks, textBytes) };
  } finally {
    open.close();
  }
}

/** @throws EnjambreError `wide-encoding`, `input-binary` for a file that was named itself */
function isText(blocks: readonly Block[], path: string, named: boolean): boolean {
  try {
    refuseWideEncoding(blocks[0]?.bytes ?? new Uint8Array(), path);
  } catch (error) {
    if (!named) return false;
    if (!(error instanceof EnjambreError)) throw error;
    const next = `iconv -f UTF-16 -t UTF-8 ${shellWord(path)} > utf8.txt`;
    throw new EnjambreError(error.message, { code: error.code, next, cause: error });
  }
  const nul = blocks.find(({ bytes }) => bytes.includes(0));
  if (nul === undefined) return true;
  if (!named) return false;
  const at = nul.position + nul.bytes.indexOf(0);
  throw new EnjambreError(`Cannot read ${JSON.stringify(path)} as text: byte ${at} is NUL`, {
    code: 'input-binary',
    next: `look at what it is: file ${shellWord(path)}`,
  });
}

/** A file alone keeps its base name; several are named by their paths below the deepest folder that holds them all. */
function nameBelowCommonFolder(files: InputFile[]): void {
  if (files.length === 1) return;
  const folder = commonFolder(files.map(({ path }) => dirname(path)));
  for (const file of files) file.name = file.path.slice(folder.length + 1).replaceAll(sep, '/');
}

function finding(code: InputFinding['code'], names: string[]): InputFinding[] {
  return names.length === 0 ? [] : [{ code, count: names.length, names: names.slice(0, MOST_NAMES) }];
}

function baseNames(paths: string[]): string[] {
  return paths.map((path) => basename(path));
}

/** For the terminal; the report has its own words. */
function sentenceOf({ code, count, names }: InputFinding): string {
  const shown = names.map((name) => JSON.stringify(name)).join(', ');
  const which = count > names.length ? `${shown} and ${count - names.length} more` : shown;
  switch (code) {
    case 'latin1':
      return `Latin-1, because not valid UTF-8: ${which}.`;
    case 'no-text':
      return `Left out ${counted(count, 'file')} that ${count === 1 ? 'is' : 'are'} no text: ${which}.`;
    case 'earlier-runs':
      return `Left out ${counted(count, 'folder')} of earlier runs: ${which}.`;
    case 'found-twice':
      return `Found twice, counted once: ${which}.`;
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
