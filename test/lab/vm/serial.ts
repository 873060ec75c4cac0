import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;
const LAST_LINES = 15;

/** What a kernel, a first process, or the base's own first program says when the board will never come up. */
const FATAL =
  /Kernel panic - not syncing|double fault|Unable to mount root fs|You are in emergency mode|Dropping to a shell|\(initramfs\)|lab: failed/;

export interface SerialOptions {
  /** Of the board, for the message. */
  name: string;
  timeoutMs: number;
}

/**
 * Waits until a text is on a board's serial line.
 *
 * @param path the file that the line is logged to; it may not exist yet
 * @throws Error with the last lines at the deadline, and at once if the kernel says that it is dead
 */
export async function awaitSerial(path: string, text: string, options: SerialOptions): Promise<void> {
  const { name, timeoutMs } = options;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const said = await readLog(path);
    if (said.includes(text)) return;
    const death = FATAL.exec(said)?.[0];
    if (death !== undefined) throw new Error(complaint(`${name} does not come up (${death})`, path, said));
    if (Date.now() > deadline) {
      throw new Error(complaint(`${name} did not say "${text}" within ${timeoutMs / 1000} s`, path, said));
    }
    await sleep(POLL_MS);
  }
}

function complaint(what: string, path: string, said: string): string {
  const lines = said.replaceAll('\r', '').trimEnd().split('\n').slice(-LAST_LINES);
  return `${what}.\n${lines.join('\n')}\nNext: less ${path}`;
}

async function readLog(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
