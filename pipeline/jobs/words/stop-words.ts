import { readFileSync } from 'node:fs';
import { fileError } from '../../input/open-file.ts';
import { byBytes, termsOf } from '../../text/terms-of.ts';

/**
 * The stop words of a UTF-8 file, as terms: between whitespace, also several on a line. A line that begins with `#` is a comment.
 *
 * @throws EnjambreError `input-missing`, `input-unreadable`
 */
export function readStopWords(path: string): string[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw fileError(path, error);
  }
  const lines = text.split(/\r\n|[\n\r]/).filter((line) => !/^\s*#/.test(line));
  return termsOf(lines.join('\n')).sort(byBytes);
}
