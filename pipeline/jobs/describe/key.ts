import { EnjambreError } from '../../errors.ts';
import type { Dialect } from '../../run-dir/manifest.ts';

/** A group's key bytes (see the kernel's groups) → the text of each part, null for null. */
export function decodeKey(key: Uint8Array, encoding: Dialect['encoding'], first: number): (string | null)[] {
  const parts: (string | null)[] = [];
  let at = 0;
  while (at < key.length) {
    if (key[at] === 0) {
      parts.push(null);
      at++;
      continue;
    }
    const bytes: number[] = [];
    at++;
    // Zero bytes of the text are followed by 255; two zero bytes end the part.
    while (!(key[at] === 0 && key[at + 1] === 0)) {
      bytes.push(key[at] as number);
      at += key[at] === 0 ? 2 : 1;
    }
    at += 2;
    parts.push(decodeText(Uint8Array.from(bytes), encoding, first));
  }
  return parts;
}

function decodeText(bytes: Uint8Array, encoding: Dialect['encoding'], first: number): string {
  if (encoding === 'latin1') return String.fromCharCode(...bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const shown = JSON.stringify(new TextDecoder('latin1').decode(bytes));
    throw new EnjambreError(`The key ${shown}, first in the record at byte ${first}, is not UTF-8`, {
      code: 'key-encoding',
      next: 'run again with --encoding latin1',
      cause,
    });
  }
}
