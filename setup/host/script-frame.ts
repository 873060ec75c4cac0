import { randomBytes } from 'node:crypto';
import { shellWord } from '../invocation.ts';

/** Stands before what a script prints, so that what shells and sudo say before it can be told apart. */
export function newMark(): string {
  return `enjambre-${randomBytes(8).toString('hex')}`;
}

/**
 * A short program for `sh -c` that reads the script from its standard input, so that scripts have no limit of size, no shell of
 * an account touches them, and lists of processes and sudo's log stay short. It prints the mark on both streams, reads one
 * line that tells the length (a line before it is a password that sudo did not ask for), and runs nothing that came in part.
 * Free of characters that odd login shells take for their own, even in single quotes.
 */
export function bootstrap(mark: string): string {
  return [
    `printf ${mark}`,
    `printf ${mark} >&2`,
    'LC_ALL=C',
    'export LC_ALL',
    'IFS= read -r n',
    `case $n in ${mark}*) ;; *) IFS= read -r n;; esac`,
    `s=$(head -c "\${n#${mark}}")`,
    `case $s in *${mark}) eval "$s";; *) exit 125;; esac`,
  ].join('; ');
}

/** What the program of `bootstrap` reads: the script with its arguments. What follows is the script's own input. */
export function framed(mark: string, script: string, args: readonly string[]): Buffer {
  const payload = Buffer.from(`${preamble}\nset -- ${args.map(shellWord).join(' ')}\n${script}\n#${mark}`);
  return Buffer.concat([Buffer.from(`${mark}${payload.length}\n`), payload]);
}

/** The same surroundings for a script, whatever the account and its shell have set. */
const preamble = [
  'unset n s LANGUAGE DOCKER_HOST DOCKER_CONTEXT SSH_CONNECTION',
  'if [ -n "$1" ]; then SSH_CONNECTION=$1; export SSH_CONNECTION; fi',
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  'HOME=/root',
  'export PATH HOME',
  'umask 022',
  'cd /',
].join('; ');

/** Gives what comes after the mark, and keeps what came before it. */
export class AfterMark {
  readonly #mark: Buffer;
  #before: Buffer = Buffer.alloc(0);
  #passed = false;

  constructor(mark: string) {
    this.#mark = Buffer.from(mark);
  }

  get passed(): boolean {
    return this.#passed;
  }

  /** What came before the mark, its last 4 KiB. */
  get before(): string {
    return this.#before.toString();
  }

  push(chunk: Buffer): Buffer | undefined {
    if (this.#passed) return chunk;
    const all = Buffer.concat([this.#before, chunk]);
    const at = all.indexOf(this.#mark);
    if (at < 0) {
      this.#before = all.subarray(Math.max(0, all.length - 4096));
      return undefined;
    }
    this.#before = all.subarray(0, at);
    this.#passed = true;
    return all.subarray(at + this.#mark.length);
  }
}
