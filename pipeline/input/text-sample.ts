import { basename } from 'node:path';
import type { EncodingEvidence } from '../csv/encoding.ts';
import { byteOrderMarkBytes, encodingEvidence } from '../csv/encoding.ts';
import type { InputFile } from '../run-dir/manifest.ts';
import { isGzip } from './gzip.ts';
import { type Block, fullHash, type HashKind, sampleBlocks, sampledHash } from './identity.ts';
import type { OpenFile } from './open-file.ts';
import { openSource } from './source.ts';

/** A file with its identity, and the blocks that were read for it. Nothing is known yet of what its text begins with. */
export async function identified(
  open: OpenFile,
  hashKind: HashKind,
): Promise<{ file: InputFile; blocks: readonly Block[] }> {
  const blocks = sampleBlocks(open);
  const { path, bytes, mtimeMs } = open;
  const hash = hashKind === 'full' ? await fullHash(open) : sampledHash(open, blocks);
  const compression = isGzip(blocks[0]?.bytes ?? new Uint8Array()) ? 'gzip' : 'none';
  const file: InputFile = {
    path,
    name: basename(path),
    bytes,
    mtimeMs,
    hash,
    compression,
    dataStart: 0,
    headerLines: 0,
  };
  return { file, blocks };
}

/** Blocks from all over the file tell more about its encoding than its beginning. */
export function evidenceOf(blocks: readonly Block[], fileBytes: number): EncodingEvidence {
  const found = new Set<EncodingEvidence>();
  for (const { position, bytes } of blocks) {
    const atStart = position === 0;
    if (atStart && byteOrderMarkBytes(bytes) > 0) return 'utf-8';
    found.add(encodingEvidence({ bytes, atStart, atEnd: position + bytes.length === fileBytes }));
  }
  if (found.has('latin1')) return 'latin1';
  return found.has('utf-8') ? 'utf-8' : 'ascii';
}

/** The first bytes of the decompressed text: `byteCount` of them, fewer if there aren't more. */
export async function firstBytes(file: InputFile, byteCount: number): Promise<Uint8Array> {
  const source = openSource({ start: 0 }, file);
  const text = new Uint8Array(byteCount);
  let filled = 0;
  try {
    while (filled < byteCount) {
      const given = await source.read(text.subarray(filled));
      if (given === 0) break;
      filled += given;
    }
  } finally {
    source.close();
  }
  return text.subarray(0, filled);
}
