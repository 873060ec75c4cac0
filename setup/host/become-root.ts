import { HostError } from './host.ts';
import { inTime } from './in-time.ts';
import { Running, type Sink } from './running.ts';
import { bootstrap, framed } from './script-frame.ts';
import { PASSWORD_VARIABLES, type Secrets } from './secrets.ts';
import type { Program, Transport } from './transport.ts';

/** How the account becomes root. */
type Way = { kind: 'is-root' } | { kind: 'sudo' } | { kind: 'sudo-password'; password: string };

/** What is run, and where its output goes. */
export interface Script {
  text: string;
  args: readonly string[];
  input: Uint8Array;
  /** Its input stays open when `input` has been written. */
  open: boolean;
  sink: Sink;
  /** Aborted when nobody waits for it any more: then it is not started. */
  signal: AbortSignal;
}

/** Groups whose members may use sudo on the usual systems. */
const GROUPS = ['sudo', 'admin', 'wheel'];
/** How long sudo may take over a password, and how long after its last word it is taken for a refusal. */
const SUDO_MS = 20_000;
const REFUSAL_MS = 1_500;
const QUESTION_MS = 20_000;

/**
 * Starts scripts as root. The first one finds out how: it is sent as if sudo asked for no password (or with the password, if
 * that is known), and its mark is the proof. A password is tried once.
 */
export class RootShell {
  readonly #transport: Transport;
  readonly #secrets: Secrets;
  readonly #mark: string;
  #way: Way;
  #proof: Promise<unknown> | undefined;
  #proved = false;
  /** Why the account cannot become root: it is not tried again. */
  #refusal: HostError | undefined;

  constructor(transport: Transport, secrets: Secrets, mark: string, isRoot = transport.user === 'root') {
    this.#transport = transport;
    this.#secrets = secrets;
    this.#mark = mark;
    const password = secrets.known('sudo');
    if (isRoot) this.#way = { kind: 'is-root' };
    else this.#way = password === undefined ? { kind: 'sudo' } : { kind: 'sudo-password', password };
  }

  /** @throws HostError if the account cannot become root, or if the connection is lost */
  async start(script: Script): Promise<Running> {
    // Others wait for the proof of the first: a password that is wrong would be tried once more by each.
    while (!this.#proved && this.#proof !== undefined) await this.#proof.catch(() => {});
    if (this.#refusal !== undefined) throw this.#refusal;
    if (this.#proved) return this.#run(script);
    const first = this.#prove(script);
    this.#proof = first;
    try {
      return await first;
    } catch (error) {
      if (error instanceof HostError && error.code.startsWith('sudo-')) this.#refusal = error;
      throw error;
    } finally {
      this.#proof = undefined;
    }
  }

  async #prove(script: Script): Promise<Running> {
    for (;;) {
      const way = this.#way;
      const running =
        way.kind === 'sudo-password' ? await this.#tryPassword(way.password, script) : await this.#run(script);
      if (await running.began) {
        this.#proved = true;
        return running;
      }
      const { code, signal } = await running.ended;
      if (code === null && signal === null) return running;
      if (way.kind === 'is-root') throw this.#refused('its shell does not run commands', running.preface);
      const facts = await this.#askAboutSudo(script.signal);
      if (!facts.sudo) throw this.#noSudo();
      if (way.kind === 'sudo-password') throw this.#passwordRefused(facts, running.preface);
      this.#way = { kind: 'sudo-password', password: await this.#password(facts) };
    }
  }

  async #run(script: Script): Promise<Running> {
    const running = new Running(await this.#program(script), this.#mark, script.sink);
    const way = this.#way;
    if (way.kind === 'sudo-password') running.write(Buffer.from(`${way.password}\n`));
    this.#send(running, script);
    return running;
  }

  #send(running: Running, { text, args, input, open }: Script): void {
    running.write(framed(this.#mark, text, args));
    running.write(input);
    if (!open) running.end();
  }

  /**
   * Sends the password alone: after a wrong one sudo would read on and take the script for further tries. What follows goes when
   * the mark has come.
   */
  async #tryPassword(password: string, script: Script): Promise<Running> {
    const running = new Running(await this.#program(script), this.#mark, script.sink);
    running.write(Buffer.from(`${password}\n`));
    if (await this.#answered(running)) {
      this.#send(running, script);
      return running;
    }
    running.end();
    const began = await inTime(running.began, SUDO_MS);
    if (began === undefined) {
      running.abandon();
      throw this.#refused('it does not answer', running.preface);
    }
    // It took its time over a right password.
    return began ? this.#run(script) : running;
  }

  /** Waits for the mark; false when sudo has said something else, and no more since. */
  async #answered(running: Running): Promise<boolean> {
    const deadline = Date.now() + SUDO_MS;
    for (;;) {
      const began = await inTime(running.began, 200, 'wait' as const);
      if (began !== 'wait') return began;
      const said = running.lastWordAt;
      if (Date.now() > deadline || (said > 0 && Date.now() - said > REFUSAL_MS)) return false;
    }
  }

  #program({ signal }: Script): Promise<Program> {
    return this.#transport.start(commandLine(this.#way, bootstrap(this.#mark)), signal);
  }

  /** One more command, as the account itself: its exit code and its words are ours. */
  async #askAboutSudo(signal: AbortSignal): Promise<{ sudo: boolean; group: boolean }> {
    const program = await this.#transport.start('sh -c "command -v sudo >/dev/null && echo sudo; id -nG"', signal);
    const chunks: Buffer[] = [];
    program.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    program.stderr.resume();
    program.stdin.on('error', () => {});
    program.stdin.end();
    const late = await inTime(program.ended, QUESTION_MS, 'late' as const);
    if (late === 'late') {
      program.abandon();
      throw this.#refused('it does not answer', '');
    }
    const lines = Buffer.concat(chunks).toString().trim().split('\n');
    const groups = (lines.at(-1) ?? '').split(' ');
    return { sudo: lines.includes('sudo') && lines.length > 1, group: GROUPS.some((name) => groups.includes(name)) };
  }

