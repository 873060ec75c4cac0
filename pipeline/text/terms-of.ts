import { TextScanner } from './scan-text.ts';
import { TermTable } from './term-table.ts';

/** The distinct terms of a text, by ascending bytes of their UTF-8. */
export function termsOf(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const table = new TermTable(0);
  const scanner = new TextScanner(table, bytes.length);
  scanner.begin('utf-8');
  scanner.buffer.set(bytes);
  scanner.scan(0, bytes.length, true);
  const terms: string[] = [];
  table.forEachSorted((term) => terms.push(new TextDecoder().decode(term)));
  return terms;
}

/** Order of texts by their UTF-8 bytes, which is that of their code points. */
export function byBytes(a: string, b: string): number {
  const [one, other] = [a, b].map((text) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array];
  return compareBytes(one, one.length, other, other.length);
}

/** Less than 0 if the first `aLength` bytes come before the first `bLength` of the others, 0 if they are the same. */
export function compareBytes(a: Uint8Array, aLength: number, b: Uint8Array, bLength: number): number {
  const length = Math.min(aLength, bLength);
  for (let at = 0; at < length; at++) {
    const difference = (a[at] as number) - (b[at] as number);
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}
