import { randomBytes } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { EnjambreError } from '../errors.ts';
import { resolveSampleOptions, type SampleOptions } from './options.ts';
import { type SampleCounts, SampleRows } from './rows.ts';

export { SAMPLE_DEFAULTS, type SampleOptions } from './options.ts';

/** Bytes written at a time. */
const CHUNK_BYTES = 256 * 1024;

export interface WriteSampleOptions extends SampleOptions {
  /** Replace a file that is there already. @default false */
  overwrite?: boolean | undefined;
  /** Stops the writing, and leaves no file behind. */
  signal?: AbortSignal | undefined;
}

/** What a sample file holds; `missing`, `invalid` and `ragged` are what `describe ValorObservado` must count. */
export interface SampleSummary extends SampleCounts {
  path: string;
  bytes: number;
  /** Stations that have at least one row. */
  stations: number;
}

/**
 * Sample data shaped like IDEAM's open hydrometeorological export, as UTF-8 CSV in chunks of at most 1 MB. Each chunk has a
 * buffer of its own. Places are real, observations are made up.
 *
 * Throws a usage error at once if an option is out of range.
 *
 * @example for (const chunk of sampleChunks({ rows: 1000, mess: true })) socket.write(chunk);
 */
export function sampleChunks(options: SampleOptions = {}): Iterable<Uint8Array> {
  const resolved = resolveSampleOptions(options);
  return {
    *[Symbol.iterator]() {
      const rows = new SampleRows(resolved);
      for (;;) {
        const chunk = new Uint8Array(CHUNK_BYTES);
        const bytes = rows.fill(chunk);
        if (bytes === 0) return;
        yield chunk.subarray(0, bytes);
      }
    },
  };
}

/**
 * Writes sample data to a file, which appears under its name only when it is complete. Memory stays at a few MB.
 *
 * Throws a usage error if an option is out of range, and an EnjambreError with code `exists` if the file is there already
 * and `overwrite` is not set, `not-a-file` if the path is a folder or a device, `write-failed` if it cannot be written.
 */
export async function writeSample(options: WriteSampleOptions, path: string): Promise<SampleSummary> {
  const resolved = resolveSampleOptions(options);
  const target = await replaceableFile(path, options.overwrite ?? false);
  const temporary = `${target}.${randomBytes(4).toString('hex')}.tmp`;
  const rows = new SampleRows(resolved);
  try {
    const bytes = await writeAll(rows, temporary, options.signal);
    await rename(temporary, target);
    return { path, bytes, stations: Math.min(resolved.stations, resolved.rows), ...rows.counts };
  } catch (error) {
    await rm(temporary, { force: true });
    options.signal?.throwIfAborted();
    throw writeFailure(path, error);
  }
}

async function writeAll(rows: SampleRows, path: string, signal: AbortSignal | undefined): Promise<number> {
  const chunk = new Uint8Array(CHUNK_BYTES);
  const file = await open(path, 'wx');
  try {
    let total = 0;
    for (let bytes = rows.fill(chunk); bytes > 0; bytes = rows.fill(chunk)) {
      signal?.throwIfAborted();
      await writeFully(file, chunk.subarray(0, bytes));
      total += bytes;
    }
    return total;
  } finally {
    await file.close();
  }
}

/** One write may take only a part of what it is given. */
async function writeFully(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done)).bytesWritten;
  }
}

/** Where to write so that `path` gets the data; a link stays a link. */
async function replaceableFile(path: string, overwrite: boolean): Promise<string> {
  const found = await stat(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw writeFailure(path, error);
  });
  if (found === undefined) return path;
  if (!found.isFile()) {
    throw new EnjambreError(`Cannot write "${path}": it is not a regular file.`, {
      code: 'not-a-file',
      next: 'enjambre sample -o data.csv',
    });
  }
  if (overwrite) return realpath(path);
  throw new EnjambreError(`"${path}" exists already, with ${found.size} bytes.`, {
    code: 'exists',
    next: 'add --force to replace it, or give another path with -o',
  });
}

const REASONS: Readonly<Record<string, readonly [reason: string, next: string]>> = {
  ENOENT: ['its folder does not exist', 'create the folder, or give another path with -o'],
  ENOTDIR: ['a part of its path is not a folder', 'give another path with -o'],
  EACCES: ['permission denied', 'give a path that you may write to with -o'],
  EROFS: ['the file system is read-only', 'give another path with -o'],
  ENOSPC: ['the disk is full', 'free some space, or ask for fewer --rows'],
};

function writeFailure(path: string, error: unknown): EnjambreError {
  const [reason, next] = REASONS[errorCode(error) ?? ''] ?? [String(error), 'give another path with -o'];
  return new EnjambreError(`Cannot write "${path}": ${reason}.`, { code: 'write-failed', next, cause: error });
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
