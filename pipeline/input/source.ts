import type { InputFile, Position, Slice } from '../run-dir/manifest.ts';
import { gunzip } from './gunzip.ts';
import { inputChanged, openAgain } from './identity.ts';
import type { OpenFile } from './open-file.ts';
import { readAt } from './open-file.ts';

/** Where the place `from`, counted in the bytes that a source has given, lies in the file. */
export interface SourceMember {
  /** Offset in the file as stored: a gzip member's start, or the slice's start in a plain file. */
  at: number;
  /** Offset in this source's bytes where the member's content begins; negative if the slice skips into the member. */
  from: number;
}

/** The bytes of a file's text from a slice's start on, past the slice's end, to the end of the file. */
export interface ByteSource {
  /**
   * Fills `target` from its beginning, not always to its end. Returns how many bytes: 0 at the end of the file, at once for a
   * plain file, as a promise for gzip.
   *
   * @throws EnjambreError `input-changed` if the file is shorter than it was, `gzip-corrupt`, `input-unreadable`.
   */
  read(target: Uint8Array): number | Promise<number>;
  close(): void;
  /**
   * Gzip: the members that were begun, in order, each noted before a byte of it is given; the first is the slice's.
   * A plain file has one entry.
   */
  readonly members: readonly SourceMember[];
}

/**
 * Opens a file where a slice starts. A gzip slice's `skip` is skipped; without it the text begins with the member at
 * `start`, wherever in a record that is. The slice's end doesn't limit what can be read: the last record crosses it.
 *
 * @throws EnjambreError `input-changed` if the file is gone or its size is not what it was; errors of `openFile`.
 */
export function openSource(slice: Pick<Slice, 'start' | 'skip'>, file: InputFile): ByteSource {
  const open = openAgain(file);
  if (open.bytes !== file.bytes) {
    open.close();
    throw inputChanged(file, `its size was ${file.bytes} bytes and is ${open.bytes} bytes`);
  }
  return file.compression === 'gzip' ? new GzipSource(slice, file, open) : new PlainSource(slice.start, file, open);
}

/**
 * The place in the file just after a byte that a source gave, as the same words from whichever slice it was read: it is told
 * from the member that holds the byte before it.
 *
 * @param offset in the source's bytes: how many were given before the place
 */
export function positionAfter(
  source: Pick<ByteSource, 'members'>,
  file: InputFile,
  fileIndex: number,
  offset: number,
): Position {
  const { members } = source;
  if (file.compression === 'none') return { file: fileIndex, at: (members[0]?.at ?? 0) + offset, skip: 0 };
  let low = 0;
  let high = members.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((members[middle]?.from ?? 0) < offset) low = middle;
    else high = middle - 1;
  }
  const member = members[low] ?? { at: 0, from: 0 };
  return { file: fileIndex, at: member.at, skip: offset - member.from };
}

class PlainSource implements ByteSource {
  readonly members: readonly SourceMember[];
  readonly #file: InputFile;
  readonly #open: OpenFile;
  #position: number;

  constructor(start: number, file: InputFile, open: OpenFile) {
    this.members = [{ at: start, from: 0 }];
    this.#file = file;
    this.#open = open;
    this.#position = start;
  }

  read(target: Uint8Array): number {
    const expected = Math.min(target.length, this.#file.bytes - this.#position);
    if (expected <= 0) return 0;
    const byteCount = readAt(this.#open, target.subarray(0, expected), this.#position);
    this.#position += byteCount;
    if (byteCount < expected)
      throw inputChanged(this.#file, `it ends at byte ${this.#position} of ${this.#file.bytes}`);
    return byteCount;
  }

  close(): void {
    this.#open.close();
  }
}

class GzipSource implements ByteSource {
  readonly members: SourceMember[] = [];
  readonly #open: OpenFile;
  readonly #chunks: AsyncGenerator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array();
  #skip: number;
  /** Bytes taken from the decompressor, less those skipped. */
  #offset: number;

  constructor(slice: Pick<Slice, 'start' | 'skip'>, file: InputFile, open: OpenFile) {
    this.#open = open;
    this.#skip = slice.skip ?? 0;
    this.#offset = -this.#skip;
    this.#chunks = gunzip(file, open, slice.start, (at) => {
      this.members.push({ at, from: this.#offset });
    });
  }

  async read(target: Uint8Array): Promise<number> {
    while (this.#chunk.length === 0) {
      const { value, done } = await this.#chunks.next();
      if (done === true) return 0;
      this.#offset += value.length;
      const skipped = Math.min(this.#skip, value.length);
      this.#skip -= skipped;
      this.#chunk = value.subarray(skipped);
    }
    const byteCount = Math.min(target.length, this.#chunk.length);
    target.set(this.#chunk.subarray(0, byteCount));
    this.#chunk = this.#chunk.subarray(byteCount);
    return byteCount;
  }

  close(): void {
    const close = () => this.#open.close();
    this.#chunks.return(undefined).then(close, close);
  }
}
