import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import process from 'node:process';
import { oneOf } from '../../../setup/arguments.ts';
import { ACCOUNTS, type Account } from '../identity.ts';
import type { Command } from '../main.ts';
import { type LabFlags, labCommand, openNamed } from './lab-command.ts';

const NAMES = Object.keys(ACCOUNTS) as Account[];
/** Longest that a timer can be. */
const LONGEST_MS = 24 * 3_600_000;

/** `ssh` and `exec`; both end with the exit code of what they ran. */
export function registerLogin(program: Command): void {
  labCommand(program, 'ssh', 'log in at a board, or run a command there')
    .argument('<board>', 'which board')
    .argument('[command...]', 'what to run, after --')
    .option('--as <account>', `as ${NAMES.join(', ')}`, oneOf('--as', NAMES), 'admin')
    .action(async (board: string, words: string[], { name, as }: LabFlags & { as: Account }) => {
      const lab = await openNamed(name);
      process.exitCode = await inherit([...lab.login(board, as), ...words]);
    });
  labCommand(program, 'exec', 'run a command at a board as root, past its network and its SSH')
    .argument('<board>', 'which board')
    .argument('<command...>', 'what to run, after --')
    .action(async (board: string, words: string[], { name }: LabFlags) => {
      const lab = await openNamed(name);
      const { code, stdout, stderr } = await lab.board(board).exec(words, { timeoutMs: LONGEST_MS });
      process.stdout.write(stdout);
      process.stderr.write(stderr);
      process.exitCode = code;
    });
}

/** Runs a program with this terminal; returns its exit code, 128 + the signal's number if one ended it. */
function inherit(command: readonly string[]): Promise<number> {
  const [program = '', ...args] = command;
  const ignore = () => {};
  // Ctrl-C is for what runs at the board.
  process.on('SIGINT', ignore);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit' });
    child.on('error', (error) =>
      reject(new Error(`Cannot start ${program}: ${error.message}. Next: npm run lab -- doctor`)),
    );
    child.on('close', (code, signal) => {
      process.off('SIGINT', ignore);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
