const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text with escapes in place of what cannot be seen or turns the text around it: those that a shell knows in `$'…'`. */
export function escaped(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029\ufeff]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const numbered =
      code < 128 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
    return ESCAPES[character] ?? numbered;
  });
}

/** A word of a command that a person types, quoted where the shell would read it otherwise. */
export function shellWord(text: string): string {
  if (/^[\p{L}\p{N}_./:=@%+,-]+$/u.test(text)) return text;
  if (escaped(text) === text) return `'${text.replaceAll("'", `'\\''`)}'`;
  return `$'${escaped(text.replace(/[\\']/g, '\\$&'))}'`;
}
