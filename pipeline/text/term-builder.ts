import type { TermTable } from './term-table.ts';

/** Bytes of a term that count; what is longer goes on with `…`. */
export const MOST_TERM_BYTES = 256;

/** `…` in UTF-8. */
const ELLIPSIS = [0xe2, 0x80, 0xa6];

/** Puts a term together, character by character, in UTF-8. */
export class TermBuilder {
  /** Bytes of the term so far, four in a word, but for those that fill no word yet. */
  readonly words: Int32Array = new Int32Array((MOST_TERM_BYTES + 8) >> 2);
  /** In bytes; 0 when no term was begun. */
  length = 0;
  private word = 0;
  /** Longest that the term may become: less once a character did not fit. */
  private room = MOST_TERM_BYTES;
  private isLong = false;
  private readonly terms: TermTable | null;

  /** @param terms gets what is complete */
  constructor(terms: TermTable | null) {
    this.terms = terms;
  }

  /** A character, case folded. */
  append(codePoint: number): void {
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

  /** ASCII letters and digits, which are folded here. */
  appendAscii(bytes: Uint8Array, from: number, to: number): void {
    const end = Math.min(to, from + this.room - this.length);
    for (let at = from; at < end; at++) this.appendByte((bytes[at] as number) | 0x20);
    if (end < to) this.isLong = true;
  }

  private appendByte(byte: number): void {
    this.word = (this.word << 8) | byte;
    this.length++;
    if ((this.length & 3) === 0) this.words[(this.length >> 2) - 1] = this.word;
  }

  /** Counts the term, if one was begun. */
  end(): void {
    if (this.length === 0) return;
    if (this.isLong) for (const byte of ELLIPSIS) this.appendByte(byte);
    const over = this.length & 3;
    if (over !== 0) this.words[this.length >> 2] = this.word << (32 - 8 * over);
    this.terms?.add(this.words, this.length);
    this.length = 0;
    this.room = MOST_TERM_BYTES;
    this.isLong = false;
  }
}
