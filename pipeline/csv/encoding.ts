import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import { EnjambreError } from '../errors.ts';
import { shellWord } from '../shell-word.ts';

export type Encoding = 'utf-8' | 'latin1';

/** What some bytes of a text tell about its encoding: pure ASCII tells nothing. */
export type EncodingEvidence = 'ascii' | 'utf-8' | 'latin1';

/** Part of a file, possibly cut in the middle of a character at either end. */
export interface TextSample {
  bytes: Uint8Array;
  /** The sample begins where the file begins. */
  atStart: boolean;
  /** The sample ends where the file ends. */
  atEnd: boolean;
}

/** Length of the UTF-8 byte order mark at the start of a file: 3 or 0. */
export function byteOrderMarkBytes(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** Valid UTF-8 beyond ASCII is a strong sign of UTF-8; anything invalid is taken for Latin-1. */
export function encodingEvidence(sample: TextSample): EncodingEvidence {
  const { bytes, atStart, atEnd } = sample;
  if (atStart && byteOrderMarkBytes(bytes) > 0) return 'utf-8';
  if (isAscii(bytes)) return 'ascii';
  const from = atStart ? 0 : characterStart(bytes);
  const to = atEnd ? bytes.length : bytes.length - cutCharacterBytes(bytes);
  return isUtf8(bytes.subarray(from, to)) ? 'utf-8' : 'latin1';
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** Up to three bytes at the beginning may belong to a character that was cut. */
function characterStart(bytes: Uint8Array): number {
  let at = 0;
  while (at < 3 && isContinuation(bytes[at])) at++;
  return at;
}

/** Length of the incomplete character at the end, 0 if there is none. */
function cutCharacterBytes(bytes: Uint8Array): number {
  let back = 1;
  while (back < 4 && isContinuation(bytes[bytes.length - back])) back++;
  const lead = bytes[bytes.length - back] ?? 0;
  const characterBytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return characterBytes > back ? back : 0;
}

/**
 * Refuses UTF-16 (and UTF-32), known by its byte order mark or by a NUL in every other byte of the file's first bytes.
 *
 * @throws EnjambreError `wide-encoding`.
 */
export function refuseWideEncoding(start: Uint8Array, name: string): void {
  const seen = start.subarray(0, 4096);
  const marked = (seen[0] === 0xff && seen[1] === 0xfe) || (seen[0] === 0xfe && seen[1] === 0xff);
  const nuls = [0, 0];
  for (let i = 0; i < seen.length; i++) if (seen[i] === 0) nuls[i & 1] = (nuls[i & 1] ?? 0) + 1;
  const [even = 0, odd = 0] = nuls;
  const half = seen.length / 2;
  const alternating = seen.length >= 4 && Math.max(even, odd) > half * 0.9 && Math.min(even, odd) < half * 0.1;
  if (!marked && !alternating) return;
  throw new EnjambreError(
    `Cannot read ${JSON.stringify(name)}: it is UTF-16 (${marked ? 'byte order mark' : 'every other byte is NUL'})`,
    { code: 'wide-encoding', next: `iconv -f UTF-16 -t UTF-8 ${shellWord(name)} > utf8.csv` },
  );
}

/** Latin-1 is ISO 8859-1: every byte is the code point of the same number. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    encoding === 'latin1' ? 'latin1' : 'utf8',
  );
}
