const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Text from data, safe to show: control characters, which could move the cursor or end the line, become escapes.
 *
 * @example printable('a\u001b[2J') // 'a\\x1b[2J'
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const numbered =
      code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
    return escapes[character] ?? numbered;
  });
}

/** At most `length` characters; a cut shows as `…`. Never cuts a character in two. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const kept: string[] = [];
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length === length) return `${kept.slice(0, -1).join('')}…`;
    kept.push(segment);
  }
  return text;
}