  async #password(facts: { group: boolean }): Promise<string> {
    const { node, user, place } = this.#transport;
    const password = await this.#secrets.password('sudo', { node, user, host: place });
    if (password !== undefined) return password;
    const message = `Cannot become root on ${node}: sudo asks for the password of ${user}`;
    if (facts.group) {
      throw new HostError(node, message, {
        code: 'sudo-password-needed',
        next: `set ${PASSWORD_VARIABLES.sudo}, or run it at a terminal, which asks for it`,
      });
    }
    throw new HostError(node, `${message}, which is in none of the groups ${GROUPS.join(', ')}`, {
      code: 'sudo-refused',
      next: `as root on ${node}: adduser ${user} sudo`,
    });
  }

  #passwordRefused(facts: { group: boolean }, preface: string): HostError {
    const { node, user } = this.#transport;
    const next = facts.group
      ? `set ${PASSWORD_VARIABLES.sudo} to the password of ${user} on ${node}; it was tried once`
      : `as root on ${node}: adduser ${user} sudo`;
    return this.#refused(
      facts.group ? 'wrong password' : `${user} is in none of the groups ${GROUPS.join(', ')}`,
      preface,
      next,
    );
  }

  #noSudo(): HostError {
    const { node, user } = this.#transport;
    return new HostError(node, `Cannot become root on ${node}: there is no sudo, and ${user} is not root`, {
      code: 'sudo-refused',
      next: `as root on ${node}: apt-get install sudo && adduser ${user} sudo`,
    });
  }

  #refused(why: string, preface: string, next?: string): HostError {
    const { node, user } = this.#transport;
    const words = preface.trim().split('\n').at(-1)?.trim() ?? '';
    const said = words === '' ? '' : ` (it says: ${words.slice(0, 200)})`;
    return new HostError(node, `Cannot become root on ${node} as ${user}: ${why}${said}`, {
      code: 'sudo-refused',
      next: next ?? `log in at ${node} as ${user}, and see what it answers to: sudo id`,
    });
  }
}

/** What the account's shell gets to read. `$SSH_CONNECTION` is handed on, since sudo would drop it. */
function commandLine(way: Way, program: string): string {
  const shell = `sh -c '${program}' enjambre "$SSH_CONNECTION"`;
  if (way.kind === 'is-root') return shell;
  return way.kind === 'sudo' ? `sudo -n -- ${shell}` : `sudo -S -k -p '' -- ${shell}`;
}
