import { isBlank } from './blanks.ts';
import { MOST_TERM_BYTES, TermBuilder } from './term-builder.ts';
import type { TermTable } from './term-table.ts';
import { classOf, DIGIT, FOLDS_AWAY, foldOf, LETTER, MARK, SPACE, type Unicode, unicode } from './unicode.ts';
import { characterAt } from './utf8.ts';

/** Bytes that `scan` may leave for its next call: a typographic apostrophe, and a character that is not whole yet. */
export const MOST_LEFT_BYTES = 6;

const LINE_FEED = 0x0a;
const APOSTROPHE = 0x27;
const TYPOGRAPHIC_APOSTROPHE = 0x2019;
/** U+FFFF, of no bytes: no character at all. */
const NOTHING = 0xffff << 3;
const SPARE_BYTES = 8;

/** What an ASCII byte is; a byte that is part of a longer character, and an apostrophe, need a closer look. */
const IS_BLANK = 1;
const IS_TERM = 2;
const IS_MARKED = 4;
const FEED_SHIFT = 3;
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (/[0-9A-Za-z]/.test(String.fromCharCode(byte))) return IS_TERM;
  if (byte === LINE_FEED) return IS_BLANK | (1 << FEED_SHIFT);
  return isBlank(byte) ? IS_BLANK : byte >= 0x80 || byte === APOSTROPHE ? IS_MARKED : 0;
});

/** Folds four ASCII letters; digits have this bit already. */
const FOLD = 0x20202020;
/** By length: the bytes of a term that lie in its first word, and in its second. */
const FIRST_BYTES = Int32Array.from({ length: 9 }, (_, length) => (length >= 4 ? -1 : ~(-1 >>> (8 * length))));
const SECOND_BYTES = Int32Array.from({ length: 9 }, (_, length) =>
  length <= 4 ? 0 : length === 8 ? -1 : ~(-1 >>> (8 * (length - 4))),
);

/** How many of two times four ASCII letters and digits are letters: those have the bit 0x40. */
function lettersIn(first: number, second: number): number {
  return Math.imul(((first >>> 6) & 0x01010101) + ((second >>> 6) & 0x01010101), 0x01010101) >>> 24;
}

/**
 * Counts words, letters and line feeds of a text that comes in pieces, and its terms.
 *
 * A word is a run of characters without White_Space, a letter a code point of general category L. A term is a run of letters,
 * marks and decimal digits, case folded (simple folding); an apostrophe after a letter or its marks and before a letter
 * belongs to it. What is no UTF-8 counts as U+FFFD.
 */
export class TextScanner {
  words = 0;
  letters = 0;
  lineFeeds = 0;
  /** What is to be scanned lies here. */
  readonly buffer: Uint8Array;
  private readonly view: DataView;
  private latin1 = false;
  private readonly terms: TermTable | null;
  private known: Unicode | undefined;
  /** 1 if the last character was White_Space, or there was none. */
  private blank = 1;
  /** Of a term that needs a closer look, or goes on in the next piece. */
  private readonly builder: TermBuilder;
  /** The last character was a letter, or a mark on one: an apostrophe may follow. */
  private joins = false;

  /**
   * @param terms null when only words, letters and lines are wanted
   * @param bufferBytes that can be scanned at a time
   */
  constructor(terms: TermTable | null, bufferBytes: number) {
    this.terms = terms;
    this.builder = new TermBuilder(terms);
    // Four bytes are read at once, of which the last three may lie behind the text's end.
    const bytes = new ArrayBuffer(bufferBytes + SPARE_BYTES);
    this.buffer = new Uint8Array(bytes, 0, bufferBytes);
    this.view = new DataView(bytes);
  }

  /** Begins another text. */
  begin(encoding: 'utf-8' | 'latin1'): void {
    this.latin1 = encoding === 'latin1';
    this.builder.end();
    this.blank = 1;
  }

  /**
   * Scans the buffer from `from` to `to`. Gives where it stopped: before `to` only if `isLast` is false, and by at most
   * `MOST_LEFT_BYTES`; those must come first in the next call. With `isLast`, the text ends there.
   */
  scan(from: number, to: number, isLast: boolean): number {
    let at = from;
    for (;;) {
      at = this.scanAscii(at, to);
      if (at === to) break;
      const next = this.scanOther(at, to, isLast);
      if (next === at) return at;
      at = next;
    }
    if (isLast) this.builder.end();
    return at;
  }

