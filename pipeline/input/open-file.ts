import { Buffer } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { closestNames, listNames } from '../csv/closest-name.ts';
import { EnjambreError } from '../errors.ts';

/** An input file open for reading at explicit positions. */
export interface OpenFile {
  path: string;
  descriptor: number;
  bytes: number;
  /** Whole milliseconds: runtimes differ in the fraction they keep. */
  mtimeMs: number;
  close(): void;
}

/**
 * Opens a regular file.
 *
 * @throws EnjambreError `input-missing`, `input-not-a-file`, `input-unreadable`.
 */
export function openFile(path: string): OpenFile {
  try {
    // A named pipe would be waited for until somebody writes to it.
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(descriptor);
    if (!status.isFile()) {
      closeSync(descriptor);
      throw notAFile(path);
    }
    const { size, mtimeMs } = status;
    return { path, descriptor, bytes: size, mtimeMs: Math.floor(mtimeMs), close: () => closeSync(descriptor) };
  } catch (error) {
    throw fileError(path, error);
  }
}

/** Reads at `position` until `target` is full or the file ends. Returns the bytes read. */
export function readAt(file: OpenFile, target: Uint8Array, position: number): number {
  let filled = 0;
  try {
    while (filled < target.length) {
      const byteCount = readSync(file.descriptor, target, filled, target.length - filled, position + filled);
      if (byteCount === 0) break;
      filled += byteCount;
    }
  } catch (error) {
    throw fileError(file.path, error);
  }
  return filled;
}

/** A fresh array with the bytes from `position` on: `byteCount` of them, fewer only if the file ends before. */
export function readBlock(file: OpenFile, position: number, byteCount: number): Uint8Array {
  // Small ones share memory, which many small files want: much less of it is allocated.
  const { buffer, byteOffset, length } = Buffer.allocUnsafe(Math.max(0, Math.min(byteCount, file.bytes - position)));
  const block = new Uint8Array(buffer, byteOffset, length);
  return block.subarray(0, readAt(file, block, position));
}

export function notAFile(path: string): EnjambreError {
  return new EnjambreError(`Cannot read ${JSON.stringify(path)}: it is not a regular file`, {
    code: 'input-not-a-file',
    next: 'save it as a file first: the input is read in pieces, more than once',
  });
}

/** Says what is wrong with a path, by the system's error; an `EnjambreError` is passed on as it is. */
export function fileError(path: string, error: unknown): EnjambreError {
  if (error instanceof EnjambreError) return error;
  const quoted = JSON.stringify(path);
  const systemCode = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (systemCode === 'ENOENT' || systemCode === 'ENOTDIR') return missing(path, error);
  if (systemCode === 'ENXIO') return notAFile(path);
  if (systemCode === 'EISDIR') {
    return new EnjambreError(`Cannot read ${quoted}: it is a folder`, {
      code: 'input-not-a-file',
      exitCode: 2,
      next: `name a file in it: ls ${quoted}`,
      cause: error,
    });
  }
  const why = systemCode === 'EACCES' || systemCode === 'EPERM' ? 'no permission' : String(error);
  return new EnjambreError(`Cannot read ${quoted}: ${why}`, {
    code: 'input-unreadable',
    next: `look at its owner and mode: ls -l ${quoted}`,
    cause: error,
  });
}

/** Names what does exist near a path that doesn't. */
function missing(path: string, cause: unknown): EnjambreError {
  let folder = dirname(path);
  let wanted = basename(path);
  let entries = entriesOf(folder);
  while (entries === undefined && dirname(folder) !== folder) {
    wanted = basename(folder);
    folder = dirname(folder);
    entries = entriesOf(folder);
  }
  const link = join(folder, wanted);
  const target = entries?.includes(wanted) === true ? linkTarget(link) : undefined;
  if (target !== undefined) {
    const quoted = JSON.stringify(path);
    const what = link === path ? 'it is a link' : `${JSON.stringify(link)} is a link`;
    return new EnjambreError(`Cannot read ${quoted}: ${what} that leads nowhere, to ${JSON.stringify(target)}`, {
      code: 'input-missing',
      exitCode: 2,
      next: `mend or remove the link: ls -l ${JSON.stringify(link)}`,
      cause,
    });
  }
  const near = closestNames(wanted, entries ?? []);
  const there = `ls ${JSON.stringify(folder)}`;
  const next = near.length > 0 ? `in ${JSON.stringify(folder)} there is ${listNames(near)}` : there;
  return new EnjambreError(`Cannot read ${JSON.stringify(path)}: no such file`, {
    code: 'input-missing',
    exitCode: 2,
    next,
    cause,
  });
}

/** Undefined for what is no link. */
function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function entriesOf(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}
