import { readFileSync } from 'node:fs';
import { EnjambreError } from '../../errors.ts';
import { fileError } from '../../input/open-file.ts';
import { shellWord } from '../../shell-word.ts';
import { byBytes, termsOf } from '../../text/terms-of.ts';

/**
 * The stop words of a UTF-8 file, as terms: between whitespace, also several on a line. A line that begins with `#` is a comment.
 *
 * @throws EnjambreError `input-missing`, `input-unreadable`; `stop-words-encoding` for what is not UTF-8
 */
export function readStopWords(path: string): string[] {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw fileError(path, error);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    // Taken as it is, "año" in Latin-1 would be the stop words "a" and "o".
    throw new EnjambreError(`The stop words in ${JSON.stringify(path)} are not UTF-8`, {
      code: 'stop-words-encoding',
      exitCode: 2,
      next: `iconv -f LATIN1 -t UTF-8 ${shellWord(path)} > utf8.txt`,
      cause: error,
    });
  }
  const lines = text.split(/\r\n|[\n\r]/).filter((line) => !/^\s*#/.test(line));
  return termsOf(lines.join('\n')).sort(byBytes);
}
