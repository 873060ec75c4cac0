import { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { RootShell, type Script } from './become-root.ts';
import { Collector, MOST_BYTES } from './collector.ts';
import type { ClosableEngine } from './docker.ts';
import type { Engine } from './engine.ts';
import { type Held, type Host, HostError, type Output, type ScriptOptions } from './host.ts';
import { inTime } from './in-time.ts';
import type { Running } from './running.ts';
import { newMark } from './script-frame.ts';
import type { Secrets } from './secrets.ts';
import { signalNumber } from './signal.ts';
import { ProgramEnded, type Transport } from './transport.ts';

const DEADLINE_MS = 60_000;
/** How long a script that is released may take to end. */
const RELEASE_MS = 10_000;

/** Runs scripts as root on a machine that programs can be started on. */
export class ShellHost implements Host {
  readonly node: string;
  readonly #transport: Transport;
  readonly #root: RootShell;
  #engine: Promise<ClosableEngine> | undefined;
  #closed: Promise<void> | undefined;

  constructor(transport: Transport, secrets: Secrets, isRoot?: boolean) {
    this.node = transport.node;
    this.#transport = transport;
    this.#root = new RootShell(transport, secrets, newMark(), isRoot);
  }

  get sessions(): number {
    return this.#transport.started;
  }

  async sh(script: string, options: ScriptOptions = {}): Promise<Output> {
    const { fail, failed } = failure();
    const collector = new Collector(() => fail(this.#tooMuch()), options.onLine);
    return this.#within(options.deadlineMs, async (signal) => {
      const running = await this.#start(script, options, { sink: collector, open: false, signal });
      const ended = this.#output(running, collector);
      return Promise.race([ended, failed]);
    });
  }

  async hold(script: string, options: ScriptOptions = {}): Promise<Held> {
    const { fail, failed } = failure();
    let tellFirst: (line: string) => void = () => {};
    const first = new Promise<string>((resolve) => {
      tellFirst = resolve;
    });
    const collector = new Collector(() => fail(this.#tooMuch()), options.onLine, tellFirst);
    return this.#within(options.deadlineMs, async (signal) => {
      const running = await this.#start(script, options, { sink: collector, open: true, signal });
      const ended = Promise.race([this.#output(running, collector), failed]);
      ended.catch(() => {});
      const firstLine = await Promise.race([first, ended.then(() => undefined)]);
      const release = async () => {
        running.end();
        await inTime(
          ended.catch(() => {}),
          RELEASE_MS,
        );
        running.abandon();
      };
      return { firstLine, ended, release };
    });
  }

  async engine(): Promise<Engine> {
    this.#engine ??= import('./docker.ts').then(({ connectEngine }) =>
      connectEngine(this.node, (program) => this.#stream(`exec ${program}`)),
    );
    return this.#engine;
  }

  close(): Promise<void> {
    this.#closed ??= (async () => {
      const engine = await this.#engine?.catch(() => undefined);
      engine?.close();
      await this.#transport.close();
    })();
    return this.#closed;
  }

  /** Starts a script; it is let go when nobody waits for it any more. */
  async #start(
    text: string,
    { args = [], input = new Uint8Array() }: ScriptOptions,
    how: Pick<Script, 'sink' | 'open' | 'signal'>,
  ): Promise<Running> {
    const running = await this.#root.start({ text, args, input, ...how });
    if (how.signal.aborted) running.abandon();
    else how.signal.addEventListener('abort', () => running.abandon(), { once: true });
    return running;
  }

  /** Bytes to and from a program that runs as root. */
  async #stream(program: string): Promise<Duplex> {
    let running: Running | undefined;
    const stream = new Duplex({
      read: () => {},
      write: (chunk: Buffer, _encoding, done) => {
        running?.write(chunk);
        done();
      },
      final: (done) => {
        running?.end();
        done();
      },
      destroy: (error, done) => {
        running?.abandon();
        done(error);
      },
    });
    // Between two requests nobody else listens.
    stream.on('error', () => {});
    const words: Buffer[] = [];
    const sink = { stdout: (chunk: Buffer) => stream.push(chunk), stderr: (chunk: Buffer) => words.push(chunk) };
    running = await this.#within(DEADLINE_MS, (signal) => this.#start(program, {}, { sink, open: true, signal }));
    running.ended.then(({ code }) => {
      // An end alone would go unheard while nobody reads, as between two requests.
      if (code !== 0) stream.destroy(new ProgramEnded(code, Buffer.concat(words).toString().trim()));
      else if (stream.readableLength === 0) stream.destroy();
      else stream.once('end', () => stream.destroy()).push(null);
    });
    return stream;
  }

  async #output(running: Running, collector: Collector): Promise<Output> {
    const { code, signal } = await running.ended;
    if (code === null && signal === null) throw this.#lost();
    return { code: code ?? 128 + signalNumber(signal), ...collector.finish() };
  }

  /** What work gives. Its signal is aborted when it fails or takes too long. */
  async #within<Value>(
    deadlineMs: number = DEADLINE_MS,
    work: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const wanted = new AbortController();
    const timer = new AbortController();
    const late = sleep(deadlineMs, undefined, { signal: timer.signal }).then(() => {
      throw this.#late(deadlineMs);
    });
    late.catch(() => {});
    const working = work(wanted.signal);
    working.catch(() => {});
    try {
      return await Promise.race([working, late]);
    } catch (error) {
      wanted.abort();
      throw error;
    } finally {
      timer.abort();
    }
  }

  #late(deadlineMs: number): HostError {
    return new HostError(this.node, `${this.node} did not finish a command within ${deadlineMs / 1000} s`, {
      code: 'deadline',
      next: `see what ${this.node} is busy with, then run the same again`,
    });
  }

  #lost(): HostError {
    return new HostError(this.node, `Lost the connection to ${this.node} (${this.#transport.place})`, {
      code: 'connection-lost',
      next: `see that ${this.node} is on and plugged in, then run the same again`,
    });
  }

  #tooMuch(): HostError {
    const most = MOST_BYTES / 1024 / 1024;
    return new HostError(this.node, `A command on ${this.node} printed more than ${most} MiB`, {
      code: 'command-failed',
      next: `look for a huge file or log on ${this.node}`,
    });
  }
}

/** A promise that only ever rejects, when told to. */
function failure(): { fail: (error: HostError) => void; failed: Promise<never> } {
  let fail: (error: HostError) => void = () => {};
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  return { fail, failed };
}
