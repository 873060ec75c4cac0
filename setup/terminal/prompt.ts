import process from 'node:process';
import { EnjambreError } from '../../pipeline/errors.ts';

/** Whether somebody can be asked: prompts are read from standard input and shown on standard error. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks a question that has yes and no as answers; Enter alone is no. */
export function confirm(message: string): Promise<boolean> {
  return ask<boolean>({ type: 'confirm', message, default: false });
}

/** Asks for a secret: what is typed is not shown. */
export function askPassword(message: string): Promise<string> {
  return ask<string>({ type: 'password', message, mask: false });
}

/** Asks for a name to be typed, for what cannot be taken back; anything else is no. */
export async function confirmByName(message: string, name: string): Promise<boolean> {
  return (await ask<string>({ type: 'input', message: `${message} Type "${name}" to go on:` })).trim() === name;
}

type Question =
  | { type: 'confirm'; message: string; default: boolean }
  | { type: 'password'; message: string; mask: false }
  | { type: 'input'; message: string };

/** @throws EnjambreError `no-terminal`, or `interrupted` (exit code 130) after Ctrl-C */
async function ask<Answer>(question: Question): Promise<Answer> {
  // The library itself would wait for ever on a pipe that nobody writes to.
  if (!canAsk()) {
    throw new EnjambreError(`Cannot ask "${question.message}": there is no terminal`, {
      code: 'no-terminal',
      exitCode: 2,
      next: 'run it at a terminal, or say what you want by options (--help)',
    });
  }
  const { default: inquirer } = await import('inquirer');
  const prompt = inquirer.createPromptModule({ output: process.stderr });
  try {
    const { answer } = await prompt<{ answer: Answer }>([{ ...question, name: 'answer' }] as never);
    return answer as Answer;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ExitPromptError') throw error;
    throw new EnjambreError('Stopped', { code: 'interrupted', exitCode: 130, cause: error });
  }
}
