import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import type { TextFileBytes } from '../../../oracle/words.ts';

/** Pieces that mean something to the job; all code points are older than Unicode 15. */
const pieces = [
  ['a', 'b', 'Z', 'the', 'The', 'CASA', 'casa', 'x1', '42', '007', 'abcdefgh', 'abcdefghi', 'abcdefghijklmnopq'],
  ["'", "'", '’', "don't", 'Don’t', "l'", "'n'", "a'1", "1'a", "''", "rock'n'roll"],
  [' ', ' ', ' ', '\n', '\r\n', '\t', '\v\f', '  \n\n'],
  ['.', ',', '-', '_', '"', '¡', '—', '…', '€', '😀', '\u200b', '\u200d', '\ufeff', '\ufffd', '\x1c', '\x7f'],
  ['é', 'É', 'ñandú', 'Ñ', 'ß', 'ẞ', 'ſ', 'İ', 'ı', 'K', 'Å', 'ǅ', 'ΣΑΣ', 'ς', 'ώ', 'Ж', 'жук', 'Ⱥ', 'ꭰ', 'Ꭰ'],
  ['e\u0301', 'N\u0303', '\u0301', '\u0345', 'क्षि', 'नमस्ते', '\u20dd', 'l\u0301\u2019a'],
  ['漢字', 'かな', '한글', '𝐀', '𐐀', '𐐨', '𞤀', '𞤢', '٣', '१२', 'Ⅷ', '²', '½', '𝟘', 'ª'],
  ['\u0085', '\u00a0', '\u1680', '\u2003', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000'],
].map((texts) => texts.map((text) => Buffer.from(text)));

/** What is no UTF-8: lone and missing continuations, overlong forms, surrogates, beyond the last code point. */
const broken = [
  [0x80],
  [0xbf, 0xbf],
  [0xc3],
  [0xc0, 0xaf],
  [0xc1, 0xbf],
  [0xe2, 0x80],
  [0xe0, 0x80, 0x80],
  [0xe0, 0x9f, 0xbf],
  [0xed, 0xa0, 0x80],
  [0xf0, 0x9f, 0x98],
  [0xf0, 0x80, 0x80, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xf5, 0x80, 0x80, 0x80],
  [0xff],
].map((bytes) => Buffer.from(bytes));

/** Longer than terms may be, or just as long. */
const long = [
  'a'.repeat(255),
  'Q'.repeat(256),
  'é'.repeat(128),
  `${'x'.repeat(255)}é`,
  `${'y'.repeat(255)}'z`,
  'k'.repeat(600),
];

const piece: fc.Arbitrary<Uint8Array> = fc.oneof(
  ...pieces.map((texts) => ({ weight: 6, arbitrary: fc.constantFrom(...texts) })),
  { weight: 3, arbitrary: fc.constantFrom(...broken) },
  { weight: 1, arbitrary: fc.constantFrom(...long.map((text) => Buffer.from(text))) },
);

const mark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Any text; what begins as UTF-16 does is refused and no matter of this. */
export const textBytes: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.boolean(), fc.array(piece, { maxLength: 60 }))
  .map(([marked, parts]) => Buffer.concat([...(marked ? [mark] : []), ...parts]))
  .filter(([first = 0, second]) => !(first === 0xff && second === 0xfe) && !(first === 0xfe && second === 0xff));

export const textFiles: fc.Arbitrary<TextFileBytes[]> = fc
  .array(textBytes, { minLength: 1, maxLength: 5 })
  .map((texts) => texts.map((bytes, index) => ({ name: `${['b', 'a/c', 'a/d e', 'z\nz', '10'][index]}.txt`, bytes })));
