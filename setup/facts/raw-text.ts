import type { RawFact } from './fact.ts';

/** Text of bytes that came one character each; what is not UTF-8 becomes U+FFFD. */
export function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}

/** A text as its UTF-8 bytes, one character each. */
export function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** Lines of a text without their ends; an empty text has none. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Pairs of lines `name=value`; lines without `=` are left out. */
export function pairsOf(text: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const line of linesOf(text)) {
    const at = line.indexOf('=');
    if (at > 0) pairs.set(line.slice(0, at), line.slice(at + 1));
  }
  return pairs;
}

/** Undoes the octal escapes of mountinfo, fstab and the NFS server's table: `\040` is a space. */
export function unescapeOctal(text: string): string {
  return text.replace(/\\([0-3][0-7]{2})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** A whole number in decimal digits. @throws Error that names what it was to be */
export function wholeNumber(text: string | undefined, what: string): number {
  if (text === undefined || !/^\d+$/.test(text)) throw new Error(`${what} is ${quoted(text)}, not a number`);
  return Number(text);
}

/** @throws Error with the exit code, if it is not 0 */
export function mustSucceed({ code, stderr }: RawFact): void {
  if (code !== 0) throw new Error(`the script ended with exit code ${code}: ${quoted(stderr.slice(-200))}`);
}

function quoted(text: string | undefined): string {
  return text === undefined ? 'absent' : JSON.stringify(text.slice(0, 80));
}
