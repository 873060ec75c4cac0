import type { Command } from '../commander.ts';
import type { OwnCommand } from '../run/own-command.ts';
import { registerDescribe } from './run-describe.ts';
import { registerFrames, registerOwn } from './run-own.ts';
import { registerWords } from './run-words.ts';

const introduction = `Carries out a job. Your own is a file: ./my-job.ts

Examples:
  enjambre run describe data.csv
  enjambre run words books/
  enjambre run ./my-job.ts data.csv
`;

/** `enjambre run JOB`; a job that says itself which options it has is a command too, when it is the one that was typed. */
export function registerRun(program: Command, own: OwnCommand | undefined): void {
  const run = program
    .command('run')
    .summary('carry out a job: run describe FILE…')
    .usage('JOB FILE… [options]')
    .addHelpText('before', introduction)
    .helpCommand(false);
  registerDescribe(run);
  registerWords(run);
  if (own?.word !== 'describe-frames') registerFrames(run);
  if (own !== undefined) registerOwn(run, own);
}
