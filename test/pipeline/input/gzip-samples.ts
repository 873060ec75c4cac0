import { Buffer } from 'node:buffer';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

/** One member each, one after the other, as `cat a.gz b.gz` makes them. */
export function gzipOf(...texts: string[]): Buffer {
  return Buffer.concat(texts.map((text) => gzipSync(text)));
}

/** Where the members of `gzipOf` start. */
export function memberStarts(...texts: string[]): number[] {
  let at = 0;
  return texts.map((text) => {
    const start = at;
    at += gzipSync(text).length;
    return start;
  });
}

/** What `bgzip` makes: small members that tell their length in an extra field, and an empty one at the end. */
export function bgzfOf(text: string, blockBytes: number): Buffer {
  const bytes = Buffer.from(text);
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += blockBytes) blocks.push(bgzfBlock(bytes.subarray(at, at + blockBytes)));
  blocks.push(bgzfBlock(Buffer.alloc(0)));
  return Buffer.concat(blocks);
}

function bgzfBlock(content: Buffer): Buffer {
  const body = deflateRawSync(content);
  const header = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, 66, 67, 2, 0, 0, 0]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(content), 0);
  trailer.writeUInt32LE(content.length, 4);
  header.writeUInt16LE(header.length + body.length + trailer.length - 1, 16);
  return Buffer.concat([header, body, trailer]);
}

/** A member with every optional part of the header: extra field, name, comment, header checksum. */
export function gzipWithEverything(text: string): Buffer {
  const head = Buffer.from([0x1f, 0x8b, 8, 0b11110, 0, 0, 0, 0, 0, 3]);
  const parts = Buffer.concat([head, Buffer.from([5, 0, 88, 89, 1, 0, 7]), Buffer.from('x.csv\0ñ\0')]);
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE(crc32(parts) & 0xffff);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(text), 0);
  trailer.writeUInt32LE(Buffer.byteLength(text), 4);
  return Buffer.concat([parts, checksum, deflateRawSync(text), trailer]);
}

/** Text that hardly compresses, so that members are about as long as it. */
export function noise(byteCount: number, seed = 1): string {
  let state = seed;
  let text = '';
  while (text.length < byteCount) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    text += `${state.toString(36)}${state % 7 === 0 ? '\n' : ','}`;
  }
  return text;
}
