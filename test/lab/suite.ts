import process from 'node:process';
import type { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Kind } from './board.ts';
import { missingFor } from './doctor.ts';
import type { Lab } from './lab.ts';

/** Ways to add tests that need virtual boards. */
export interface BoardTests {
  test: (name: string, run: () => Promise<void>) => void;
  before: (hook: () => Promise<void>) => void;
  after: (hook: () => Promise<void>) => void;
}

/**
 * Adds tests to a suite as they are where boards of a kind can be raised; elsewhere each prints that it is skipped, and why.
 *
 * @throws Error with that reason, where `ENJAMBRE_NEEDS_LAB=1` says that there must be boards
 */
export async function boardTests(test: ReturnType<typeof suite>, kind: Kind): Promise<BoardTests> {
  const missing = await missingFor(kind);
  if (missing.length === 0) return { test: (name, run) => test(name, run), before: test.before, after: test.after };
  const reason = `no virtual boards: ${missing.join(', ')}`;
  if (process.env.ENJAMBRE_NEEDS_LAB === '1') throw new Error(`There are ${reason}. Next: npm run lab -- doctor`);
  return { test: (name) => test(name, () => console.log(`\nskipped: ${reason}`)), before: () => {}, after: () => {} };
}

/** Long enough for a board that boots under emulation, on a busy machine. */
export const PATIENCE_MS = 240_000;

/** What a command line prints at a board, over SSH; it must succeed. */
export async function at(lab: Lab, board: string, commandLine: string): Promise<string> {
  const { code, stdout, stderr } = await lab.ssh(board, commandLine, { timeoutMs: PATIENCE_MS });
  assert.is(code, 0, `${board}: ${commandLine}: ${stderr}`);
  return stdout.trim();
}