  /** Up to the first byte that needs a closer look. */
  private scanAscii(from: number, to: number): number {
    const { buffer, builder } = this;
    let { words, lineFeeds, blank } = this;
    let at = from;
    let kind = at < to ? (kinds[buffer[at] as number] as number) : IS_TERM;
    // The term that the piece before left open goes on only with such a byte.
    if ((kind & (IS_TERM | IS_MARKED)) === 0) builder.end();
    while (at < to) {
      kind = kinds[buffer[at] as number] as number;
      if ((kind & IS_TERM) !== 0) {
        const start = at;
        words += blank;
        blank = 0;
        do {
          if (++at === to) break;
          kind = kinds[buffer[at] as number] as number;
        } while ((kind & IS_TERM) !== 0);
        if (at < to && builder.length === 0 && (kind & IS_MARKED) === 0) {
          this.countAscii(start, at - start);
        } else {
          this.appendAscii(start, at);
          if (at === to) break;
          if ((kind & IS_MARKED) === 0) builder.end();
        }
      }
      if ((kind & IS_MARKED) !== 0) break;
      // Without branches: what comes next is hard to foresee.
      const isBlankNow = kind & IS_BLANK;
      words += blank & ~isBlankNow;
      blank = isBlankNow;
      lineFeeds += kind >> FEED_SHIFT;
      at++;
    }
    this.words = words;
    this.lineFeeds = lineFeeds;
    this.blank = blank;
    return at;
  }

  /** Counts a whole term of ASCII letters and digits. */
  private countAscii(start: number, length: number): void {
    const { view, terms } = this;
    if (length <= 8) {
      const first = (view.getInt32(start) | FOLD) & (FIRST_BYTES[length] as number);
      const second = (view.getInt32(start + 4) | FOLD) & (SECOND_BYTES[length] as number);
      this.letters += lettersIn(first, second);
      if (terms !== null) terms.addShort(first, second);
    } else if (length <= MOST_TERM_BYTES) {
      const { words } = this.builder;
      const wholeBytes = length & ~3;
      for (let at = 0; at < length; at += 4) {
        const mask = at < wholeBytes ? -1 : (FIRST_BYTES[length - wholeBytes] as number);
        const word = (view.getInt32(start + at) | FOLD) & mask;
        this.letters += lettersIn(word, 0);
        words[at >> 2] = word;
      }
      terms?.add(words, length);
    } else {
      this.appendAscii(start, start + length);
      this.builder.end();
    }
  }

  /** Adds ASCII letters and digits to the term that was begun. */
  private appendAscii(from: number, to: number): void {
    const { buffer } = this;
    this.builder.appendAscii(buffer, from, to);
    for (let at = from; at < to; at++) this.letters += ((buffer[at] as number) >> 6) & 1;
    this.joins = ((buffer[to - 1] as number) & 0x40) !== 0;
  }

  /** Characters beyond ASCII, and apostrophes, up to the first other one; or to one that more bytes must complete. */
  private scanOther(from: number, to: number, isLast: boolean): number {
    const { buffer } = this;
    this.known ??= unicode();
    const { known, builder } = this;
    let at = from;
    while (at < to) {
      const byte = buffer[at] as number;
      if (byte < 0x80 && byte !== APOSTROPHE) break;
      const character = this.latin1 ? (byte << 3) | 1 : characterAt(buffer, at, to, isLast);
      if (character === 0) break;
      const codePoint = character >> 3;
      const next = at + (character & 7);
      if ((codePoint === APOSTROPHE || codePoint === TYPOGRAPHIC_APOSTROPHE) && this.joins && builder.length > 0) {
        const following = this.following(next, to, isLast);
        if (following === 0) break;
        if ((classOf(known, following >> 3) & LETTER) !== 0) {
          builder.append(APOSTROPHE);
          this.joins = false;
          at = next;
          continue;
        }
      }
      this.addCharacter(codePoint, classOf(known, codePoint));
      at = next;
    }
    return at;
  }

  /** The character after an apostrophe, as `characterAt` gives it. */
  private following(at: number, to: number, isLast: boolean): number {
    if (at === to) return isLast ? NOTHING : 0;
    return this.latin1 ? ((this.buffer[at] as number) << 3) | 1 : characterAt(this.buffer, at, to, isLast);
  }

  /** A character of the class, wherever it stands; apostrophes that join are no matter of this. */
  private addCharacter(codePoint: number, kind: number): void {
    if ((kind & SPACE) !== 0) {
      this.builder.end();
      this.blank = 1;
      return;
    }
    this.words += this.blank;
    this.blank = 0;
    if ((kind & (LETTER | MARK | DIGIT)) === 0) {
      this.builder.end();
      return;
    }
    this.letters += kind & LETTER;
    this.builder.append((kind & FOLDS_AWAY) === 0 ? codePoint : foldOf(this.known as Unicode, codePoint));
    this.joins = (kind & (LETTER | MARK)) !== 0;
  }
}
