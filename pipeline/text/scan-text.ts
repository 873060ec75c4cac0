import { isBlank } from './blanks.ts';
import type { TermTable } from './term-table.ts';
import { classOf, DIGIT, FOLDS_AWAY, foldOf, LETTER, MARK, SPACE, type Unicode, unicode } from './unicode.ts';
import { characterAt } from './utf8.ts';

/** Bytes of a term that count; what is longer goes on with `…`. */
export const MOST_TERM_BYTES = 256;

/** Bytes that `scan` may leave for its next call: a typographic apostrophe, and a character that is not whole yet. */
export const MOST_LEFT_BYTES = 6;

const LINE_FEED = 0x0a;
const APOSTROPHE = 0x27;
const TYPOGRAPHIC_APOSTROPHE = 0x2019;
/** U+FFFF, of no bytes: no character at all. */
const NOTHING = 0xffff << 3;
/** `…` in UTF-8. */
const ELLIPSIS = [0xe2, 0x80, 0xa6];
const SPARE_BYTES = 8;

/** What an ASCII byte is; a byte that is part of a longer character, and an apostrophe, need a closer look. */
const IS_LETTER = 1;
const IS_TERM = 2;
const IS_BLANK = 4;
const IS_MARKED = 8;
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  const lower = byte | 0x20;
  if (lower >= 0x61 && lower <= 0x7a && byte < 0x80) return IS_TERM | IS_LETTER;
  if (byte >= 0x30 && byte <= 0x39) return IS_TERM;
  return isBlank(byte) ? IS_BLANK : byte >= 0x80 || byte === APOSTROPHE ? IS_MARKED : 0;
});

