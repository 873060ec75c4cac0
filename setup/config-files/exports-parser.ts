import { unescapeOctal } from '../facts/raw-text.ts';

/** One client of one line of /etc/exports. */
export interface ExportLine {
  /** Counted from 1: the one that the entry begins in. */
  line: number;
  /** Bytes as latin1, unescaped. */
  path: string;
  /** As it is written; `*` where there is none before the options: the whole world. */
  client: string;
  /** As they are written, those for the whole line first. */
  options: readonly string[];
}

export interface ExportsReading {
  exports: ExportLine[];
  /** Line that `exportfs` would stop at: nothing after it counts. */
  unreadableLine: number | undefined;
  /** The last line goes on in the next one: what is added would become a part of it. */
  isOpen: boolean;
}

/**
 * Reads exports(5) as `exportfs` does: a backslash at its end lets a line go on, `#` begins a comment where a word could begin,
 * and a blank before `(` makes the options those of the whole world.
 */
export function parseExports(text: string): ExportsReading {
  const exports: ExportLine[] = [];
  let unreadableLine: number | undefined;
  for (const { line, text: entry } of joinedLines(text)) {
    const read = parseEntry(entry, line);
    if (read === undefined) unreadableLine ??= line;
    else exports.push(...read);
  }
  return { exports, unreadableLine, isOpen: /\\\r?\n?$/.test(text) };
}

function joinedLines(text: string): { line: number; text: string }[] {
  const entries: { line: number; text: string }[] = [];
  let goesOn = false;
  for (const [index, whole] of text.split('\n').entries()) {
    const line = whole.replace(/\r$/, '');
    const last = entries.at(-1);
    if (goesOn && last !== undefined) last.text += ` ${line.replace(/\\$/, '')}`;
    else entries.push({ line: index + 1, text: line.replace(/\\$/, '') });
    goesOn = line.endsWith('\\');
  }
  return entries;
}

const BLANKS = /[ \t\r\v\f]*/y;
/** Quotes may stand anywhere in it, and keep blanks together. */
const WORD = /(?:"[^"]*"|[^ \t\r\v\f"])+/y;

/** Undefined where it has a fault. */
function parseEntry(entry: string, line: number): ExportLine[] | undefined {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    BLANKS.lastIndex = at;
    at += BLANKS.exec(entry)?.[0].length ?? 0;
    if (at === entry.length || entry[at] === '#') break;
    WORD.lastIndex = at;
    const word = WORD.exec(entry)?.[0];
    if (word === undefined) return undefined;
    at += word.length;
    words.push(word.replaceAll('"', ''));
  }
  const [path, ...clients] = words;
  if (path === undefined) return [];
  return parseClients(unescapeOctal(path), clients, line);
}

function parseClients(path: string, words: readonly string[], line: number): ExportLine[] | undefined {
  const exports: ExportLine[] = [];
  let forAll: string[] = [];
  for (const word of words) {
    if (word.startsWith('-')) {
      forAll = splitOptions(word.slice(1));
      continue;
    }
    const found = /^([^()]*)(?:\(([^()]*)\))?$/.exec(word);
    if (found === null) return undefined;
    const client = found[1] === '' || found[1] === undefined ? '*' : found[1];
    exports.push({ line, path, client, options: [...forAll, ...splitOptions(found[2] ?? '')] });
  }
  // A path alone is one for the world.
  return exports.length === 0 ? [{ line, path, client: '*', options: forAll }] : exports;
}

function splitOptions(text: string): string[] {
  return text.split(',').filter((option) => option !== '');
}
