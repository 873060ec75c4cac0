import { openSource } from '../../input/source.ts';
import type { InputFile, Slice } from '../../run-dir/manifest.ts';
import type { Task } from '../job.ts';

const LINE_FEED = 10;
const CHUNK_BYTES = 1 << 18;

/** What lies in a file's text before a slice's. */
export interface Before {
  /** Line feeds. */
  lines: number;
  bytes: number;
}

/** Where the slices of a partition begin, as far as it is known; by index in the partition. */
export type Places = ReadonlyMap<number, Before>;

/** Somebody asked for a line number, and the lines before the slice were not counted. */
export class PlaceWanted extends Error {
  /** Index in the partition. */
  readonly slice: number;

  constructor(slice: number) {
    super(`the lines before slice ${slice} are wanted`);
    this.name = 'PlaceWanted';
    this.slice = slice;
  }
}

/**
 * Does some work on a partition that may ask for line numbers. They cost a reading of all that lies before, so it is done
 * when they are first asked for: then the work begins anew, knowing them.
 */
export async function withPlaces<T>({ manifest, partition }: Task, work: (places: Places) => Promise<T>): Promise<T> {
  const places = new Map<number, Before>();
  for (;;) {
    try {
      return await work(places);
    } catch (error) {
      if (!(error instanceof PlaceWanted) || places.has(error.slice)) throw error;
      const slice = partition.slices[error.slice] as Slice;
      places.set(error.slice, await countBefore(slice, manifest.input.files[slice.file] as InputFile));
    }
  }
}

/** What lies before a slice that begins its file's data, or null: then it must be counted. */
export function knownBefore(slice: Slice, file: InputFile): Before | null {
  const starts =
    file.compression === 'gzip' ? slice.start === 0 && slice.skip === file.dataStart : slice.start === file.dataStart;
  return starts ? { lines: file.headerLines, bytes: file.dataStart } : null;
}

/** Reads a file up to where a slice begins, counting lines. */
export async function countBefore(slice: Slice, file: InputFile): Promise<Before> {
  const known = knownBefore(slice, file);
  if (known !== null) return known;
  const source = openSource({ start: 0 }, file);
  const chunk = new Uint8Array(CHUNK_BYTES);
  let lines = 0;
  let bytes = 0;
  try {
    for (;;) {
      const byteCount = await source.read(chunk);
      const member =
        file.compression === 'gzip' ? source.members.findLast(({ at }) => at === slice.start)?.from : slice.start;
      const target = member === undefined ? Number.POSITIVE_INFINITY : member + (slice.skip ?? 0);
      const length = Math.min(byteCount, target - bytes);
      lines += countLineFeeds(chunk.subarray(0, length));
      bytes += length;
      if (byteCount === 0 || bytes >= target) return { lines, bytes };
    }
  } finally {
    source.close();
  }
}

export function countLineFeeds(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}