/** Folds four ASCII letters; digits have this bit already. */
const FOLD = 0x20202020;
/** By length: the bytes of a term that lie in its first word, and in its second. */
const FIRST_BYTES = Int32Array.from({ length: 9 }, (_, length) => (length >= 4 ? -1 : ~(-1 >>> (8 * length))));
const SECOND_BYTES = Int32Array.from({ length: 9 }, (_, length) =>
  length <= 4 ? 0 : length === 8 ? -1 : ~(-1 >>> (8 * (length - 4))),
);

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
  /** A term that needs a closer look, or goes on in the next piece: its bytes, four in a word. */
  private readonly term = new Int32Array((MOST_TERM_BYTES + 8) >> 2);
  private word = 0;
  private length = 0;
  /** Longest that the term may become: less once a character did not fit. */
  private room = MOST_TERM_BYTES;
  private isLong = false;
  /** The last character was a letter, or a mark on one: an apostrophe may follow. */
  private joins = false;

  /**
   * @param terms null when only words, letters and lines are wanted
   * @param bufferBytes that can be scanned at a time
   */
  constructor(terms: TermTable | null, bufferBytes: number) {
    this.terms = terms;
    // Four bytes are read at once, of which the last three may lie behind the text's end.
    const bytes = new ArrayBuffer(bufferBytes + SPARE_BYTES);
    this.buffer = new Uint8Array(bytes, 0, bufferBytes);
    this.view = new DataView(bytes);
  }

  /** Begins another text. */
  begin(encoding: 'utf-8' | 'latin1'): void {
    this.latin1 = encoding === 'latin1';
    this.endTerm();
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
    if (isLast) this.endTerm();
    return at;
  }

  /** Up to the first byte that needs a closer look. */
  private scanAscii(from: number, to: number): number {
    const { buffer } = this;
    let { words, letters, lineFeeds, blank } = this;
    let at = from;
    while (at < to) {
      let byte = buffer[at] as number;
      let kind = kinds[byte] as number;
      if ((kind & IS_TERM) !== 0) {
        const start = at;
        words += blank;
        blank = 0;
        do {
          letters += kind & IS_LETTER;
          if (++at === to) break;
          byte = buffer[at] as number;
          kind = kinds[byte] as number;
        } while ((kind & IS_TERM) !== 0);
        if (at < to && this.length === 0 && (kind & IS_MARKED) === 0) this.countAscii(start, at - start);
        else this.appendAscii(start, at);
        if (at === to) break;
      }
      if ((kind & IS_MARKED) !== 0) break;
      if (this.length > 0) this.endTerm();
      const isBlankNow = (kind >> 2) & 1;
      words += blank & ~isBlankNow;
      blank = isBlankNow;
      if (byte === LINE_FEED) lineFeeds++;
      at++;
    }
    this.words = words;
    this.letters = letters;
    this.lineFeeds = lineFeeds;
    this.blank = blank;
    return at;
  }

  /** Counts a whole term of ASCII letters and digits. */
  private countAscii(start: number, length: number): void {
    const { view, terms } = this;
    if (terms === null) return;
    if (length <= 8) {
      const first = (view.getInt32(start) | FOLD) & (FIRST_BYTES[length] as number);
      const second = (view.getInt32(start + 4) | FOLD) & (SECOND_BYTES[length] as number);
      terms.addShort(first, second);
    } else if (length <= MOST_TERM_BYTES) {
      const { term } = this;
      const wholeBytes = length & ~3;
      for (let at = 0; at < wholeBytes; at += 4) term[at >> 2] = view.getInt32(start + at) | FOLD;
      if (wholeBytes < length) {
        term[length >> 2] = (view.getInt32(start + wholeBytes) | FOLD) & (FIRST_BYTES[length - wholeBytes] as number);
      }
      terms.add(term, length);
    } else {
      this.appendAscii(start, start + length);
      this.endTerm();
    }
  }

  /** Adds ASCII letters and digits to the term that was begun. */
  private appendAscii(from: number, to: number): void {
    const end = Math.min(to, from + this.room - this.length);
    for (let at = from; at < end; at++) this.appendByte((this.buffer[at] as number) | 0x20);
    if (end < to) this.isLong = true;
    this.joins = ((this.buffer[to - 1] as number) & 0x40) !== 0;
  }

  /** Characters beyond ASCII, and apostrophes, up to the first other one; or to one that more bytes must complete. */
  private scanOther(from: number, to: number, isLast: boolean): number {
    const { buffer } = this;
    this.known ??= unicode();
    const { known } = this;
    let at = from;
    while (at < to) {
      const byte = buffer[at] as number;
      if (byte < 0x80 && byte !== APOSTROPHE) break;
      const character = this.latin1 ? (byte << 3) | 1 : characterAt(buffer, at, to, isLast);
      if (character === 0) break;
      const codePoint = character >> 3;
      const next = at + (character & 7);
      if ((codePoint === APOSTROPHE || codePoint === TYPOGRAPHIC_APOSTROPHE) && this.joins && this.length > 0) {
        const following = this.following(next, to, isLast);
        if (following === 0) break;
        if ((classOf(known, following >> 3) & LETTER) !== 0) {
          this.append(APOSTROPHE);
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
      this.endTerm();
      this.blank = 1;
      return;
    }
    this.words += this.blank;
    this.blank = 0;
    if ((kind & (LETTER | MARK | DIGIT)) === 0) {
      this.endTerm();
      return;
    }
    this.letters += kind & LETTER;
    this.append((kind & FOLDS_AWAY) === 0 ? codePoint : foldOf(this.known as Unicode, codePoint));
    this.joins = (kind & (LETTER | MARK)) !== 0;
  }

  private append(codePoint: number): void {
    const byteCount = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    if (this.length + byteCount > this.room) {
      this.isLong = true;
      this.room = this.length;
      return;
    }
    if (byteCount === 1) this.appendByte(codePoint);
    else this.appendByte(((0xf00 >> byteCount) & 0xff) | (codePoint >> (6 * (byteCount - 1))));
    for (let shift = 6 * (byteCount - 2); shift >= 0; shift -= 6) this.appendByte(0x80 | ((codePoint >> shift) & 0x3f));
  }

  private appendByte(byte: number): void {
    this.word = (this.word << 8) | byte;
    this.length++;
    if ((this.length & 3) === 0) this.term[(this.length >> 2) - 1] = this.word;
  }

  private endTerm(): void {
    if (this.length === 0) return;
    if (this.isLong) for (const byte of ELLIPSIS) this.appendByte(byte);
    const over = this.length & 3;
    if (over !== 0) this.term[this.length >> 2] = this.word << (32 - 8 * over);
    this.terms?.add(this.term, this.length);
    this.length = 0;
    this.room = MOST_TERM_BYTES;
    this.isLong = false;
  }
}
