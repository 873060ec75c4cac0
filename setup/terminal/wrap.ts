import stringWidth from 'fast-string-width';

/** Lines of a paragraph that are at most this wide, as far as its words allow. */
export function wrapped(text: string, columns = 100): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || stringWidth(last) + 1 + stringWidth(word) > columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
