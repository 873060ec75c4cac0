import type { Manifest } from '../../pipeline/run-dir/manifest.ts';
import { given } from '../arguments.ts';
import type { RunFlags } from '../commands/run-options.ts';
import { shellWord } from '../invocation.ts';
import { say } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { carryOut, outputOf, planned, requestOf, runSentence } from './carry-out.ts';
import { describeExactly } from './exact-beside.ts';
import { rowsSentence, textSentence } from './input-sentence.ts';
import { jobFor, optionsOf } from './own-command.ts';

/** What a job's own command was given; its own options are among them, in camel case. */
export interface OwnFlags extends RunFlags {
  chunkRows?: number;
  missing?: string[];
  /** False with `--no-exact`. */
  exact?: boolean;
  [option: string]: unknown;
}

/** `enjambre run ./my-job.ts FILE…` and `enjambre run describe-frames FILE…`. */
export async function runOwn(word: string, inputs: string[], flags: OwnFlags): Promise<void> {
  const options = Object.fromEntries(
    optionsOf(word).map(({ name }) => [name, Object.hasOwn(flags, name) ? flags[name] : undefined]),
  );
  const { missing, chunkRows } = flags;
  const run = await planned(jobFor(word), inputs, { options, ...given({ missing, chunkRows }) }, flags);
  for (const sentence of run.manifest.input.kind === 'text' ? run.detected : []) say(printable(sentence));
  say(`${sentenceOf(run.manifest)}; job ${shellWord(word)}.`, runSentence(run));
  const request = requestOf(flags);
  const afterwards = flags.exact === false ? undefined : describeExactly(run, request);
  await carryOut(run, request, { ...outputOf(flags), ...given({ afterwards }) });
}

function sentenceOf({ input }: Manifest): string {
  return input.kind === 'text' ? textSentence(input) : rowsSentence(input);
}
