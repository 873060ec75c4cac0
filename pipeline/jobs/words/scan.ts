import { type ByteSource, openSource, positionAfter } from '../../input/source.ts';
import type { Encoding, InputFile, Position, Slice } from '../../run-dir/manifest.ts';
import { findBlank } from '../../text/blanks.ts';
import { MOST_LEFT_BYTES, TextScanner } from '../../text/scan-text.ts';
import type { TermTable } from '../../text/term-table.ts';

/** What a slice holds. */
export interface SliceCounts {
  words: number;
  letters: number;
  lineFeeds: number;
  /** Of the text, without a byte order mark. */
  bytes: number;
  /** The last byte is a line feed; undefined without a byte. */
  endsLine: boolean | undefined;
}

/** Counts of a slice, and where its text starts and ends. */
export interface SliceScan {
  counts: SliceCounts;
  start: Position;
  end: Position;
}

const LINE_FEED = 0x0a;

/** Counts the words between a slice's boundaries; see `planTextPartitions` for where those are. */
export class SliceScanner {
  private readonly text: TextScanner;
  private readonly bufferBytes: number;
  private readonly onBytes: (byteCount: number) => void;
  private readonly onText: () => void;
  private source!: ByteSource;
  private slice!: Slice;
  private file!: InputFile;
  /** Offset in the source's bytes of the buffer's first byte, and how many bytes the buffer holds. */
  private base = 0;
  private have = 0;
  private isLast = false;
  /** Where the slice's end lies in the source's bytes, once it is known. */
  private stop = Number.POSITIVE_INFINITY;
  private membersSeen = 0;

  /**
   * @param bufferBytes that are read at a time
   * @param onBytes told of bytes as they are read
   * @param onText called between pieces of text, so that full tables can be written out
   */
  constructor(
    terms: TermTable | null,
    { bufferBytes, onBytes, onText }: { bufferBytes: number; onBytes(byteCount: number): void; onText(): void },
  ) {
    this.bufferBytes = Math.max(1, bufferBytes);
    this.text = new TextScanner(terms, this.bufferBytes + MOST_LEFT_BYTES);
    this.onBytes = onBytes;
    this.onText = onText;
  }

  async scan(slice: Slice, index: number, file: InputFile, encoding: Encoding): Promise<SliceScan> {
    this.source = openSource(slice, file);
    this.slice = slice;
    this.file = file;
    this.base = 0;
    this.have = 0;
    this.isLast = false;
    this.membersSeen = 0;
    this.stop = Number.POSITIVE_INFINITY;
    // A slice that was told to start behind its end has nothing.
    const isPassed = slice.start > slice.end;
    if (isPassed || (slice.end < file.bytes && file.compression === 'none')) this.stop = slice.end - slice.start;
    try {
      const { words, letters, lineFeeds } = this.text;
      this.text.begin(encoding);
      if (!slice.certain && slice.skip === undefined) await this.skipToBoundary();
      const start = this.base;
      const endsLine = await this.count();
      const counts = {
        words: this.text.words - words,
        letters: this.text.letters - letters,
        lineFeeds: this.text.lineFeeds - lineFeeds,
        bytes: this.base - start,
        endsLine,
      };
      const place = (offset: number) => positionAfter(this.source, file, index, offset);
      return { counts, start: place(start), end: place(this.base) };
    } finally {
      this.source.close();
    }
  }

  /** Reads on behind what the buffer holds. */
  private async fill(): Promise<void> {
    const target = this.text.buffer.subarray(this.have, this.have + this.bufferBytes);
    const reading = this.source.read(target);
    const byteCount = typeof reading === 'number' ? reading : await reading;
    this.have += byteCount;
    this.isLast = byteCount === 0;
    if (byteCount > 0) this.onBytes(byteCount);
    if (this.file.compression === 'none') return;
    // A member is known before the first of its bytes comes.
    const { members } = this.source;
    for (; this.membersSeen < members.length; this.membersSeen++) {
      const { at, from } = members[this.membersSeen] as (typeof members)[number];
      if (at === this.slice.end) this.stop = from;
    }
  }

  /** Forgets the buffer's first bytes. */
  private drop(byteCount: number): void {
    if (byteCount < this.have) this.text.buffer.copyWithin(0, byteCount, this.have);
    this.base += byteCount;
    this.have -= byteCount;
  }

  private async skipToBoundary(): Promise<void> {
    while (!this.isLast) {
      await this.fill();
      const blank = findBlank(this.text.buffer, 0, this.have);
      this.drop(blank < 0 ? this.have : blank + 1);
      if (blank >= 0) return;
    }
  }

  /** Counts up to the boundary of the slice's end; whether the last byte is a line feed. */
  private async count(): Promise<boolean | undefined> {
    const { buffer } = this.text;
    let endsLine: boolean | undefined;
    // No whitespace in all of the slice: what comes before the boundary belongs to the slice before.
    if (this.base > this.stop) return endsLine;
    for (;;) {
      const reach = this.base + this.have;
      const blank = reach > this.stop ? findBlank(buffer, Math.max(0, this.stop - this.base), this.have) : -1;
      const isEnd = blank >= 0 || this.isLast;
      const to = blank >= 0 ? blank + 1 : this.have;
      if (to > 0) endsLine = buffer[to - 1] === LINE_FEED;
      this.drop(this.text.scan(0, to, isEnd));
      this.onText();
      if (isEnd) return endsLine;
      await this.fill();
    }
  }
}
