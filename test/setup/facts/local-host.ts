import { spawn } from 'node:child_process';
import type { Host, Output } from '../../../setup/host/host.ts';

/** A host that runs scripts here, as who runs the tests, or answers in their place; it counts them. */
export function localHost(
  answer: (script: string) => Promise<Output> = runHere,
): Host & { readonly scripts: string[] } {
  const refuse = () => Promise.reject(new Error('Facts need nothing but scripts.'));
  const scripts: string[] = [];
  return {
    node: 'worker1',
    scripts,
    get sessions() {
      return scripts.length;
    },
    sh: (script) => {
      scripts.push(script);
      return answer(script);
    },
    hold: refuse,
    engine: refuse,
    close: async () => {},
  };
}

/** What a shell prints here. */
export function runHere(script: string): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', script], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 30_000,
      killSignal: 'SIGKILL',
    });
    const stdout: Buffer[] = [];
    let stderr = '';
    child.stdout.on('data', (bytes: Buffer) => stdout.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => {
      stderr += bytes.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 255, stdout: Buffer.concat(stdout), stderr }));
  });
}
