import { basename } from 'node:path';
import process from 'node:process';
import type { OwnDefinition } from '../../pipeline/jobs/own/definition.ts';
import { definition as describeFrames } from '../../pipeline/jobs/own/describe-frames-job.ts';
import { importFailure, isFromJob } from '../../pipeline/jobs/own/failure.ts';
import { watchForeign } from '../../pipeline/jobs/own/foreign.ts';
import { type LoadedJob, loadOwnJob } from '../../pipeline/jobs/own/load.ts';
import { type OptionHelp, optionHelp } from '../../pipeline/jobs/own/options.ts';
import { errorLines } from '../error-text.ts';
import { say } from '../terminal/output.ts';

/** A job that says itself which options it has, as a command. */
export interface OwnCommand {
  /** As it was typed. */
  word: string;
  summary: string;
  kind: 'fold' | 'frame';
  input: 'csv' | 'text';
  options: OptionHelp[];
}

/** Jobs that were read for this command line. */
const loaded = new Map<string, LoadedJob>();

/** The command of `describe-frames`, or of a job's file. */
export async function ownCommand(word: string): Promise<OwnCommand> {
  if (word === 'describe-frames') return commandOf(word, describeFrames, 'frame', 'csv');
  // What the file prints is for the person: standard output holds results only.
  console.log = console.info = console.debug = console.error;
  const job = await loadForCommand(word);
  loaded.set(word, job);
  return commandOf(word, job.definition, job.code.kind, job.job.input);
}

/** A job's file, whose code may still fail by itself after it was loaded: that is told as its fault. */
export async function loadForCommand(path: string): Promise<LoadedJob> {
  watchForeign((error) => {
    const what = 'the job failed outside of its functions';
    const failure = isFromJob(error) ? importFailure(error, basename(path), what) : error;
    say(...errorLines(failure, { argv: process.argv, cwd: process.cwd() }));
    return 1;
  });
  return await loadOwnJob(path);
}

/** The options of a job whose command was made. */
export function optionsOf(word: string): OptionHelp[] {
  return optionHelp((loaded.get(word)?.definition ?? describeFrames).options);
}

/** What a run is planned with. */
export function jobFor(word: string): LoadedJob | string {
  return loaded.get(word) ?? word;
}

function commandOf(
  word: string,
  definition: OwnDefinition,
  kind: OwnCommand['kind'],
  input: OwnCommand['input'],
): OwnCommand {
  const summary = definition.summary ?? `The job of ${basename(word)}`;
  return { word, summary, kind, input, options: optionHelp(definition.options) };
}
