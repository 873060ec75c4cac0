import type { EncodingEvidence } from '../csv/encoding.ts';
import { byteOrderMarkBytes, encodingEvidence } from '../csv/encoding.ts';
import type { InputFile } from '../run-dir/manifest.ts';
import type { Block } from './identity.ts';
import { openSource } from './source.ts';

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
