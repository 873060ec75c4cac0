import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { homeFile } from './home.ts';
import { type KnownHost, knownTypes, parseKnownHosts, type Verdict, verdictOn, withPin } from './known-hosts.ts';

/** A machine's host key that shall be known from now on. */
export interface Pin {
  host: string;
  port: number;
  key: Buffer;
  /** For people who read the file. */
  comment: string;
}

/** The host keys that are known here: one file of ours, and those of OpenSSH, which are only read. */
export class KnownHosts {
  /** The file that is written. */
  readonly path: string;
  readonly #others: readonly string[];
  #entries: readonly KnownHost[] = [];
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, others: readonly string[]) {
    this.path = path;
    this.#others = others;
  }

  static async read(
    path: string = homeFile('known_hosts'),
    others: readonly string[] = [join(homedir(), '.ssh', 'known_hosts'), '/etc/ssh/ssh_known_hosts'],
  ): Promise<KnownHosts> {
    const hosts = new KnownHosts(path, others);
    await hosts.#reread();
    return hosts;
  }

  verdict(host: string, port: number, key: Buffer): Verdict {
    return verdictOn(this.#entries, host, port, key);
  }

  types(host: string, port: number): string[] {
    return knownTypes(this.#entries, host, port);
  }

  /** Keeps a key. With `replace`, what our own file held for that machine goes. */
  pin(pin: Pin, replace = false): Promise<void> {
    const write = async () => {
      const { default: writeFileAtomic } = await import('write-file-atomic');
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
      const text = withPin(await textOf(this.path), pin, replace);
      await writeFileAtomic(this.path, text, { encoding: 'utf8', mode: 0o600 });
      await this.#reread();
    };
    // One after the other: each starts from what the one before wrote.
    const done = this.#writing.then(write);
    this.#writing = done.catch(() => {});
    return done;
  }

  async #reread(): Promise<void> {
    const paths = [this.path, ...this.#others];
    const read = await Promise.all(paths.map(async (path) => parseKnownHosts(await textOf(path), path)));
    this.#entries = read.flat();
  }
}

/** Text of a file; empty where there is none. */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
