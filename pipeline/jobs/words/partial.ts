import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { EnjambreError } from '../../errors.ts';
import { NumberReader, NumberWriter } from '../../partial/numbers.ts';
import { compareBytes } from '../../text/terms-of.ts';
import type { SliceCounts } from './scan.ts';

// A partial, in numbers of base 128. Terms ascend by bytes; each is written as what differs from the one before. A worker that
// fills its memory writes several without slices, and merges them.
//
//   partial  magic, number of slices, slice …, term …, 0, 0, terms, occurrences
//   slice    words, letters, line feeds, bytes, end (0 no byte, 1 another byte, 2 a line feed)
//   term     bytes shared with the term before, further bytes (more than 0), those bytes, count

const MAGIC = Buffer.from('enjambre words 1\n');

/** No term is longer: 256 bytes and `…`. */
const TERM_BYTES = 512;

/** Sums over a partial's terms. */
export interface TermSums {
  distinct: number;
  occurrences: number;
}

export interface WrittenPartial extends TermSums {
  bytes: number;
  sha256: string;
}

/** Writes a partial. The caller sends terms by ascending bytes. */
export class PartialWriter {
  private readonly fd: number;
  private readonly out: NumberWriter;
  private readonly hash = createHash('sha256');
  private readonly last = new Uint8Array(TERM_BYTES);
  private lastLength = 0;
  private distinct = 0;
  private occurrences = 0;

  constructor(path: string, slices: readonly SliceCounts[]) {
    this.fd = openSync(path, 'w');
    this.out = new NumberWriter(this.fd, (bytes) => this.hash.update(bytes));
    this.out.bytes(MAGIC);
    this.out.unsigned(slices.length);
    for (const { words, letters, lineFeeds, bytes, endsLine } of slices) {
      for (const count of [words, letters, lineFeeds, bytes]) this.out.unsigned(count);
      this.out.unsigned(endsLine === undefined ? 0 : endsLine ? 2 : 1);
    }
  }

  term(bytes: Uint8Array, count: number): void {
    const { last } = this;
    const most = Math.min(this.lastLength, bytes.length);
    let shared = 0;
    while (shared < most && last[shared] === bytes[shared]) shared++;
    const rest = bytes.subarray(shared);
    this.out.unsigned(shared);
    this.out.unsigned(rest.length);
    this.out.bytes(rest);
    this.out.unsigned(count);
    last.set(rest, shared);
    this.lastLength = bytes.length;
    this.distinct++;
    this.occurrences += count;
  }

  close(): WrittenPartial {
    const { distinct, occurrences } = this;
    for (const number of [0, 0, distinct, occurrences]) this.out.unsigned(number);
    this.out.flush();
    fsyncSync(this.fd);
    closeSync(this.fd);
    return { bytes: this.out.bytesWritten, sha256: this.hash.digest('hex'), distinct, occurrences };
  }

  abandon(): void {
    closeSync(this.fd);
  }
}

/** Reads a partial: its slices, then its terms one by one. */
export class PartialReader {
  readonly slices: SliceCounts[] = [];
  /** The present term: its first `length` bytes. */
  readonly term = new Uint8Array(TERM_BYTES);
  length = 0;
  count = 0;
  private readonly path: string;
  private readonly numbers: NumberReader;
  private distinct = 0;
  private occurrences = 0;

  constructor(path: string, bufferBytes = 1 << 16) {
    this.path = path;
    this.numbers = new NumberReader(path, bufferBytes);
    const { numbers } = this;
    if (!MAGIC.equals(numbers.bytes(MAGIC.length))) throw this.damaged('it does not begin as one');
    for (let left = numbers.count(); left > 0; left--) {
      const [words, letters, lineFeeds, bytes, end] = [0, 0, 0, 0, 0].map(() => numbers.count()) as [
        number,
        number,
        number,
        number,
        number,
      ];
      this.slices.push({ words, letters, lineFeeds, bytes, endsLine: end === 0 ? undefined : end === 2 });
    }
  }

  /** Goes to the next term; false at the end. */
  next(): boolean {
    const { numbers } = this;
    const shared = numbers.count();
    const further = numbers.count();
    if (further === 0) {
      this.length = 0;
      if (numbers.count() !== this.distinct || numbers.count() !== this.occurrences) {
        throw this.damaged('its terms do not add up');
      }
      return false;
    }
    this.term.set(numbers.bytes(further), shared);
    this.length = shared + further;
    this.count = numbers.count();
    this.distinct++;
    this.occurrences += this.count;
    return true;
  }

  private damaged(what: string): EnjambreError {
    return new EnjambreError(`The partial ${this.path} cannot be read: ${what}`, {
      code: 'attempt-damaged',
      next: 'start a new run',
    });
  }

  close(): void {
    this.numbers.close();
  }
}

/** The order of the terms that two readers stand at. */
export function compareTerms(a: PartialReader, b: PartialReader): number {
  return compareBytes(a.term, a.length, b.term, b.length);
}
