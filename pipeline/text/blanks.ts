/** ASCII whitespace: blank, tab, line feed, vertical tab, form feed, carriage return. Text may be cut after it. */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** Place of the first ASCII whitespace at `from` or after it, before `to`; -1 if there is none. */
export function findBlank(bytes: Uint8Array, from: number, to: number = bytes.length): number {
  for (let at = from; at < to; at++) if (isBlank(bytes[at] as number)) return at;
  return -1;
}
