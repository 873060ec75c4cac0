import process from 'node:process';
import { Command, CommanderError } from 'commander';
import { EnjambreError } from '../../pipeline/errors.ts';
import { shellWord } from '../../setup/invocation.ts';
import { say, watchOutput } from '../../setup/terminal/output.ts';
import { registerBases } from './commands/bases.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerDown } from './commands/down.ts';
import { registerFaults } from './commands/faults.ts';
import { typeable } from './commands/lab-command.ts';
import { registerLogin } from './commands/login.ts';
import { registerPower } from './commands/power.ts';
import { registerStatus } from './commands/status.ts';
import { registerUp } from './commands/up.ts';

export type { Command } from 'commander';

const introduction = `Raises virtual boards on this machine: a whole lab on one PC. It needs Linux and root.

Examples:
  npm run lab -- doctor                       what this machine lacks
  npm run lab -- up --boards 3                three boards in containers, with Docker
  npm run lab -- up --boards 2 --kind vm      two boards with a kernel of their own
  npm run lab -- status                       what is up, and how to log in
  npm run lab -- ssh manager                  log in
  npm run lab -- down                         end it all
`;

/** Commands that only look, and do so without root too. */
const ROOTLESS = ['doctor'];

function createProgram(): Command {
  const program = new Command('lab');
  program
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .configureHelp({ subcommandTerm: (command) => command.name(), commandUsage: usageOf })
    .addHelpText('before', introduction)
    .helpOption('-h, --help', 'show this help, or that of a command')
    .helpCommand('help [command]', 'show the help of a command');
  for (const register of [registerUp, registerStatus, registerLogin, registerDown, registerPower, registerFaults]) {
    register(program);
  }
  registerDoctor(program);
  registerBases(program);
  program.hook('preAction', (_, command) => {
    if (ROOTLESS.includes(command.name()) || process.getuid?.() === 0) return;
    const words = process.argv.slice(2).map(shellWord).join(' ');
    const next = process.platform === 'linux' ? `sudo npm run lab -- ${words}` : 'npm run lab -- doctor';
    throw new Error(`Virtual boards need Linux and root. Next: ${next}`);
  });
  return program;
}

function usageOf(command: Command): string {
  const words = command.parent === null ? '<command> …' : `${command.name()} ${command.usage()}`;
  return `npm run lab -- ${words}`;
}

/**
 * Carries out a command line; gives the exit code: 1 failed, 2 was typed wrong, 130 stopped. `ssh` and `exec` give that of what
 * they ran.
 */
export async function main(words: readonly string[]): Promise<number> {
  const named = words.indexOf('--name');
  const tell = (text: string) => say(typeable(text, (named < 0 ? undefined : words[named + 1]) ?? 'lab'));
  watchOutput((error) => {
    process.exitCode = 1;
    tell(error.message);
  });
  const program = createProgram();
  try {
    process.exitCode = 0;
    if (words.length === 0) program.outputHelp();
    else await program.parseAsync(words, { from: 'user' });
    return Number(process.exitCode);
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      tell(misuse(error, program, words));
      return 2;
    }
    if (error instanceof EnjambreError) {
      tell(`${error.message}. Next: ${error.next}`);
      return error.exitCode;
    }
    tell(
      isForeseen(error)
        ? error.message
        : `This is a fault of the lab:\n${error instanceof Error ? error.stack : error}`,
    );
    return 1;
  }
}

/** Errors of this program are plain, those of the system have a code; others are faults in it. */
function isForeseen(error: unknown): error is Error {
  return error instanceof Error && (Object.getPrototypeOf(error) === Error.prototype || 'syscall' in error);
}

function misuse(error: CommanderError, program: Command, words: readonly string[]): string {
  const command = program.commands.find((one) => one.name() === words[0]);
  const message = error.message
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\)$/, '; did you mean $1')
    .replace(/\.$/, '');
  const help = command === undefined ? '--help' : `${command.name()} --help`;
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}. Next: npm run lab -- ${help}`;
}
