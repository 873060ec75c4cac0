import { Buffer } from 'node:buffer';
import { columnIndex, trimBlanks } from '../../csv/header.ts';
import { usageError } from '../../errors.ts';
import { scaledToDouble } from '../../exact/decimal.ts';
import type { Dialect } from '../../run-dir/manifest.ts';
import { fieldContent } from '../describe/fields.ts';
import { parseDecimal } from './exact.ts';
import type { Decimal, Row } from './interface.ts';
import type { Before } from './places.ts';

const QUOTE = 34;
const PLUS = 43;
const MINUS = 45;

/** Whole numbers of this many digits are exact as doubles; and so are the powers of ten up to 10^22. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

export interface RowRules {
  header: readonly string[];
  /** The columns that may be asked for; null for all. */
  columns: readonly string[] | null;
  missing: readonly string[];
  dialect: Dialect;
}

/** The row that is being read. One object serves all rows: it looks at the reader's buffer, and decodes what it is asked for. */
export class RowView implements Row {
  /** The buffer, and where in it the first fields of the row begin and end. */
  bytes: Buffer = Buffer.alloc(0);
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Contents of the fields instead, of a row that is longer than the buffer. */
  contents: readonly (Uint8Array | undefined)[] | null = null;
  fieldCount = 0;
  /** Line feeds and bytes from the slice's beginning to the row's. */
  linesInto = 0;
  bytesInto = 0;
  file = '';
  /** What lies before the slice; null while it is not known. */
  before: Before | null = null;
  /** Somebody asked for a place that is not known. */
  placeWanted = false;
  /** Fields whose places are noted: up to the last one that may be asked for. */
  readonly noted: number;
  /** Indexes of the columns that may be asked for. */
  readonly wanted: ReadonlySet<number>;
  private readonly rules: RowRules;
  private readonly encoding: 'latin1' | 'utf8';
  private readonly decimalMark: number;
  private readonly indexes = new Map<string, number>();
  private readonly missingTexts: ReadonlySet<string>;
  private readonly longestMissing: number;
  /** No missing mark looks like a number, so that a plain number is one without looking. */
  private readonly plainNumbers: boolean;

  constructor(rules: RowRules) {
    const { header, columns, missing, dialect } = rules;
    this.rules = rules;
    this.encoding = dialect.encoding === 'latin1' ? 'latin1' : 'utf8';
    this.decimalMark = dialect.decimal.charCodeAt(0);
    for (const name of columns ?? header) {
      if (columns !== null || header.indexOf(name) === header.lastIndexOf(name)) {
        this.indexes.set(name, columnIndex(header, name));
      }
    }
    this.wanted = new Set(this.indexes.values());
    this.noted = Math.max(0, ...[...this.wanted].map((index) => index + 1));
    this.starts = new Int32Array(this.noted + 1);
    this.ends = new Int32Array(this.noted + 1);
    this.missingTexts = new Set(missing.map(foldAscii));
    this.longestMissing = Math.max(0, ...missing.map((text) => text.length));
    this.plainNumbers = ![...this.missingTexts].some((text) => parseDecimal(text, dialect.decimal) !== null);
  }

  get isRagged(): boolean {
    return this.fieldCount !== this.rules.header.length;
  }

  get line(): number {
    if (this.before === null) return this.askForPlace();
    return this.before.lines + this.linesInto + 1;
  }

  get byte(): number {
    if (this.before === null) return this.askForPlace();
    return this.before.bytes + this.bytesInto;
  }

  /** Bytes from the slice's beginning to the field, its quote included; to the row, if that is longer than the buffer. */
  bytesIntoField(index: number): number {
    if (this.contents !== null) return this.bytesInto;
    return this.bytesInto + (this.starts[index] as number) - (this.starts[0] as number);
  }

  private askForPlace(): number {
    this.placeWanted = true;
    return Number.NaN;
  }

  text(column: string): string {
    return this.textAt(this.indexOf(column));
  }

