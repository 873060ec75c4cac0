import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/** SHA-256 of a file; null when there is none. */
export function checksum(path: string): string | null {
  if (!existsSync(path)) return null;
  const hash = createHash('sha256');
  const buffer = new Uint8Array(1 << 18);
  const fd = openSync(path, 'r');
  try {
    for (;;) {
      const byteCount = readSync(fd, buffer, 0, buffer.length, null);
      if (byteCount === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, byteCount));
    }
  } finally {
    closeSync(fd);
  }
}
