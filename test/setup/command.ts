import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The command as these tests run it: its source on Deno, transpiled beside this file on Node. */
const isSource = import.meta.url.endsWith('.ts');
const script = fileURLToPath(new URL(isSource ? '../../setup/main.ts' : '../../setup/main.js', import.meta.url));

/** Program and first arguments that start `enjambre`. */
export const enjambre: readonly string[] = [process.execPath, ...(isSource ? ['run', '-A'] : []), script];

export interface Ended {
  /** Null if a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  cwd?: string;
  env?: Record<string, string>;
}

/** Starts `enjambre`; its output is for the caller to read. */
export function startCommand(words: readonly string[], { cwd, env }: CommandOptions = {}): ChildProcess {
  const [program = '', ...before] = enjambre;
  return spawn(program, [...before, ...words], {
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  });
}

/** What a started command leaves. */
export function ended(child: ChildProcess): Promise<Ended> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, ...texts }));
  });
}

/** Runs `enjambre` to its end. */
export function runCommand(words: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return ended(startCommand(words, options));
}

/** Gives `work` a folder of its own, which is removed after it. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'enjambre-command-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
