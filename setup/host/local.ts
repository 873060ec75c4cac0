import { spawn } from 'node:child_process';
import { userInfo } from 'node:os';
import process from 'node:process';
import type { Node } from '../inventory/inventory.ts';
import { type Host, HostError } from './host.ts';
import type { Secrets } from './secrets.ts';
import { ShellHost } from './shell-host.ts';
import type { Ending, Program, Transport } from './transport.ts';

/** What children see of our environment: no secret that was put there for us. */
const PASSED_ON = ['PATH', 'HOME', 'USER', 'LOGNAME'];

/** The machine that this runs on, as one of the lab's nodes. */
export function connectLocal(node: Node, secrets: Secrets): Host {
  return new ShellHost(new LocalTransport(node.name), secrets, process.geteuid?.() === 0);
}

class LocalTransport implements Transport {
  readonly node: string;
  readonly place = 'this machine';
  readonly user = userInfo().username;
  readonly #running = new Set<Program>();
  #started = 0;

  constructor(node: string) {
    this.node = node;
  }

  get started(): number {
    return this.#started;
  }

  async start(command: string, signal: AbortSignal): Promise<Program> {
    signal.throwIfAborted();
    this.#started++;
    const env = Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]]));
    const child = spawn('/bin/sh', ['-c', command], { stdio: 'pipe', env, cwd: '/', detached: true });
    const failed = new Promise<Error>((resolve) => child.once('error', resolve));
    if (child.pid === undefined) {
      const { message } = await failed;
      throw new HostError(this.node, `Cannot start a shell on ${this.node}: ${message}`, {
        code: 'command-failed',
        next: 'see that /bin/sh can be run here',
      });
    }
    const ended = new Promise<Ending>((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
    const program: Program = {
      stdin: child.stdin,
      stdout: child.stdout,
      stderr: child.stderr,
      ended,
      abandon: () => {
        for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
        endGroup(child.pid);
        child.unref();
      },
    };
    this.#running.add(program);
    ended.then(() => this.#running.delete(program));
    return program;
  }

  async close(): Promise<void> {
    for (const program of this.#running) program.abandon();
    this.#running.clear();
  }
}

/** Ends a process and those that it started; what sudo made root's ends when its pipes do. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended, or it is root's.
  }
}
