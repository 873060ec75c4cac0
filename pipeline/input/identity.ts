import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { EnjambreError } from '../errors.ts';
import type { InputFile } from '../run-dir/manifest.ts';
import type { OpenFile } from './open-file.ts';
import { openFile, readAt, readBlock } from './open-file.ts';

/** `sampled` reads some blocks of a file, `full` all of it. */
export type HashKind = 'sampled' | 'full';

/** Part of a file and where it lies. */
export interface Block {
  position: number;
  bytes: Uint8Array;
}

const blockCount = 16;
const blockBytes = 64 * 1024;
const fullReadBytes = 1024 * 1024;

/** Reading samples of more files than this takes longer than it is worth. */
const manyFiles = 1000;

/**
 * The blocks that stand for a file's content: the first, the last, and others evenly between, at places that depend on the
 * size alone; the whole file if it is not larger than they are together (1 MiB).
 */
export function sampleBlocks(file: OpenFile): Block[] {
  if (file.bytes <= blockCount * blockBytes) return [{ position: 0, bytes: readBlock(file, 0, file.bytes) }];
  const span = file.bytes - blockBytes;
  return Array.from({ length: blockCount }, (_, index) => {
    const position = Math.floor((span * index) / (blockCount - 1));
    return { position, bytes: readBlock(file, position, blockBytes) };
  });
}

/** `sampled:` and the SHA-256 of the size, as decimal text with a line feed, and the blocks. */
export function sampledHash(file: OpenFile, blocks: readonly Block[] = sampleBlocks(file)): string {
  const hash = createHash('sha256').update(`${file.bytes}\n`);
  for (const { bytes } of blocks) hash.update(bytes);
  return `sampled:${hash.digest('hex')}`;
}

/** `sha256:` and the SHA-256 of the content, as `sha256sum` prints it. */
export async function fullHash(file: OpenFile): Promise<string> {
  const hash: Hash = createHash('sha256');
  const buffer = new Uint8Array(fullReadBytes);
  for (let position = 0; ; ) {
    const byteCount = readAt(file, buffer, position);
    hash.update(buffer.subarray(0, byteCount));
    position += byteCount;
    if (byteCount < buffer.length) return `sha256:${hash.digest('hex')}`;
    await setImmediate();
  }
}

/** One digest over the names, sizes and hashes of the input files, in their order. */
export function combinedIdentity(files: readonly Pick<InputFile, 'name' | 'bytes' | 'hash'>[]): string {
  const hash = createHash('sha256');
  for (const { name, bytes, hash: content } of files) hash.update(`${JSON.stringify([name, bytes, content])}\n`);
  return hash.digest('hex');
}

/**
 * Refuses a file that is not what it was when the run was planned. A file that was hashed in full may have been touched, if
 * its content is the same; a larger one, of which only samples were hashed, may not: the change could lie between them. With
 * `sampled`, a file that was hashed in full is read again only if its modification time changed.
 *
 * @throws EnjambreError `input-changed`.
 */
export async function checkUnchanged(file: InputFile, kind: HashKind): Promise<void> {
  const open = openAgain(file);
  try {
    if (open.bytes !== file.bytes) {
      throw inputChanged(file, `its size was ${file.bytes} bytes and is ${open.bytes} bytes`);
    }
    const touched = open.mtimeMs !== Math.floor(file.mtimeMs);
    const hashedInFull = file.hash.startsWith('sha256:');
    if (hashedInFull && kind === 'sampled' && !touched) return;
    const hash = hashedInFull ? await fullHash(open) : sampledHash(open);
    // Of a small file the samples are all there is.
    const provesContent = hashedInFull || file.bytes <= blockCount * blockBytes;
    if (hash === file.hash && (provesContent || !touched)) return;
    const when = `it was modified ${new Date(open.mtimeMs).toISOString()}`;
    throw inputChanged(file, touched ? when : 'its content is not what it was');
  } finally {
    open.close();
  }
}

/** Refuses an input one of whose files is not what it was. Of very many files, a look at each must do: see `checkUntouched`. */
export async function checkAllUnchanged(files: readonly InputFile[]): Promise<void> {
  for (const file of files) {
    if (files.length > manyFiles) await checkUntouched(file);
    else await checkUnchanged(file, 'sampled');
  }
}

/** Opens a file of a planned run: one that is gone has changed. */
export function openAgain(file: InputFile): OpenFile {
  try {
    return openFile(file.path);
  } catch (error) {
    if (error instanceof EnjambreError && error.code === 'input-missing') throw inputChanged(file, 'it is gone');
    throw error;
  }
}

/** Refuses a file whose size or modification time is new, unless its content is known to be the same. Costs one look. */
export async function checkUntouched(file: InputFile): Promise<void> {
  const status = statSync(file.path, { throwIfNoEntry: false });
  const isSame = status?.size === file.bytes && Math.floor(status.mtimeMs) === Math.floor(file.mtimeMs);
  if (!isSame) await checkUnchanged(file, 'sampled');
}

/** The error of a file that changed since the run was planned; `what` completes the sentence. */
export function inputChanged(file: Pick<InputFile, 'path'>, what: string): EnjambreError {
  return new EnjambreError(
    `The input ${JSON.stringify(basename(file.path))} changed since the run was planned: ${what}`,
    {
      code: 'input-changed',
      next: 'put the file back as it was, or start a new run',
    },
  );
}
