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
    for (let at = 0; at < bytes.length; ) at += writeSync(this.fd, bytes, at);
    this.pending = [];
    this.pendingLength = 0;
  }

  close(): void {
    this.flush();
    fsyncSync(this.fd);
    closeSync(this.fd);
  }

  appear(): void {
    promote(this.path);
  }
}
