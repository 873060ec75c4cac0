import { Buffer } from 'node:buffer';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** An integer: a `number` while it is safe, else a `bigint`. */
export type Int = number | bigint;

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** The shorter form of an integer. */
export function shorten(value: bigint): Int {
  return value <= SAFE && value >= -SAFE ? Number(value) : value;
}

/** Writes integers in base 128, low digits first, to a file through one buffer. Signed ones are folded (zigzag). */
export class NumberWriter {
  private readonly fd: number;
  private buffer = Buffer.allocUnsafe(1 << 16);
  private used = 0;
  /** Sees every byte that is written, in order: for a checksum. */
  private readonly seen: (bytes: Uint8Array) => void;
  bytesWritten = 0;

  constructor(fd: number, seen: (bytes: Uint8Array) => void = () => {}) {
    this.fd = fd;
    this.seen = seen;
  }

  unsigned(value: Int): void {
    if (this.buffer.length - this.used < 16) this.flush();
    if (typeof value === 'bigint') {
      this.unsignedBig(value);
      return;
    }
    let rest = value;
    while (rest > 127) {
      this.buffer[this.used++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.buffer[this.used++] = rest;
  }

  private unsignedBig(value: bigint): void {
    let rest = value;
    while (rest > 127n) {
      if (this.used === this.buffer.length) this.flush();
      this.buffer[this.used++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    if (this.used === this.buffer.length) this.flush();
    this.buffer[this.used++] = Number(rest);
  }

  signed(value: Int): void {
    if (typeof value === 'number' && value < 2 ** 51 && value > -(2 ** 51))
      this.unsigned(value < 0 ? -2 * value - 1 : 2 * value);
    else this.unsigned(BigInt(value) < 0n ? -2n * BigInt(value) - 1n : 2n * BigInt(value));
  }

  bytes(bytes: Uint8Array): void {
    if (bytes.length > this.buffer.length - this.used) this.flush();
    if (bytes.length > this.buffer.length) {
      this.put(bytes);
    } else {
      this.buffer.set(bytes, this.used);
      this.used += bytes.length;
    }
  }

  flush(): void {
    this.put(this.buffer.subarray(0, this.used));
    this.used = 0;
  }

  private put(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) at += writeSync(this.fd, bytes, at, bytes.length - at);
    this.seen(bytes);
    this.bytesWritten += bytes.length;
  }
}

/** Reads what `NumberWriter` wrote, from memory or from a file, a buffer's length at a time. */
export class NumberReader {
  private readonly fd: number | null;
  private readonly buffer: Uint8Array;
  private at = 0;
  private end = 0;

  constructor(source: string | Uint8Array, bufferBytes = 1 << 16) {
    const isFile = typeof source === 'string';
    this.fd = isFile ? openSync(source, 'r') : null;
    this.buffer = isFile ? Buffer.allocUnsafe(bufferBytes) : source;
    this.end = isFile ? 0 : source.length;
  }

  private byte(): number {
    if (this.at === this.end) {
      this.end = this.fd === null ? 0 : readSync(this.fd, this.buffer, 0, this.buffer.length, null);
      this.at = 0;
      if (this.end === 0) throw new Error('the partial ends too early');
    }
    return this.buffer[this.at++] as number;
  }

  unsigned(): Int {
    // Numbers of one or two digits are by far the most: they are read in place.
    if (this.at + 1 < this.end) {
      const first = this.buffer[this.at] as number;
      const second = this.buffer[this.at + 1] as number;
      if (first < 128) {
        this.at++;
        return first;
      }
      if (second < 128) {
        this.at += 2;
        return (first & 127) | (second << 7);
      }
    }
    return this.unsignedLong();
  }

  private unsignedLong(): Int {
    let value = 0;
    let scale = 1;
    for (let digits = 0; digits < 7; digits++) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    return this.longer(value);
  }

  /** The digits past the 49th bit. */
  private longer(start: number): Int {
    let value = BigInt(start);
    let shift = 49n;
    for (;;) {
      const byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return shorten(value);
      shift += 7n;
    }
  }

  /** An unsigned number that is known to be safe, such as a count or a length. */
  count(): number {
    return Number(this.unsigned());
  }

  signed(): Int {
    const folded = this.unsigned();
    if (typeof folded === 'number') {
      // Bit operations where 31 bits are enough: a division would leave numbers that take more room.
      if (folded < 2 ** 30) return (folded >> 1) ^ -(folded & 1);
      return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
    }
    return shorten(folded & 1n ? -((folded + 1n) >> 1n) : folded >> 1n);
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = this.byte();
    return bytes;
  }

  close(): void {
    if (this.fd !== null) closeSync(this.fd);
  }
}
