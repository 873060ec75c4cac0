import { HostError, type Output } from '../host/host.ts';
import type { Command } from '../plan/command.ts';

/** Why a script that changes a node gave up; each is told by the script in fields, never read off what programs print. */
export type FailureReason =
  | 'changed'
  | 'full'
  | 'read-only'
  | 'unwritable'
  | 'not-a-directory'
  | 'truncated'
  | 'check'
  | 'activate'
  | 'command'
  | 'lock'
  | 'configure'
  | 'update'
  /** The mirror does not have a package. */
  | 'candidate'
  /** It has them, and they do not go together with what is installed. */
  | 'conflict'
  | 'install'
  /** It ended without a word: it was killed, or met what nobody foresaw. */
  | 'unknown';

interface Failure {
  reason: FailureReason;
  /** Of the program that failed; 0 where none did. */
  exit: number;
  /** A path, a program, a place in a list: whatever the reason is about. */
  about: string;
}

/** A command of a plan failed on a node. */
export class CommandFailed extends HostError {
  readonly reason: FailureReason;
  /** Program and arguments that failed; empty where it was none. */
  readonly argv: readonly string[];
  /** Its exit code. */
  readonly exit: number;
  /** The last lines that programs printed on standard error, without secrets. */
  readonly lines: readonly string[];

  constructor(
    node: string,
    message: string,
    details: {
      code: 'command-failed' | 'changed-meanwhile';
      next: string;
      reason: FailureReason;
      argv: readonly string[];
      exit: number;
      lines: readonly string[];
    },
  ) {
    super(node, message, details);
    this.name = 'CommandFailed';
    this.reason = details.reason;
    this.argv = details.argv;
    this.exit = details.exit;
    this.lines = details.lines;
  }
}

const LINES_KEPT = 20;
const FAILED = /^@ failed (\S+) (\d+) (.*)$/m;

/** What a script that did not exit with 0 has to tell. */
export function failureOf(command: Command, output: Output, about: { node: string; again: string }): CommandFailed {
  const failure = readFailure(output);
  const { node, again } = about;
  const lines = redacted(output.stderr)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-LINES_KEPT);
  const argv = argvOf(command, failure);
  const { because, first } = words(failure, node, argv);
  const said = failure.exit === 0 || lines.length === 0 ? '' : `: ${lines.at(-1)}`;
  return new CommandFailed(node, `Cannot ${lowerFirst(command.sentence)} on ${node}: ${because}${said}`, {
    code: failure.reason === 'changed' ? 'changed-meanwhile' : 'command-failed',
    next: first === undefined ? again : `${first}, then: ${again}`,
    reason: failure.reason,
    argv,
    exit: failure.exit === 0 ? output.code : failure.exit,
    lines,
  });
}

function readFailure({ stdout, code }: Output): Failure {
  const [, reason, exit, about = ''] = FAILED.exec(stdout.toString('utf8')) ?? [];
  if (reason === undefined) return { reason: 'unknown', exit: code, about: '' };
  return { reason: reason as FailureReason, exit: Number(exit), about };
}

/** The program that failed. */
function argvOf(command: Command, { reason, about }: Failure): readonly string[] {
  if (command.kind === 'run') return reason === 'command' ? command.argv : [];
  if (command.kind === 'write-file') {
    if (reason === 'check') return command.check ?? [];
    return reason === 'activate' ? (command.activate[Number(about)] ?? []) : [];
  }
  const install = ['apt-get', 'install', ...(command.kind === 'install-packages' ? command.packages : [])];
  const aptWords: Partial<Record<FailureReason, readonly string[]>> = {
    configure: ['dpkg', '--configure', '-a'],
    update: ['apt-get', 'update'],
    candidate: install,
    conflict: install,
    install,
  };
  return aptWords[reason] ?? [];
}

/** Why it failed, and what is to be done before it is tried again. */
function words({ reason, exit, about }: Failure, node: string, argv: readonly string[]): Words {
  const ended = `${argv[0] ?? 'it'} ended with exit code ${exit}`;
  const reasons: Readonly<Record<FailureReason, Words>> = {
    changed: { because: `"${about}" was changed by somebody else since this was planned` },
    full: { because: `the disk that holds "${about}" is full`, first: `free some space on ${node}` },
    'read-only': {
      because: `the disk that holds "${about}" is read-only`,
      first: `look for errors of the disk of ${node} (dmesg), restart it`,
    },
    unwritable: { because: `"${about}" cannot be written`, first: `look at that path on ${node}` },
    'not-a-directory': { because: `"${about}" is no directory`, first: `move it away on ${node}` },
    truncated: { because: `not all of "${about}" arrived; the old one is as it was` },
    check: { because: `${ended} on the new text; the old one is as it was` },
    activate: { because: exit === 127 ? `"${argv[0]}" is not there` : ended },
    command: { because: exit === 127 ? `"${argv[0]}" is not there` : ended },
    lock: {
      because: `process ${about} has held the lock of its package manager for ten minutes`,
      first: `wait until it ends, or restart ${node}`,
    },
    configure: {
      because: `packages that were left half installed cannot be mended (exit code ${exit})`,
      first: `run this on ${node}: sudo dpkg --configure -a`,
    },
    update: {
      because: `its package mirror gives no lists (apt-get update, exit code ${exit})`,
      first: `look at the network of ${node} and at its /etc/apt/sources.list`,
    },
    candidate: {
      because: `its package mirror does not offer "${about}" (apt-get install, exit code ${exit})`,
      first: `look at /etc/apt/sources.list of ${node}`,
    },
    conflict: {
      because: `that does not go together with what is installed, which is left alone (apt-get install, exit code ${exit})`,
      first: `see what is in the way on ${node}: ${argv.join(' ')}`,
    },
    install: { because: `apt-get install ended with exit code ${exit}` },
    unknown: { because: `its script ended with exit code ${exit}, and without a word` },
  };
  return reasons[reason];
}

interface Words {
  because: string;
  first?: string;
}

/** Text without what lets a machine into the Swarm. */
export function redacted(text: string): string {
  return text.replace(/SWMTKN-[\w-]+/g, 'SWMTKN-…');
}

export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
