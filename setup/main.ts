#!/usr/bin/env node
import process from 'node:process';
import { EnjambreError } from '../pipeline/errors.ts';
import { isJobFile } from '../pipeline/jobs/own/job-file.ts';
import { VERSION } from '../pipeline/version.ts';
import { Command } from './commander.ts';
import { registerApply } from './commands/apply.ts';
import { registerCheck } from './commands/check.ts';
import { registerCompare } from './commands/compare.ts';
import { registerExplain } from './commands/explain.ts';
import { registerPlan } from './commands/plan.ts';
import { registerReport } from './commands/report.ts';
import { registerReset } from './commands/reset.ts';
import { registerResume } from './commands/resume.ts';
import { registerRun } from './commands/run.ts';
import { registerRuns } from './commands/runs.ts';
import { registerSample } from './commands/sample.ts';
import { registerStatus } from './commands/status.ts';
import { registerTrust } from './commands/trust.ts';
import { registerVerify } from './commands/verify.ts';
import { errorLines } from './error-text.ts';
import type { OwnCommand } from './run/own-command.ts';
import { say, watchOutput } from './terminal/output.ts';

const introduction = `Enjambre turns a shelf of computer boards into a data lab, and runs data jobs in parallel: exact
statistics of large CSV files, word counts, and jobs of your own.

Examples:
  enjambre sample -o data.csv                           make some data to try with
  enjambre run describe data.csv                        statistics of all columns of numbers
  enjambre run describe data.csv -c Value -b Station    of one column, for each station
  enjambre run words books/                             words and letters of text files
  enjambre run ./my-job.ts data.csv                     a job of your own
  enjambre runs                                         list the runs
  enjambre report RUN --open                            look at a result
  enjambre verify RUN                                   prove a result

  enjambre plan                                         show what the boards of inventory.json lack
  enjambre apply                                        set them up
  enjambre status                                       see how they are
`;

/** The tree of commands. Each loads what it needs when it is called, so that help and errors come at once. */
function createProgram(own: OwnCommand | undefined): Command {
  const program = new Command('enjambre');
  program
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .usage('<command> …')
    .addHelpText('before', introduction)
    .helpOption('-h, --help', 'show this help, or that of a command')
    .helpCommand('help [command]', 'show the help of a command')
    .version(VERSION, '-V, --version', 'show the version');
  program.commandsGroup('Set a lab up:');
  registerPlan(program);
  registerApply(program);
  registerStatus(program);
  registerExplain(program);
  registerTrust(program);
  registerReset(program);
  program.commandsGroup('Run jobs:');
  registerRun(program, own);
  registerResume(program);
  registerRuns(program);
  registerReport(program);
  registerCompare(program);
  registerVerify(program);
  registerCheck(program);
  registerSample(program);
  return program;
}

/** Carries out a command line; gives the exit code. */
async function main(words: readonly string[]): Promise<number> {
  let program = createProgram(undefined);
  try {
    const [command, job = ''] = words;
    if (command === 'run' && (isJobFile(job) || job === 'describe-frames')) {
      const { ownCommand } = await import('./run/own-command.ts');
      program = createProgram(await ownCommand(job));
    }
    if (words.length === 0) program.outputHelp();
    else await program.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    const { isCommanderError, misuse } = await import('./usage.ts');
    if (isCommanderError(error) && error.exitCode === 0) return 0;
    const shown = isCommanderError(error) ? misuse(error, program, words) : error;
    if (shown !== failedOutput) tell(shown);
    return shown instanceof EnjambreError ? shown.exitCode : 1;
  }
}

function tell(error: unknown): void {
  say(...errorLines(error, { argv: process.argv, cwd: process.cwd() }));
}

let failedOutput: unknown;
watchOutput((error) => {
  if (failedOutput !== undefined) return;
  failedOutput = error;
  process.exitCode = 1;
  tell(error);
});
const exitCode = await main(process.argv.slice(2));
// The process ends by itself when all is written; `process.exit` could cut off what a slow pipe has not taken yet.
if (failedOutput === undefined) process.exitCode = exitCode;
