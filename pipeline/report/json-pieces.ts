import { closeSync, openSync, readSync } from 'node:fs';

/** A member of the object in a file, or one element of a member that is a list. */
export interface JsonPiece {
  member: string;
  /** From 0 in a list; null of a member that is none. */
  index: number | null;
  /** Its JSON; null when it is longer than allowed. */
  text: string | null;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;

/** 1 for the bytes that mean something outside of strings. */
const MARKS = Uint8Array.from({ length: 256 }, (_, byte) => (',:[]{}"'.includes(String.fromCharCode(byte)) ? 1 : 0));

const CHUNK_BYTES = 1 << 18;

/** Longest piece that is read; a list of many short elements may be of any length. */
export const PIECE_BYTES = 32 * 2 ** 20;

/**
 * Reads the JSON object in a file piece by piece, so that memory holds one piece: each member, and of members that are lists
 * each element. The file must be correct JSON of one object, as the results of runs are.
 */
export function* readJsonPieces(
  path: string,
  { mostBytes = PIECE_BYTES, chunkBytes = CHUNK_BYTES }: { mostBytes?: number; chunkBytes?: number } = {},
): Generator<JsonPiece> {
  const fd = openSync(path, 'r');
  try {
    const splitter = new Splitter(mostBytes);
    const chunk = new Uint8Array(chunkBytes);
    for (;;) {
      const byteCount = readSync(fd, chunk, 0, chunk.length, null);
      if (byteCount === 0) return;
      yield* splitter.split(chunk.subarray(0, byteCount));
    }
  } finally {
    closeSync(fd);
  }
}

class Splitter {
  private readonly mostBytes: number;
  private readonly decoder = new TextDecoder();
  /** Bytes of the piece that came with earlier chunks. */
  private kept: Uint8Array[] = [];
  private keptBytes = 0;
  /** Open brackets: 1 inside the object, 2 inside a member's value. */
  private depth = 0;
  private inString = false;
  private escaped = false;
  private inName = true;
  private name = '';
  /** Element of the list that is read; null outside of a list. */
  private index: number | null = null;

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  *split(chunk: Uint8Array): Generator<JsonPiece> {
    let from = 0;
    for (let at = this.inString ? this.stringEnd(chunk, 0) : 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (MARKS[byte] === 0) continue;
      if (byte === QUOTE) {
        this.inString = true;
        at = this.stringEnd(chunk, at + 1) - 1;
      } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        this.depth++;
        const opensList = byte === OPEN_LIST && this.depth === 2 && !this.inName;
        if (opensList) this.index = 0;
        if (opensList || this.depth === 1) from = at + 1;
      } else if (byte === COLON) {
        if (this.depth !== 1) continue;
        this.name = JSON.parse(this.take(chunk, from, at) ?? '""') as string;
        this.inName = false;
        from = at + 1;
      } else {
        // A comma, or a bracket that closes.
        const ends = this.depth === 1 || (this.depth === 2 && this.index !== null);
        const piece = ends ? this.piece(chunk, from, at) : null;
        if (ends) from = at + 1;
        if (byte === COMMA) this.passComma(ends);
        else this.closeBracket();
        if (piece !== null) yield piece;
      }
    }
    this.keep(chunk.slice(from));
  }

  /** Where the string that is open ends: the place after its quote, or the chunk's end. */
  private stringEnd(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.length; at++) {
      const byte = chunk[at];
      if (this.escaped) this.escaped = false;
      else if (byte === BACKSLASH) this.escaped = true;
      else if (byte === QUOTE) {
        this.inString = false;
        return at + 1;
      }
    }
    return chunk.length;
  }

  private passComma(ends: boolean): void {
    if (!ends) return;
    if (this.depth === 1) this.inName = true;
    else this.index = (this.index ?? 0) + 1;
  }

  private closeBracket(): void {
    if (this.depth === 2) this.index = null;
    this.depth--;
  }

  /** What stands between two marks, if anything does: nothing follows a list that has ended. */
  private piece(chunk: Uint8Array, from: number, to: number): JsonPiece | null {
    const text = this.take(chunk, from, to);
    return text === null || text.trim() !== '' ? { member: this.name, index: this.index, text } : null;
  }

  private keep(bytes: Uint8Array): void {
    this.keptBytes += bytes.length;
    if (this.keptBytes <= this.mostBytes) this.kept.push(bytes);
    else this.kept = [];
  }

  private take(chunk: Uint8Array, from: number, to: number): string | null {
    const pieces = this.kept;
    const byteCount = this.keptBytes + to - from;
    this.kept = [];
    this.keptBytes = 0;
    if (byteCount > this.mostBytes) return null;
    let text = '';
    for (const bytes of pieces) text += this.decoder.decode(bytes, { stream: true });
    return text + this.decoder.decode(chunk.subarray(from, to));
  }
}
