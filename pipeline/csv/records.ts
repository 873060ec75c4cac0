import { EnjambreError } from '../errors.ts';

const lineFeed = 10;
const carriageReturn = 13;
const quote = 34;

/** Where the scanner stands inside a field. */
type State = 'field-start' | 'unquoted' | 'quoted' | 'quote-seen';

/** One record. Offsets are in bytes of the (decompressed) file; `end` lies after the terminator. */
export interface ScannedRecord {
  start: number;
  end: number;
  fieldCount: number;
  /** Contents by column, quotes decoded; only wanted columns are filled. Own copies, free to keep. */
  fields: (Uint8Array | undefined)[];
}

export interface RecordScannerOptions {
  /** The delimiter's byte. */
  delimiter: number;
  /** Called for each record that is a row (never for an empty line). Return false to stop after it. */
  onRecord: (record: ScannedRecord) => boolean;
  /** Offset of the first byte that will be fed. @default 0 */
  offset?: number;
  /** Number of the line that begins with the first byte fed; without it, errors name the byte only. */
  line?: number | undefined;
  /** Begin inside the quoted part of a field. @default false */
  insideQuotes?: boolean;
  /** Columns whose contents are kept. @default all */
  wanted?: ReadonlySet<number>;
  /** Longest content of a wanted field. @default 1 MiB */
  maxFieldBytes?: number;
  /** How errors call the file. @default 'the input' */
  name?: string;
}

/**
 * RFC 4180 records from chunks of bytes, of any length and cut anywhere: memory holds one record's wanted contents only.
 *
 * Lenient where files are: `\n` or `\r\n` ends a record, a quote opens a quoted part only as a field's first byte, what
 * follows its closing quote is appended as it stands, and an empty line is no row.
 */
export class RecordScanner {
  readonly #delimiter: number;
  readonly #onRecord: (record: ScannedRecord) => boolean;
  readonly #wanted: ReadonlySet<number> | undefined;
  readonly #maxFieldBytes: number;
  readonly #name: string;
  #state: State;
  #offset: number;
  #line: number | undefined;
  #quote: { offset: number; line: number | undefined };
  #recordStart: number;
  #previousByte = 0;
  #fieldCount = 0;
  #fields: (Uint8Array | undefined)[] = [];
  #keep: boolean;
  #content = new Uint8Array(256);
  #contentBytes = 0;

  constructor(options: RecordScannerOptions) {
    this.#delimiter = options.delimiter;
    this.#onRecord = options.onRecord;
    this.#wanted = options.wanted;
    this.#maxFieldBytes = options.maxFieldBytes ?? 1024 * 1024;
    this.#name = options.name === undefined ? 'the input' : JSON.stringify(options.name);
    this.#state = options.insideQuotes === true ? 'quoted' : 'field-start';
    this.#offset = options.offset ?? 0;
    this.#line = options.line;
    this.#quote = { offset: this.#offset, line: options.line };
    this.#recordStart = this.#offset;
    this.#keep = this.#wanted === undefined || this.#wanted.has(0);
  }

  /** True while a quoted part is open: the input may not end here. */
  get insideQuotes(): boolean {
    return this.#state === 'quoted';
  }

  /** Offset of the next byte to be fed. */
  get offset(): number {
    return this.#offset;
  }

  /** Offset where the record that is being read began. */
  get recordStart(): number {
    return this.#recordStart;
  }

