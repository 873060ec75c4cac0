import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import { EnjambreError } from '../errors.ts';
import type { InputFile } from '../run-dir/manifest.ts';
import type { GzipHeader } from './gzip.ts';
import { maxGzipHeaderBytes, parseGzipHeader, trailerBytes } from './gzip.ts';
import { inputChanged } from './identity.ts';
import type { OpenFile } from './open-file.ts';
import { readBlock } from './open-file.ts';

const compressedChunkBytes = 128 * 1024;
const decompressedChunkBytes = 256 * 1024;

/**
 * The decompressed content of a gzip file from the member at `start` to the end of the file, member after member, in
 * chunks. Each member's checksum and length are verified; zeros after the last member are padding.
 *
 * @param onMember called with a member's offset in the file before its first chunk is given
 * @throws EnjambreError `gzip-corrupt`, naming the offset; `input-changed` if the file ends too early.
 */
export async function* gunzip(
  file: InputFile,
  open: OpenFile,
  start: number,
  onMember: (at: number) => void,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < file.bytes; ) {
    const header = readHeader(file, open, at);
    if (header === undefined) {
      if (at > start && onlyZeros(file, open, at)) return;
      throw corrupt(file, at, 'no gzip member starts there');
    }
    onMember(at);
    const bodyAt = at + header.headerBytes;
    const content = { crc: 0, bytes: 0 };
    let bodyBytes = 0;
    const chunks = inflate(file, open, at, header, (byteCount) => {
      bodyBytes = byteCount;
    });
    for await (const chunk of chunks) {
      content.crc = crc32(chunk, content.crc);
      content.bytes += chunk.length;
      yield chunk;
    }
    verifyTrailer(file, open, { at, trailerAt: bodyAt + bodyBytes, content });
    at = bodyAt + bodyBytes + trailerBytes;
  }
}

/** Calls `onEnd` with the length of the compressed data, which only decompressing tells. */
async function* inflate(
  file: InputFile,
  open: OpenFile,
  at: number,
  header: GzipHeader,
  onEnd: (byteCount: number) => void,
): AsyncGenerator<Uint8Array> {
  const bodyAt = at + header.headerBytes;
  try {
    if (header.memberBytes !== undefined) {
      const byteCount = header.memberBytes - header.headerBytes - trailerBytes;
      const chunk = inflateRawSync(readStored(file, open, bodyAt, byteCount));
      onEnd(byteCount);
      yield chunk;
      return;
    }
    const inflater = createInflateRaw({ chunkSize: decompressedChunkBytes });
    const stored = Readable.from(storedChunks(file, open, bodyAt), { objectMode: true, highWaterMark: 1 });
    stored.on('error', (error) => inflater.destroy(error));
    stored.pipe(inflater);
    try {
      for await (const chunk of inflater) yield chunk as Uint8Array;
      onEnd(inflater.bytesWritten);
    } finally {
      stored.unpipe(inflater);
      stored.destroy();
      inflater.destroy();
    }
  } catch (error) {
    if (error instanceof EnjambreError) throw error;
    const systemCode = error instanceof Error && 'code' in error ? error.code : undefined;
    const what = systemCode === 'Z_BUF_ERROR' ? 'the file ends before the data does' : 'the data does not decompress';
    throw corrupt(file, at, what, error);
  }
}

function* storedChunks(file: InputFile, open: OpenFile, from: number): Generator<Uint8Array> {
  for (let at = from; at < file.bytes; at += compressedChunkBytes) {
    yield readStored(file, open, at, compressedChunkBytes);
  }
}

/** Reads what lies there according to the recorded size; less than that means the file was cut meanwhile. */
function readStored(file: InputFile, open: OpenFile, at: number, byteCount: number): Uint8Array {
  const expected = Math.max(0, Math.min(byteCount, file.bytes - at));
  const block = readBlock(open, at, expected);
  if (block.length < expected) throw inputChanged(file, `it ends at byte ${at + block.length} of ${file.bytes}`);
  return block;
}

function readHeader(file: InputFile, open: OpenFile, at: number): GzipHeader | undefined {
  return (
    parseGzipHeader(readStored(file, open, at, 512)) ?? parseGzipHeader(readStored(file, open, at, maxGzipHeaderBytes))
  );
}

function onlyZeros(file: InputFile, open: OpenFile, from: number): boolean {
  for (const chunk of storedChunks(file, open, from)) if (chunk.some((byte) => byte !== 0)) return false;
  return true;
}

function verifyTrailer(
  file: InputFile,
  open: OpenFile,
  member: { at: number; trailerAt: number; content: { crc: number; bytes: number } },
): void {
  const trailer = readStored(file, open, member.trailerAt, trailerBytes);
  if (trailer.length < trailerBytes) throw corrupt(file, member.at, 'the file ends before its checksum');
  const view = new DataView(trailer.buffer, trailer.byteOffset, trailerBytes);
  const { crc, bytes } = member.content;
  if (view.getUint32(0, true) !== crc) throw corrupt(file, member.at, 'its checksum does not match its data');
  if (view.getUint32(4, true) !== bytes % 2 ** 32) throw corrupt(file, member.at, 'its length does not match its data');
}

function corrupt(file: InputFile, at: number, what: string, cause?: unknown): EnjambreError {
  const name = basename(file.path);
  return new EnjambreError(`Cannot decompress ${JSON.stringify(name)}: gzip member at byte ${at}: ${what}`, {
    code: 'gzip-corrupt',
    next: `get the file again, then test it: gzip -t ${JSON.stringify(file.path)}`,
    cause,
  });
}