  number(column: string): number | null {
    return this.numberAt(this.indexOf(column));
  }

  decimal(column: string): Decimal | null {
    return this.decimalAt(this.indexOf(column));
  }

  isMissing(column: string): boolean {
    return this.isMissingAt(this.indexOf(column));
  }

  /** The place of a column in the header, for the functions below. */
  indexOf(column: string): number {
    return this.indexes.get(column) ?? this.unknown(column);
  }

  private unknown(column: string): never {
    columnIndex(this.rules.header, column);
    const columns = (this.rules.columns ?? []).map((name) => JSON.stringify(name)).join(', ');
    throw usageError(
      `The column ${JSON.stringify(column)} is not among the job's columns: ${columns === '' ? 'none' : columns}`,
      "add it to the job's columns, or leave them out to read all",
    );
  }

  textAt(index: number): string {
    if (index >= this.fieldCount) return '';
    if (this.contents !== null) return bareText(this.decoded(this.contents[index] ?? new Uint8Array()));
    const { bytes, encoding } = this;
    const start = this.starts[index] as number;
    const end = this.ends[index] as number;
    if (end === start) return '';
    const first = bytes[start] as number;
    if (first > QUOTE && (bytes[end - 1] as number) > QUOTE) return bytes.toString(encoding, start, end);
    const raw = bytes.toString(encoding, start, end);
    return bareText(first === QUOTE ? fieldContent(raw) : raw);
  }

  private decoded(content: Uint8Array): string {
    return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString(this.encoding);
  }

  isMissingAt(index: number): boolean {
    return index >= this.fieldCount || this.isMissingText(this.textAt(index));
  }

  private isMissingText(text: string): boolean {
    return text.length <= this.longestMissing && this.missingTexts.has(foldAscii(text));
  }

  numberAt(index: number): number | null {
    if (index >= this.fieldCount) return null;
    if (this.readPlain(index)) return this.plainMantissa / (POWERS[this.plainScale] as number);
    const decimal = this.writtenAt(index);
    return decimal === null ? null : scaledToDouble(decimal.value, decimal.scale);
  }

  decimalAt(index: number): Decimal | null {
    if (index >= this.fieldCount) return null;
    if (!this.readPlain(index)) return this.writtenAt(index);
    let mantissa = this.plainMantissa;
    let scale = this.plainScale;
    while (scale > 0 && mantissa % 10 === 0) {
      mantissa /= 10;
      scale--;
    }
    return { value: BigInt(mantissa), scale };
  }

  private writtenAt(index: number): Decimal | null {
    const text = this.textAt(index);
    return this.isMissingText(text) ? null : parseDecimal(text, this.rules.dialect.decimal);
  }

  private plainMantissa = 0;
  private plainScale = 0;

  /** Reads digits with an optional sign and decimal mark, few enough for a double; false for anything else. */
  private readPlain(index: number): boolean {
    if (!this.plainNumbers || this.contents !== null) return false;
    const { bytes, decimalMark } = this;
    const end = this.ends[index] as number;
    let at = this.starts[index] as number;
    const sign = bytes[at];
    if (sign === MINUS || sign === PLUS) at++;
    const from = at;
    let mantissa = 0;
    let mark = -1;
    for (; at < end; at++) {
      const digit = (bytes[at] as number) - 48;
      if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
      else if (digit === decimalMark - 48 && mark < 0) mark = at;
      else return false;
    }
    const digits = end - from - (mark < 0 ? 0 : 1);
    if (digits < 1 || digits > EXACT_DIGITS) return false;
    this.plainMantissa = sign === MINUS && mantissa !== 0 ? -mantissa : mantissa;
    this.plainScale = mark < 0 ? 0 : end - mark - 1;
    return true;
  }
}

/** Without blanks around it, and without one pair of quotes that the content has itself. */
function bareText(content: string): string {
  const text = trimBlanks(content);
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? trimBlanks(text.slice(1, -1)) : text;
}

/** Missing marks are compared with ASCII letters in either case. */
function foldAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
