import { spawn } from 'node:child_process';

/**
 * Does some work while holding the lock of a file, which is made if it is missing. The lock goes with this process, however it ends.
 *
 * @param timeoutMs how long another holder is waited for
 * @throws Error if the lock is not had by then; what the work throws
 */
export async function withLock<T>(path: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const wait = String(Math.ceil(timeoutMs / 1000));
  const holder = spawn('flock', ['--wait', wait, path, 'sh', '-c', 'echo held; exec cat'], {
    // Ctrl-C at a terminal is ours to answer: the lock stays until the work has ended, or this process has.
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => holder.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    holder.once('error', (error) =>
      reject(new Error(`Cannot lock ${path}: ${error.message}. Next: npm run lab -- doctor`)),
    );
    holder.once('exit', (code) =>
      reject(new Error(`Cannot lock ${path} within ${wait} s (exit ${code}): another lab holds it`)),
    );
    holder.stdout.once('data', () => resolve());
  });
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
