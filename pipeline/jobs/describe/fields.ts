import { Buffer } from 'node:buffer';
import type { Dialect } from '../../run-dir/manifest.ts';
import { type Decimal, readDecimal, writtenDecimal } from './number.ts';

/** A value that is no number, as the first few of each column are shown. */
export interface InvalidExample {
  column: string;
  /** At most 60 characters of the text. */
  text: string;
  /** Offset of the field in the stream of its slice. */
  offset: number;
  /** Lines of the slice before the record's first. */
  line: number;
}

/** How many invalid values of a column are kept as examples. */
const EXAMPLES = 5;
const EXAMPLE_CHARACTERS = 60;

/** A field that cannot be used, under the run's rules. */
export class FieldRefusal extends Error {
  readonly code: string;
  readonly offset: number;
  readonly next: string;

  constructor(message: string, details: { code: string; offset: number; next: string }) {
    super(message);
    this.name = 'FieldRefusal';
    this.code = details.code;
    this.offset = details.offset;
    this.next = details.next;
  }
}

export interface FieldRules {
  columns: string[];
  missing: string[];
  strict: boolean;
  dialect: Dialect;
}

/** The content of a raw field, quotes decoded, with one character for each byte. */
export function fieldContent(raw: string): string {
  if (!raw.startsWith('"')) return raw;
  let content = '';
  for (let at = 1; ; ) {
    const quote = raw.indexOf('"', at);
    if (quote < 0) return content + raw.slice(at);
    if (raw[quote + 1] !== '"') return content + raw.slice(at, quote) + raw.slice(quote + 1);
    content += raw.slice(at, quote + 1);
    at = quote + 2;
  }
}

/** What is looked at in a content: without blanks around it, and without one pair of quotes. */
function bareText(content: string): string {
  const text = trimBlanks(content);
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? trimBlanks(text.slice(1, -1)) : text;
}

/** By hand, because a regular expression takes quadratic time over long runs of blanks. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  const isBlank = (at: number) => text[at] === ' ' || text[at] === '\t' || text[at] === '\r';
  while (start < end && isBlank(start)) start++;
  while (end > start && isBlank(end - 1)) end--;
  return text.slice(start, end);
}

/** Missing marks are compared byte by byte, with ASCII letters in either case. */
function foldBytes(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Reads the fields that the kernel leaves to the host, and keeps the first invalid ones. */
export class FieldReader {
  private readonly rules: FieldRules;
  private readonly missing: Set<string>;
  examples: InvalidExample[] = [];

  constructor(rules: FieldRules) {
    this.rules = rules;
    const encoding = rules.dialect.encoding === 'latin1' ? 'latin1' : 'utf8';
    this.missing = new Set(rules.missing.map((text) => foldBytes(Buffer.from(text, encoding).toString('latin1'))));
  }

  /** Missing marks that are numbers, such as -999: the kernel must not count them before they were looked at. */
  get sentinels(): Decimal[] {
    return [...this.missing].flatMap((text) => writtenDecimal(text, this.rules.dialect.decimal) ?? []);
  }

  get emptyIsMissing(): boolean {
    return this.missing.has('');
  }

  /** A number, `missing` or `invalid`; `place` tells where the field lies, and is asked for invalid ones only. */
  read(
    raw: Uint8Array,
    column: number,
    place: () => { offset: number; line: number },
  ): Decimal | 'missing' | 'invalid' {
    const text = bareText(fieldContent(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1')));
    if (this.missing.has(foldBytes(text))) return 'missing';
    const decimal = readDecimal(text, this.rules.dialect.decimal);
    if (decimal !== null) return decimal;
    this.refuseOrKeep(text, column, place());
    return 'invalid';
  }

  private refuseOrKeep(latin1: string, column: number, { offset, line }: { offset: number; line: number }): void {
    const name = this.rules.columns[column] as string;
    const encoding = this.rules.dialect.encoding === 'latin1' ? 'latin1' : 'utf8';
    const text = Buffer.from(latin1.slice(0, 4 * EXAMPLE_CHARACTERS), 'latin1')
      .toString(encoding)
      .slice(0, EXAMPLE_CHARACTERS);
    if (this.rules.strict) {
      const message = `${JSON.stringify(text)} in column ${JSON.stringify(name)} is no number`;
      const next = 'mend the value, leave out --strict to count it, or add it to --missing';
      throw new FieldRefusal(message, { code: 'invalid-value', offset, next });
    }
    const kept = this.examples.filter((example) => example.column === name).length;
    if (kept < EXAMPLES) this.examples.push({ column: name, text, offset, line });
  }
}
