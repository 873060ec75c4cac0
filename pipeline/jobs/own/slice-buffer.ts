import { Buffer } from 'node:buffer';
import { type ByteSource, positionAfter } from '../../input/source.ts';
import type { InputFile, Position, Slice } from '../../run-dir/manifest.ts';

const LINE_FEED = 10;

/** The text of a slice as it passes through memory: a buffer that is filled at its end and emptied at its start. */
export class SliceBuffer {
  readonly slice: Slice;
  readonly file: InputFile;
  private readonly source: ByteSource;
  private readonly onBytes: (byteCount: number) => void;
  bytes: Buffer;
  /** Offset in the source's bytes of the buffer's first byte, and how many bytes the buffer holds. */
  base = 0;
  have = 0;
  /** The buffer's last byte is the file's. */
  isLast = false;
  /** Line feeds before the slice's first line: that of a line that the slice before reads. */
  linesSkipped = 0;
  private cut: number | null = null;

  constructor(
    slice: Slice,
    file: InputFile,
    source: ByteSource,
    bufferBytes: number,
    onBytes: (bytes: number) => void,
  ) {
    this.slice = slice;
    this.file = file;
    this.source = source;
    this.onBytes = onBytes;
    // Of many small files, each needs no more than its own size, and room to see that it ends.
    const rest = file.compression === 'none' ? file.bytes - slice.start + 1 : bufferBytes;
    this.bytes = Buffer.allocUnsafeSlow(Math.min(bufferBytes, rest));
  }

  get isFull(): boolean {
    return this.have === this.bytes.length;
  }

  /** Reads on, if there is room; a promise only where it must wait. */
  fill(): undefined | Promise<void> {
    if (this.isFull || this.isLast) return undefined;
    const reading = this.source.read(this.bytes.subarray(this.have));
    if (typeof reading === 'number') return void this.filled(reading);
    return reading.then((byteCount) => this.filled(byteCount));
  }

  private filled(byteCount: number): void {
    this.have += byteCount;
    this.isLast = byteCount === 0;
    this.onBytes(byteCount);
  }

  /** Forgets the buffer's bytes before the place. */
  drop(place: number): void {
    if (place === 0) return;
    this.bytes.copyWithin(0, place, this.have);
    this.base += place;
    this.have -= place;
  }

  /** More room, for what does not fit. */
  grow(bufferBytes: number): void {
    const grown = Buffer.allocUnsafeSlow(bufferBytes);
    grown.set(this.bytes.subarray(0, this.have));
    this.bytes = grown;
  }

  /** Leaves out all up to the first line feed. */
  async skipLine(): Promise<void> {
    for (;;) {
      await this.fill();
      const feed = this.bytes.subarray(0, this.have).indexOf(LINE_FEED);
      this.drop(feed < 0 ? this.have : feed + 1);
      if (feed >= 0) this.linesSkipped = 1;
      if (feed >= 0 || this.isLast) return;
    }
  }

  /** Where the slice's end lies in the source's bytes; infinite at the file's end, and in gzip until it was reached. */
  get end(): number {
    if (this.slice.end >= this.file.bytes) return Number.POSITIVE_INFINITY;
    if (this.file.compression === 'none') return this.slice.end - this.slice.start;
    // Members are many in some files, and the slice's end is among those that came last.
    this.cut ??= this.source.members.findLast(({ at }) => at === this.slice.end)?.from ?? null;
    return this.cut ?? Number.POSITIVE_INFINITY;
  }

  /** The place in the file of an offset in the source's bytes. */
  placeOf(offset: number): Position {
    return positionAfter(this.source, this.file, this.slice.file, offset);
  }
}
