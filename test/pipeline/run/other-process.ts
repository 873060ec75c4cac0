import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fromRoot } from '../../root.ts';
import type { Errand, Report } from './driver-process.ts';

export type Runtime = 'node' | 'deno';

export const thisRuntime: Runtime = 'Deno' in globalThis ? 'deno' : 'node';

export interface Ended {
  exitCode: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

/** Where the npm package `deno` puts its binary, here or in the folder that the tests on Deno install it to. */
export function findDeno(): string | null {
  const places = [process.env.DENO, '.cache/deno/node_modules/deno/deno', 'node_modules/deno/deno'];
  const found = places.map((place) => place && fromRoot(place)).find((place) => place && existsSync(place));
  return found ?? null;
}

/** The command line that runs a source file, given from the root, on this runtime or another. */
export function commandFor(source: string, runtime: Runtime = thisRuntime, flags: string[] = []): string[] {
  if (runtime === 'node') {
    const node = thisRuntime === 'node' ? process.execPath : 'node';
    return [node, ...flags, fromRoot('.cache/js', source.replace(/\.ts$/, '.js'))];
  }
  const deno = thisRuntime === 'deno' ? process.execPath : (findDeno() ?? 'deno');
  return [deno, 'run', ...(flags.length === 0 ? ['-A'] : flags), fromRoot(source)];
}

/** Starts a command and gathers what it says; it ends with this process. */
export function start(
  [command = '', ...args]: string[],
  env: Record<string, string> = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(command, args, { cwd: fromRoot(), env: { ...process.env, NO_COLOR: '1', ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }));
  });
  return { child, ended };
}

export function startDriver(errands: Errand[], runtime: Runtime = thisRuntime, flags: string[] = []) {
  const [command = '', ...args] = commandFor('test/pipeline/run/driver-process.ts', runtime, flags);
  return start([command, ...args, JSON.stringify(errands)]);
}

/** Drives runs in a process of their own, and tells how each ended. */
export async function driveElsewhere(
  errands: Errand[],
  runtime: Runtime = thisRuntime,
  flags: string[] = [],
): Promise<Report[]> {
  const { exitCode, signal, stdout, stderr } = await startDriver(errands, runtime, flags).ended;
  const reports = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Report);
  if (reports.length === errands.length) return reports;
  throw new Error(`the driver ended with ${exitCode ?? signal} after ${reports.length} runs: ${stderr}`);
}
