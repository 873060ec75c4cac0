import type { InputFile } from '../run-dir/manifest.ts';
import { openSource } from './source.ts';

const LINE_FEED = 10;

/** The number of the line, from 1, that holds a place of a file's text. Reads the file up to there. */
export async function lineAt(file: InputFile, offset: number): Promise<number> {
  const source = openSource({ start: 0 }, file);
  const chunk = new Uint8Array(1 << 18);
  let line = 1;
  let position = 0;
  try {
    while (position < offset) {
      const byteCount = await source.read(chunk);
      if (byteCount === 0) break;
      const end = Math.min(byteCount, offset - position);
      for (let at = chunk.indexOf(LINE_FEED); at >= 0 && at < end; at = chunk.indexOf(LINE_FEED, at + 1)) line++;
      position += byteCount;
    }
  } finally {
    source.close();
  }
  return line;
}
