import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type ByteSource, openSource } from '../input/source.ts';
import { countRecords } from '../jobs/describe/count.ts';
import { promote, temporaryName } from '../run-dir/durable.ts';
import type { InputFile, Manifest, Position, Slice } from '../run-dir/manifest.ts';
import { recut } from './chain.ts';

const LINE_FEED = 10;

/**
 * Writes each partition as a file of its own, `parts/df_part_<n>.csv`, under the input's header line: for tools that take
 * files, not ranges. Reads all of the input, one partition after another, so that every cut lies exactly between two records.
 *
 * @returns the paths written
 */
export async function materialize(directory: string, manifest: Manifest): Promise<string[]> {
  const parts = join(directory, 'parts');
  mkdirSync(parts, { recursive: true });
  const written: string[] = [];
  let end = null as Position | null;
  for (const planned of manifest.partitions) {
    const [first] = planned.slices;
    // Only the end of the partition before tells for sure where this one starts.
    const follows: boolean =
      end !== null && first !== undefined && first.file === (end as Position).file && !first.certain;
    const partition = follows ? recut(planned, end as Position) : planned;
    const path = join(parts, `df_part_${partition.index}.csv`);
    const fd = openSync(temporaryName(path), 'w');
    try {
      await copyHeader(manifest.input.files[0] as InputFile, fd);
      for (const slice of partition.slices) {
        const scan = await countRecords(manifest, slice);
        await copySlice(slice, manifest.input.files[slice.file] as InputFile, scan, fd);
        end = scan.end;
      }
    } finally {
      closeSync(fd);
    }
    promote(path);
    written.push(path);
  }
  return written;
}

async function copyHeader(file: InputFile, fd: number): Promise<void> {
  const source = openSource({ start: 0 }, file);
  try {
    const header = new Uint8Array(file.dataStart);
    for (let at = 0; at < header.length; ) {
      const byteCount = await source.read(header.subarray(at));
      if (byteCount === 0) break;
      at += byteCount;
    }
    const hasMark = header[0] === 0xef && header[1] === 0xbb && header[2] === 0xbf;
    writeSync(fd, header.subarray(hasMark ? 3 : 0));
    if (header.at(-1) !== LINE_FEED) writeSync(fd, '\n');
  } finally {
    source.close();
  }
}

async function copySlice(
  slice: Slice,
  file: InputFile,
  scan: { skipped: number; bytes: number },
  fd: number,
): Promise<void> {
  const source: ByteSource = openSource(slice, file);
  const chunk = new Uint8Array(1 << 18);
  let toSkip = scan.skipped;
  let toCopy = scan.bytes;
  let last = LINE_FEED;
  try {
    while (toCopy > 0) {
      const byteCount = await source.read(chunk);
      if (byteCount === 0) break;
      const from = Math.min(toSkip, byteCount);
      const piece = chunk.subarray(from, Math.min(byteCount, from + toCopy));
      for (let at = 0; at < piece.length; ) at += writeSync(fd, piece, at);
      toSkip -= from;
      toCopy -= piece.length;
      last = piece.at(-1) ?? last;
    }
    if (last !== LINE_FEED) writeSync(fd, '\n');
  } finally {
    source.close();
  }
}
