/** U+FFFD, in the place of a byte that is no UTF-8. */
const BAD_BYTE = (0xfffd << 3) | 1;

/**
 * The character of UTF-8 that begins at a place before `to`: its code point times 8, and how many bytes it has. A byte that
 * begins none is U+FFFD. Gives 0 when the bytes end before the character does, unless they are the last of the text.
 */
export function characterAt(bytes: Uint8Array, at: number, to: number, isLast: boolean): number {
  const lead = bytes[at] as number;
  if (lead < 0x80) return (lead << 3) | 1;
  if (lead < 0xc2 || lead > 0xf4) return BAD_BYTE;
  const byteCount = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (at + byteCount > to) return isLast ? BAD_BYTE : 0;
  let codePoint = lead & (0xff >> (byteCount + 1));
  for (let index = 1; index < byteCount; index++) {
    const byte = bytes[at + index] as number;
    if ((byte & 0xc0) !== 0x80) return BAD_BYTE;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  // Written longer than need be, half of a pair, or beyond the last code point.
  const isWrong =
    (byteCount === 3 && (codePoint < 0x800 || (codePoint >= 0xd800 && codePoint < 0xe000))) ||
    (byteCount === 4 && (codePoint < 0x10000 || codePoint > 0x10ffff));
  return isWrong ? BAD_BYTE : (codePoint << 3) | byteCount;
}
