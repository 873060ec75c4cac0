import { Buffer } from 'node:buffer';
import { constants, inflateRawSync } from 'node:zlib';
import type { OpenFile } from './open-file.ts';
import { openFile, readAt, readBlock } from './open-file.ts';

/** Length of the checksum and size at a member's end. */
export const trailerBytes = 8;

/** Longest header that is looked at: extra field, name and comment together. */
export const maxGzipHeaderBytes = 128 * 1024;

/** How far a file is searched for a second member before it is taken to have only one. */
const searchedBytes = 64 * 1024 * 1024;
const scannedBytes = 1024 * 1024;
const trialBytes = 16 * 1024;

/** What the beginning of a gzip member says (RFC 1952). */
export interface GzipHeader {
  /** From the member's start to its compressed data. */
  headerBytes: number;
  /** Length of the whole member, if it says so (BGZF: blocks of at most 64 KiB, from bgzip). */
  memberBytes: number | undefined;
}

/** By the magic bytes, whatever the name. */
export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/** Returns undefined if no header stands there, or if it doesn't end within the bytes. */
export function parseGzipHeader(bytes: Uint8Array): GzipHeader | undefined {
  const flags = bytes[3] ?? 0xff;
  if (bytes.length < 10 || !isGzip(bytes) || bytes[2] !== 8 || (flags & 0xe0) !== 0) return undefined;
  let at = 10;
  let memberBytes: number | undefined;
  if ((flags & 4) !== 0) {
    const extraBytes = uint16(bytes, at);
    memberBytes = bgzfBytes(bytes.subarray(at + 2, at + 2 + extraBytes));
    at += 2 + extraBytes;
  }
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const terminator = bytes.indexOf(0, at);
    if (terminator < 0) return undefined;
    at = terminator + 1;
  }
  if ((flags & 2) !== 0) at += 2;
  return at > bytes.length ? undefined : { headerBytes: at, memberBytes };
}

/** The `BC` subfield of the extra field holds the member's length less one. */
function bgzfBytes(extra: Uint8Array): number | undefined {
  for (let at = 0; at + 4 <= extra.length; at += 4 + uint16(extra, at + 2)) {
    if (extra[at] === 66 && extra[at + 1] === 67 && uint16(extra, at + 2) === 2) return uint16(extra, at + 4) + 1;
  }
  return undefined;
}

function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

/**
 * Offsets where the members of a gzip file start, ascending, the first always 0. Most files have one; `bgzip`, appending
 * and concatenating make more. BGZF is followed by its own sizes. Elsewhere a member is where a header stands and what
 * follows decompresses; compressed data can look so by design, so a place is a belief that the reader of the run checks.
 */
export function gzipMembers(path: string): number[] {
  const file = openFile(path);
  try {
    return bgzfMembers(file) ?? searchMembers(file);
  } finally {
    file.close();
  }
}

/** Undefined if a member doesn't tell its length. */
function bgzfMembers(file: OpenFile): number[] | undefined {
  const starts: number[] = [];
  const start = new Uint8Array(64);
  for (let at = 0; at < file.bytes; ) {
    const header = parseGzipHeader(start.subarray(0, readAt(file, start, at)));
    if (header?.memberBytes === undefined) return undefined;
    starts.push(at);
    at += header.memberBytes;
  }
  return starts;
}

function searchMembers(file: OpenFile): number[] {
  const starts = [0];
  const block = Buffer.alloc(scannedBytes);
  const magic = Buffer.of(0x1f, 0x8b, 8);
  let position = 1;
  while (position < file.bytes && (starts.length > 1 || position < searchedBytes)) {
    const text = block.subarray(0, readAt(file, block, position));
    for (let at = text.indexOf(magic); at >= 0; at = text.indexOf(magic, at + 1)) {
      if (decompresses(file, position + at)) starts.push(position + at);
    }
    if (text.length < block.length) break;
    // The last bytes are looked at again: the magic may lie across the edge.
    position += text.length - (magic.length - 1);
  }
  return starts;
}

function decompresses(file: OpenFile, position: number): boolean {
  const bytes = readBlock(file, position, trialBytes);
  const header = parseGzipHeader(bytes);
  if (header === undefined) return false;
  try {
    inflateRawSync(bytes.subarray(header.headerBytes), { finishFlush: constants.Z_SYNC_FLUSH });
    return true;
  } catch {
    return false;
  }
}
