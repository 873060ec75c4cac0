// The job `words` by definition: whole texts, regular expressions, no cuts. Shares no code with the product.

export interface TextFileBytes {
  name: string;
  bytes: Uint8Array;
}

export interface WordsQuestion {
  encoding: 'utf-8' | 'latin1';
  top: number;
  /** As terms. */
  stopWords: string[];
}

interface FileAnswer {
  name: string;
  words: number;
  letters: number;
  lines: number;
  bytes: number;
}

export interface WordsAnswer {
  lines: number;
  words: number;
  letters: number;
  bytes: number;
  terms: number;
  distinctTerms: number;
  top: { term: string; count: number }[];
  perFile: FileAnswer[];
  /** All terms but stop words, by ascending bytes. */
  allTerms: [string, number][];
}

/** Property White_Space (PropList.txt). */
const whiteSpace = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;
const termPattern = /[\p{L}\p{M}\p{Nd}]+(?:(?<=[\p{L}\p{M}])['\u2019](?=\p{L})[\p{L}\p{M}\p{Nd}]+)*/gu;
const longest = 256;

export function countWords(files: TextFileBytes[], { encoding, top, stopWords }: WordsQuestion): WordsAnswer {
  const counts = new Map<string, number>();
  const perFile = files.map(({ name, bytes }): FileAnswer => {
    const text = textOf(bytes, encoding);
    for (const term of termsIn(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
    const lineFeeds = text.split('\n').length - 1;
    return {
      name,
      words: text.split(whiteSpace).filter((word) => word !== '').length,
      letters: text.match(/\p{L}/gu)?.length ?? 0,
      lines: lineFeeds + (text === '' || text.endsWith('\n') ? 0 : 1),
      bytes: bytes.length,
    };
  });
  for (const word of stopWords) counts.delete(word);
  const allTerms = [...counts].sort(([a], [b]) => compareUtf8(a, b));
  const sum = (of: (file: FileAnswer) => number) => perFile.reduce((total, file) => total + of(file), 0);
  return {
    lines: sum(({ lines }) => lines),
    words: sum(({ words }) => words),
    letters: sum(({ letters }) => letters),
    bytes: sum(({ bytes }) => bytes),
    terms: allTerms.reduce((total, [, count]) => total + count, 0),
    distinctTerms: allTerms.length,
    // Sorting keeps the order of bytes among equal counts.
    top: [...allTerms]
      .sort(([, a], [, b]) => b - a)
      .slice(0, top)
      .map(([term, count]) => ({ term, count })),
    perFile,
    allTerms,
  };
}

function textOf(bytes: Uint8Array, encoding: WordsQuestion['encoding']): string {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const own = hasMark ? bytes.subarray(3) : bytes;
  if (encoding === 'utf-8') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(own);
  return Array.from(own, (byte) => String.fromCharCode(byte)).join('');
}

export function termsIn(text: string): string[] {
  return (text.match(termPattern) ?? []).map((term) => shortened(Array.from(term, foldedCharacter)));
}

function shortened(characters: string[]): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  for (const [index, character] of characters.entries()) {
    bytes += encoder.encode(character).length;
    if (bytes > longest) return `${characters.slice(0, index).join('')}…`;
  }
  return characters.join('');
}

/** Simple case folding, by what the runtime knows: the one character that ignores case as the given one does. */
export function foldedCharacter(character: string): string {
  if (character === '\u2019') return "'";
  // Cherokee folds to its older capitals.
  if (/[\u13a0-\u13f5\u13f8-\u13fd\uab70-\uabbf]/u.test(character)) return character.toUpperCase();
  const upper = character.toUpperCase();
  const lower = ([...upper].length === 1 ? upper : character).toLowerCase();
  if (lower === character) return character;
  const isSame = [...lower].length === 1 && new RegExp(`^${lower}$`, 'iu').test(character);
  return isSame ? lower : character;
}

export function compareUtf8(a: string, b: string): number {
  const [one, other] = [[...a], [...b]];
  for (const [index, character] of one.entries()) {
    const difference = (character.codePointAt(0) ?? 0) - (other[index]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
