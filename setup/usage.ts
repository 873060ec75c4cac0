import { closestNames } from '../pipeline/csv/closest-name.ts';
import { type EnjambreError, usageError } from '../pipeline/errors.ts';
import type { Command } from './commander.ts';
import { shellWord } from './invocation.ts';

/** What commander throws: decided on by its code, its message only shown. */
export interface CommanderError extends Error {
  code: string;
  exitCode: number;
}

export function isCommanderError(error: unknown): error is CommanderError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}

/** The error for words that are no command line, with the one that was probably meant. */
export function misuse(error: CommanderError, program: Command, words: readonly string[]): EnjambreError {
  const { command, depth } = commandOf(program, words);
  const help = `${pathOf(command)} --help`;
  if (error.code === 'commander.unknownOption') return unknownOption(command, words, help);
  if (command.commands.length > 0) {
    return depth < words.length ? unknownCommand(program, command, words, depth) : missingCommand(command);
  }
  if (error.code === 'commander.missingArgument') {
    const names = command.registeredArguments.map((argument) => argument.name().toUpperCase());
    return usageError(`${pathOf(command)} needs a ${names.join(' and ')}`, help);
  }
  const message = error.message.replace(/^error: /, '');
  return usageError(message.charAt(0).toUpperCase() + message.slice(1), help);
}

/** The command that the first words name, and how many they are. */
function commandOf(program: Command, words: readonly string[]): { command: Command; depth: number } {
  let command = program;
  let depth = 0;
  for (; depth < words.length; depth++) {
    const inner = command.commands.find((one) => one.name() === words[depth]);
    if (inner === undefined) break;
    command = inner;
  }
  return { command, depth };
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function unknownOption(command: Command, words: readonly string[], help: string): EnjambreError {
  const flag = (command.parseOptions([...words]).unknown[0] ?? '').replace(/=.*/s, '');
  const flags = [...command.options.flatMap(({ long, short }) => [long ?? '', short ?? '']), '--help'].filter(Boolean);
  // Two letters tell too little, and the opposite of what was typed can't be meant.
  const isNegative = (name: string) => name.startsWith('--no-');
  const likely = flags.filter((name) => name.length > 2 && isNegative(name) === isNegative(flag));
  const [meant] = flag.length > 2 ? closestNames(flag, likely, 1) : [];
  if (flags.includes(flag)) return usageError(`${pathOf(command)}: ${flag} takes no value`, help);
  const message = `${pathOf(command)} has no option ${JSON.stringify(flag)}`;
  if (meant === undefined) return usageError(message, help);
  const corrected = words.map((word) => (word.replace(/=.*/s, '') === flag ? meant + word.slice(flag.length) : word));
  return usageError(`${message}; did you mean ${meant}?`, commandLine(corrected));
}

function missingCommand(command: Command): EnjambreError {
  const names = command.commands.map((one) => one.name());
  return usageError(`${pathOf(command)} needs one of: ${names.join(', ')}`, `${pathOf(command)} ${names[0]} --help`);
}

function unknownCommand(program: Command, command: Command, words: readonly string[], depth: number): EnjambreError {
  const word = words[depth] ?? '';
  const message = `There is no command ${JSON.stringify([...words.slice(0, depth + 1)].join(' '))}`;
  const before = words.slice(0, depth);
  const rest = words.slice(depth + 1);
  const jobs = program.commands.find((one) => one.name() === 'run')?.commands.map((one) => one.name()) ?? [];
  const [meant] = closestNames(
    word,
    command.commands.map((one) => one.name()),
    1,
  );
  if (meant !== undefined)
    return usageError(`${message}; did you mean ${meant}?`, commandLine([...before, meant, ...rest]));
  const [job] = closestNames(word, jobs, 1);
  if (job !== undefined) return usageError(`${message}; jobs come after run`, commandLine(['run', job, ...rest]));
  if (/\.(csv|tsv|txt|gz)$/i.test(word)) {
    return usageError(`${message}; say what to do with the file`, commandLine(['run', 'describe', word, ...rest]));
  }
  return usageError(message, `${pathOf(command)} --help`);
}

function commandLine(words: readonly string[]): string {
  return ['enjambre', ...words.map(shellWord)].join(' ');
}
