import { type SpawnOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import process from 'node:process';
import type { ExecOptions, Finished } from './board.ts';

const DEADLINE_MS = 60_000;

export interface RunOptions extends ExecOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Gets each line of both outputs as it comes. */
  onLine?: (line: string) => void;
}

/**
 * Runs a program to its end, in a process group of its own, with a deadline.
 *
 * @throws Error if it cannot be started, or is still running at its deadline
 */
export function run(command: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const { input = '', timeoutMs = DEADLINE_MS, cwd, env, onLine } = options;
  const [program = '', ...args] = command;
  const spawnOptions: SpawnOptions = {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', ...env },
    ...(cwd === undefined ? {} : { cwd }),
  };
  const child = spawn(program, args, spawnOptions);
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    let partial = '';
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
      const lines = `${partial}${text}`.split('\n');
      partial = lines.pop() ?? '';
      for (const line of lines) onLine?.(line);
    });
  }
  // A program that reads nothing and ends closes the pipe under us.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      if (child.pid !== undefined) endGroup(child.pid);
    }, timeoutMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`Cannot start ${program}: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (late)
        reject(new Error(`${command.join(' ')} was still running after ${timeoutMs / 1000} s.\n${texts.stderr}`));
      else resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), ...texts });
    });
  });
}

/**
 * Runs a program that must succeed; returns what it printed, without the last line's end.
 *
 * @throws Error with the command, the exit code, and the end of what it said
 */
export async function succeed(command: readonly string[], options: RunOptions = {}): Promise<string> {
  return outputOf(command, await run(command, options));
}

/** What a command that must have succeeded printed; rejects as {@link succeed}. */
export function outputOf(command: readonly string[], { code, stdout, stderr }: Finished): string {
  if (code !== 0)
    throw new Error(`${command.join(' ')} failed (exit ${code}).\n${(stderr || stdout).trimEnd().slice(-2000)}`);
  return stdout.trimEnd();
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It ended in this moment.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
