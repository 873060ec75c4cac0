import { basename } from 'node:path';
import type { OwnDefinition } from '../../pipeline/jobs/own/definition.ts';
import { definition as describeFrames } from '../../pipeline/jobs/own/describe-frames-job.ts';
import { type LoadedJob, loadOwnJob } from '../../pipeline/jobs/own/load.ts';
import { type OptionHelp, optionHelp } from '../../pipeline/jobs/own/options.ts';

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
  const job = await loadOwnJob(word);
  loaded.set(word, job);
  return commandOf(word, job.definition, job.code.kind, job.job.input);
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
