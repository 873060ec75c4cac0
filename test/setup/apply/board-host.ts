import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Held, type Host, HostError, type Output, type ScriptOptions } from '../../../setup/host/host.ts';
import { shellWord } from '../../../setup/invocation.ts';
import type { Lab } from '../../lab/lab.ts';

export interface BoardHostOptions {
  /** Shell that comes before every script, as to put programs in its way. */
  before?: string;
  /** Loses what comes after so many bytes of a script's standard input. */
  inputBytes?: number;
}

/** A board as scripts see it: root over OpenSSH, one connection for all that runs there. */
export function boardHost(lab: Lab, node: string, options: BoardHostOptions = {}): Host {
  let sessions = 0;
  const start = (script: string, { args = [] }: ScriptOptions): ChildProcessWithoutNullStreams => {
    sessions++;
    const [program = '', ...rest] = lab.login(node);
    const shared = ['-o', 'ControlMaster=auto', '-o', `ControlPath=${join(lab.directory, 'mux-%h')}`];
    const words = ['sudo', 'sh', '-c', `${options.before ?? ''}\n${script}`, 'enjambre', ...args];
    return spawn(program, [...shared, '-o', 'ControlPersist=20', ...rest, words.map(shellWord).join(' ')]);
  };
  return {
    node,
    get sessions() {
      return sessions;
    },
    async sh(script, scriptOptions = {}) {
      const child = start(script, scriptOptions);
      const input = scriptOptions.input ?? new Uint8Array();
      child.stdin.on('error', () => {});
      child.stdin.end(input.subarray(0, options.inputBytes ?? input.length));
      return ended(node, child, scriptOptions);
    },
    async hold(script, scriptOptions = {}) {
      const child = start(script, scriptOptions);
      const end = ended(node, child, { ...scriptOptions, deadlineMs: 600_000 });
      const first = new Promise<string>((resolve) => {
        child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().split('\n')[0] ?? ''));
      });
      const firstLine = await Promise.race([first, end.then(() => undefined)]);
      const release = async () => {
        child.stdin.end();
        await end;
      };
      return { firstLine, ended: end, release, cut: () => child.kill('SIGKILL') } satisfies Held & { cut: () => void };
    },
    engine: () => Promise.reject(new Error('These tests do not reach Docker.')),
    close: async () => {},
  };
}

function ended(node: string, child: ChildProcessWithoutNullStreams, options: ScriptOptions): Promise<Output> {
  const { deadlineMs = 60_000, onLine } = options;
  const chunks: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
  for (const name of ['stdout', 'stderr'] as const) {
    let partial = '';
    child[name].on('data', (chunk: Buffer) => {
      chunks[name].push(chunk);
      const lines = `${partial}${chunk}`.split('\n');
      partial = lines.pop() ?? '';
      for (const line of lines) onLine?.(line);
    });
  }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new HostError(node, `${node} is late`, { code: 'deadline' }));
    }, deadlineMs);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({
        code: code ?? 255,
        stdout: Buffer.concat(chunks.stdout),
        stderr: Buffer.concat(chunks.stderr).toString(),
      });
    });
  });
}

/** What a script prints on a board, with one character a byte; it must succeed. */
export async function printed(host: Host, script: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await host.sh(script, { args });
  if (code !== 0) throw new Error(`${script} failed (exit ${code}): ${stderr}`);
  return stdout.toString('latin1');
}
