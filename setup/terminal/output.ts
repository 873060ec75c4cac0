import { createReadStream } from 'node:fs';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { typeable } from '../invocation.ts';

/** Writes lines of data to standard output. */
export function print(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** Lines of data with an empty one around them on a terminal, where they stand between messages. */
export function apart(lines: readonly string[]): string[] {
  return process.stdout.isTTY ? ['', ...lines, ''] : [...lines];
}

/** Writes a file to standard output, byte for byte. */
export async function printFile(path: string): Promise<void> {
  try {
    await pipeline(createReadStream(path), process.stdout, { end: false });
  } catch (error) {
    if (!isClosedPipe(error)) throw error;
  }
}

/** Tells the person at the terminal something, on standard error. */
export function say(...lines: readonly string[]): void {
  process.stderr.write(lines.map((line) => `${line}\n`).join(''));
}

/** Names the next thing to type, as it must be typed here. */
export function sayNext(command: string): void {
  say(`Next: ${asTyped(command)}`);
}

/** A text whose commands are as they must be typed here. */
export function asTyped(text: string): string {
  return typeable(text, { argv: process.argv, cwd: process.cwd() });
}

/**
 * A reader that has seen enough, as in `enjambre runs | head`, is no error: what is written after that goes nowhere. Others,
 * as a full disk, go to `onFailure`.
 */
export function watchOutput(onFailure: (error: Error) => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (!isClosedPipe(error)) onFailure(error);
    });
  }
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}
