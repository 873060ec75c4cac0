import { StringDecoder } from 'node:string_decoder';
import type { Sink } from './running.ts';

/** Most that one script may print. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** Keeps what a script prints, up to a bound, and tells its lines as they come. */
export class Collector implements Sink {
  readonly #chunks: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
  readonly #lines: { stdout: LineReader; stderr: LineReader };
  readonly #onTooMuch: () => void;
  #bytes = 0;
  #full = false;

  /** @param onTooMuch is called once, when it prints more than the bound */
  constructor(onTooMuch: () => void, onLine?: (line: string) => void, onFirstLine?: (line: string) => void) {
    let first = onFirstLine;
    this.#onTooMuch = onTooMuch;
    this.#lines = {
      stdout: new LineReader((line) => {
        first?.(line);
        first = undefined;
        onLine?.(line);
      }),
      stderr: new LineReader((line) => onLine?.(line)),
    };
  }

  stdout(chunk: Buffer): void {
    this.#take('stdout', chunk);
  }

  stderr(chunk: Buffer): void {
    this.#take('stderr', chunk);
  }

  /** To be called when no more comes. */
  finish(): { stdout: Buffer; stderr: string } {
    this.#lines.stdout.finish();
    this.#lines.stderr.finish();
    return { stdout: Buffer.concat(this.#chunks.stdout), stderr: Buffer.concat(this.#chunks.stderr).toString() };
  }

  #take(name: 'stdout' | 'stderr', chunk: Buffer): void {
    if (this.#full) return;
    this.#bytes += chunk.length;
    if (this.#bytes > MOST_BYTES) {
      this.#full = true;
      this.#onTooMuch();
      return;
    }
    this.#chunks[name].push(chunk);
    this.#lines[name].push(chunk);
  }
}

/** Cuts bytes into lines of text; characters may come in pieces. */
export class LineReader {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #parts: string[] = [];

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    this.#text(this.#decoder.write(chunk));
  }

  finish(): void {
    this.#text(this.#decoder.end());
    const rest = this.#parts.join('');
    this.#parts = [];
    if (rest !== '') this.#onLine(withoutReturn(rest));
  }

  #text(text: string): void {
    const lines = text.split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      const whole = this.#parts.length === 0 ? line : `${this.#parts.join('')}${line}`;
      this.#parts = [];
      this.#onLine(withoutReturn(whole));
    }
    if (last !== '') this.#parts.push(last);
  }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
