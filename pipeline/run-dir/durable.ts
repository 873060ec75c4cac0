import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

// Scripts run from source with nothing but the runtime, so this stands here in place of a package.

/** Makes a directory's entries survive a power cut. */
export function syncDirectory(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Where a file is written before it appears under its name; one for each process, so that two never mix. */
export function temporaryName(path: string): string {
  return `${path}.${process.pid}.tmp`;
}

/** Gives a complete and synced temporary file its name. */
export function promote(path: string): void {
  renameSync(temporaryName(path), path);
  syncDirectory(dirname(path));
}

/** Writes a file so that it is there whole or not at all, also after a power cut: written aside, synced, renamed. */
export function writeDurably(path: string, content: string): void {
  const bytes = new TextEncoder().encode(content);
  const fd = openSync(temporaryName(path), 'w');
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  promote(path);
}