  /** Reads a chunk. Returns how many of its bytes were read: all, unless `onRecord` stopped the scan. */
  feed(chunk: Uint8Array): number {
    const base = this.#offset;
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === 'quoted') {
        at = this.#readQuoted(chunk, at, base);
        continue;
      }
      if (this.#state === 'quote-seen' && chunk[at] === quote) {
        this.#append(chunk, at, at + 1);
        this.#state = 'quoted';
        at++;
        continue;
      }
      if (this.#state === 'field-start' && chunk[at] === quote) {
        this.#quote = { offset: base + at, line: this.#line };
        this.#state = 'quoted';
        at++;
        continue;
      }
      const stop = this.#readUnquoted(chunk, at);
      if (stop === chunk.length) break;
      at = stop + 1;
      if (chunk[stop] === this.#delimiter) this.#endField();
      else if (!this.#endRecord(base + at, stop > 0 ? chunk[stop - 1] : this.#previousByte)) {
        this.#advance(chunk, at);
        return at;
      }
    }
    this.#advance(chunk, chunk.length);
    return chunk.length;
  }

  /**
   * The input is over: a last line without terminator becomes a record.
   *
   * @throws EnjambreError `unclosed-quote`, naming line and byte of the opening quote.
   */
  end(): void {
    if (this.#state === 'quoted') {
      throw new EnjambreError(
        `Cannot read ${this.#name}: the quote opened at ${this.#where(this.#quote)} is never closed`,
        {
          code: 'unclosed-quote',
          next: 'close the quote there, or write it twice if it is part of the text',
        },
      );
    }
    if (this.#offset > this.#recordStart) this.#emit(this.#offset);
  }

  #advance(chunk: Uint8Array, byteCount: number): void {
    this.#offset += byteCount;
    if (byteCount > 0) this.#previousByte = chunk[byteCount - 1] ?? 0;
  }

  /** Returns the place after the quote that may end the quoted part, or the chunk's end. */
  #readQuoted(chunk: Uint8Array, from: number, base: number): number {
    let at = from;
    for (; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === quote) break;
      if (byte === lineFeed && this.#line !== undefined) this.#line++;
    }
    this.#append(chunk, from, at, base);
    if (at === chunk.length) return at;
    this.#state = 'quote-seen';
    return at + 1;
  }

  /** Returns the place of the delimiter or line feed that ends the field, or the chunk's end. */
  #readUnquoted(chunk: Uint8Array, from: number): number {
    const delimiter = this.#delimiter;
    let at = from;
    while (at < chunk.length && chunk[at] !== delimiter && chunk[at] !== lineFeed) at++;
    if (at > from) this.#append(chunk, from, at);
    this.#state = 'unquoted';
    return at;
  }

  #append(chunk: Uint8Array, from: number, to: number, base = this.#offset): void {
    if (!this.#keep || to === from) return;
    const needed = this.#contentBytes + to - from;
    if (needed > this.#maxFieldBytes) {
      const place = this.#where({ offset: base + from, line: this.#line });
      throw new EnjambreError(
        `Cannot read ${this.#name}: field ${this.#fieldCount + 1} at ${place} is longer than ${this.#maxFieldBytes} bytes`,
        { code: 'field-too-long', next: 'look there for a quote that is never closed' },
      );
    }
    if (needed > this.#content.length) {
      const grown = new Uint8Array(Math.max(needed, 2 * this.#content.length));
      grown.set(this.#content.subarray(0, this.#contentBytes));
      this.#content = grown;
    }
    this.#content.set(chunk.subarray(from, to), this.#contentBytes);
    this.#contentBytes = needed;
  }

  #endField(): void {
    if (this.#keep) this.#fields[this.#fieldCount] = this.#content.slice(0, this.#contentBytes);
    this.#fieldCount++;
    this.#contentBytes = 0;
    this.#keep = this.#wanted === undefined || this.#wanted.has(this.#fieldCount);
    this.#state = 'field-start';
  }

  /** `end` lies after the line feed. Returns false when the scan shall stop. */
  #endRecord(end: number, byteBefore: number | undefined): boolean {
    if (this.#line !== undefined) this.#line++;
    const lineBytes = end - 1 - this.#recordStart;
    const crlf = lineBytes > 0 && byteBefore === carriageReturn;
    if (lineBytes === (crlf ? 1 : 0)) {
      this.#contentBytes = 0;
      this.#state = 'field-start';
      this.#recordStart = end;
      return true;
    }
    if (crlf && this.#keep) this.#contentBytes--;
    return this.#emit(end);
  }

  #emit(end: number): boolean {
    this.#endField();
    const record = { start: this.#recordStart, end, fieldCount: this.#fieldCount, fields: this.#fields };
    this.#fieldCount = 0;
    this.#fields = [];
    this.#keep = this.#wanted === undefined || this.#wanted.has(0);
    this.#recordStart = end;
    return this.#onRecord(record);
  }

  #where(place: { offset: number; line: number | undefined }): string {
    return place.line === undefined ? `byte ${place.offset}` : `line ${place.line}, byte ${place.offset}`;
  }
}

/**
 * The records of a piece of text held in memory. Unless `complete` says that the text ends where the file ends, the last
 * record without terminator is taken for cut off and left out. A quote still open at the end is told, not refused.
 */
export function scanRecords(
  bytes: Uint8Array,
  options: Omit<RecordScannerOptions, 'onRecord'> & { complete: boolean; limit?: number },
): { records: ScannedRecord[]; openQuote: boolean } {
  const records: ScannedRecord[] = [];
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const scanner = new RecordScanner({
    ...options,
    onRecord: (record) => {
      records.push(record);
      return records.length < limit;
    },
  });
  scanner.feed(bytes);
  if (options.complete && !scanner.insideQuotes && records.length < limit) scanner.end();
  return { records, openQuote: scanner.insideQuotes };
}
