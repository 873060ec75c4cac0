import type { Duplex, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint } from './endpoint.ts';
import { place } from './failures.ts';
import { HostError } from './host.ts';
import { inTime } from './in-time.ts';
import type { Ending, Program, Transport } from './transport.ts';

/** What of an SSH connection is needed to run programs on it. */
export interface SessionClient {
  exec(command: string, done: (error: Error | undefined, channel: SessionChannel) => void): unknown;
}

export interface SessionChannel extends Duplex {
  stderr: Readable;
  close(): void;
}

/** Servers allow ten on a connection as they come; the person at the other terminal may want one. */
const MOST_SESSIONS = 8;
const OPEN_MS = 30_000;
const RETRY_MS = 250;

/** Starts programs through one SSH connection, each in a session of its own. */
export class SshTransport implements Transport {
  readonly node: string;
  readonly place: string;
  readonly user: string;
  readonly #client: SessionClient;
  readonly #close: () => Promise<void>;
  readonly #waiting: (() => void)[] = [];
  #open = 0;
  #started = 0;

  constructor(node: string, { host, port, user }: Endpoint, login: { client: SessionClient; close(): Promise<void> }) {
    this.node = node;
    this.place = place(host, port);
    this.user = user;
    this.#client = login.client;
    this.#close = () => login.close();
  }

  get started(): number {
    return this.#started;
  }

  async start(command: string, signal: AbortSignal): Promise<Program> {
    const release = await this.#room(signal);
    try {
      this.#started++;
      return programOf(await this.#channel(command, signal), release);
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Waits until there is room for one more session; gives what makes room again. */
  async #room(signal: AbortSignal): Promise<() => void> {
    while (this.#open >= MOST_SESSIONS) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      signal.throwIfAborted();
    }
    this.#open++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#open--;
      for (const wake of this.#waiting.splice(0)) wake();
    };
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** Opens a session; while the server has no room, it is asked again: what was let go may take a while to end there. */
  async #channel(command: string, signal: AbortSignal): Promise<SessionChannel> {
    const deadline = Date.now() + OPEN_MS;
    for (;;) {
      signal.throwIfAborted();
      try {
        return await this.#exec(command, deadline - Date.now());
      } catch (error) {
        if (!hasReason(error) || Date.now() + RETRY_MS > deadline) throw this.#refused(error);
        await sleep(RETRY_MS);
      }
    }
  }

  async #exec(command: string, deadlineMs: number): Promise<SessionChannel> {
    const opened = new Promise<SessionChannel>((resolve, reject) => {
      this.#client.exec(command, (error, channel) => (error ? reject(error) : resolve(channel)));
    });
    const channel = await inTime(opened, deadlineMs);
    if (channel !== undefined) return channel;
    opened.then((came) => came.close()).catch(() => {});
    throw new HostError(this.node, `${this.node} (${this.place}) did not start a command within ${OPEN_MS / 1000} s`, {
      code: 'deadline',
      next: `see what ${this.node} is busy with, then run the same again`,
    });
  }

  #refused(error: unknown): HostError {
    const { node } = this;
    if (error instanceof HostError) return error;
    if (hasReason(error)) {
      return new HostError(node, `The SSH server of ${node} opens no more sessions`, {
        code: 'command-failed',
        next: `see what still runs on ${node}, or raise MaxSessions in its /etc/ssh/sshd_config`,
        cause: error,
      });
    }
    return new HostError(node, `Lost the connection to ${node} (${this.place})`, {
      code: 'connection-lost',
      next: `see that ${node} is on and plugged in, then run the same again`,
      cause: error,
    });
  }
}

/** The server itself says no; without a reason the connection has ended. */
function hasReason(error: unknown): boolean {
  return error instanceof Error && 'reason' in error && typeof error.reason === 'number';
}

function programOf(channel: SessionChannel, release: () => void): Program {
  const closed = new Promise<Ending>((resolve) => {
    channel.on('close', (code?: number | null, signal?: string) =>
      resolve({ code: code ?? null, signal: signal ?? null }),
    );
  });
  const drained = new Promise((resolve) => channel.stderr.on('close', resolve));
  const ended = Promise.all([closed, drained]).then(([ending]) => ending);
  closed.then(release);
  return {
    stdin: channel,
    stdout: channel,
    stderr: channel.stderr,
    ended,
    abandon: () => {
      release();
      channel.close();
    },
  };
}
