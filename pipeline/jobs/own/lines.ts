import { EnjambreError } from '../../errors.ts';
import { openSource } from '../../input/source.ts';
import type { InputFile, Slice } from '../../run-dir/manifest.ts';
import type { Task } from '../job.ts';
import { Thrown } from './failure.ts';
import { countBefore, countLineFeeds } from './places.ts';
import type { SliceRows } from './rows.ts';
import { SliceBuffer } from './slice-buffer.ts';

const LINE_FEED = 10;
/** A line longer than this is refused: it would not fit into memory with everything else. */
const LONGEST_LINE_BYTES = 64 << 20;

/** Takes some whole lines; the bytes are only valid during the call. */
export type OnLines = (lines: Uint8Array) => void;

/**
 * Reads the lines of a text that belong to a slice. A cut belongs to the first line feed at or after it: the slice before
 * reads up to there, and the next one from there on, so that no line is cut and none is read twice.
 *
 * @throws EnjambreError `line-too-long`
 */
export async function readLines(
  { manifest, limits, onBytes }: Pick<Task, 'manifest' | 'limits' | 'onBytes'>,
  slice: Slice,
  onLines: OnLines,
): Promise<SliceRows> {
  const file = manifest.input.files[slice.file] as InputFile;
  const source = openSource(slice, file);
  try {
    return await read(new SliceBuffer(slice, file, source, limits.bufferBytes, onBytes), onLines);
  } finally {
    source.close();
  }
}

async function read(buffer: SliceBuffer, onLines: OnLines): Promise<SliceRows> {
  if (!startsText(buffer)) await buffer.skipLine();
  const start = buffer.base;
  let lines = 0;
  let unfinished = 0;
  // Where one line crosses both cuts of the slice, the line feed after the second is that of the first too.
  let done = start > buffer.end;
  while (!done) {
    await buffer.fill();
    const length = linesLength(buffer);
    if (length > 0) {
      const chunk = buffer.bytes.subarray(0, length);
      await give(buffer, onLines, chunk, lines);
      lines += countLineFeeds(chunk);
      if (chunk[length - 1] !== LINE_FEED) unfinished = 1;
      done = buffer.base + length > buffer.end;
      buffer.drop(length);
    }
    if (buffer.isLast && buffer.have === 0) done = true;
    if (!done && buffer.isFull) grow(buffer);
  }
  const [first, last] = [buffer.placeOf(start), buffer.placeOf(buffer.base)];
  return { start: first, end: last, rows: lines + unfinished, ragged: 0, lines, openQuote: null };
}

/** Whether the slice starts with a line that is its own. */
function startsText({ slice, file }: SliceBuffer): boolean {
  return slice.certain || (file.compression === 'none' && slice.start === file.dataStart);
}

/** How many of the buffer's bytes are whole lines of the slice. */
function linesLength({ bytes, have, base, end, isLast }: SliceBuffer): number {
  const held = bytes.subarray(0, have);
  if (end - base < have) {
    const feed = held.indexOf(LINE_FEED, Math.max(0, end - base));
    if (feed >= 0) return feed + 1;
  }
  return isLast ? have : held.lastIndexOf(LINE_FEED) + 1;
}

/** Where the job fails, the place of the lines that it was given is told. */
async function give(buffer: SliceBuffer, onLines: OnLines, lines: Uint8Array, linesBefore: number): Promise<void> {
  try {
    onLines(lines);
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    const before = await countBefore(buffer.slice, buffer.file);
    const line = before.lines + buffer.linesSkipped + linesBefore + 1;
    error.place = `${buffer.file.name} from line ${line}, byte ${before.bytes + buffer.base} on`;
    throw error;
  }
}

function grow(buffer: SliceBuffer): void {
  const { base, file, bytes } = buffer;
  if (bytes.length >= LONGEST_LINE_BYTES) {
    const longest = `${LONGEST_LINE_BYTES >> 20} MiB`;
    throw new EnjambreError(
      `Cannot read ${JSON.stringify(file.name)}: a line is longer than ${longest}, some ${base} bytes into its slice`,
      { code: 'line-too-long', next: 'is it a text file? A fold with addBytes gets whole lines' },
    );
  }
  buffer.grow(Math.min(LONGEST_LINE_BYTES, 2 * bytes.length));
}
