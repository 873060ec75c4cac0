import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { promote, temporaryName } from './durable.ts';

/** A file that is written piece by piece, and appears under its name when it is complete. */
export class TextFile {
  private readonly path: string;
  private readonly fd: number;
  private pending: string[] = [];
  private pendingLength = 0;

  constructor(path: string) {
    this.path = path;
    this.fd = openSync(temporaryName(path), 'w');
  }

  write(text: string): void {
    this.pending.push(text);
    this.pendingLength += text.length;
    if (this.pendingLength > 1 << 16) this.flush();
  }

  private flush(): void {
    const bytes = new TextEncoder().encode(this.pending.join(''));
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.fd, bytes, at);
    } catch (error) {
      // A full disk could not be unmounted while a file on it is open.
      closeSync(this.fd);
      throw error;
    }
    this.pending = [];
    this.pendingLength = 0;
  }

  close(): void {
    this.flush();
    try {
      fsyncSync(this.fd);
    } finally {
      closeSync(this.fd);
    }
  }

  appear(): void {
    promote(this.path);
  }
}
