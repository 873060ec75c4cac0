import type { WordsOptions } from '../../../../pipeline/jobs/words/options.ts';
import type { WordsResult } from '../../../../pipeline/jobs/words/result.ts';
import type { ExecuteRequest } from '../../../../pipeline/run.ts';
import { type PlannedRun, type PlanRequest, planRun } from '../../../../pipeline/runs/plan.ts';
import { type Driven, finish } from '../../run/driven.ts';

/** What to count, and how to cut it; the rest is as the command has it by default. */
export type WordsCut = Partial<Omit<PlanRequest, 'job' | 'options'>> & {
  inputs: string[];
  words?: Partial<WordsOptions>;
};

export function planWords({ words = {}, ...rest }: WordsCut): Promise<PlannedRun> {
  return planRun({ job: 'words', options: words, hash: 'sampled', ...rest });
}

/** A run from text to result, in this process. */
export async function driveWords(
  cut: WordsCut,
  request?: ExecuteRequest,
): Promise<Driven & { found: WordsResult; detected: string[] }> {
  const { directory, detected } = await planWords(cut);
  const driven = await finish(directory, request);
  return { ...driven, detected, found: JSON.parse(driven.result) as WordsResult };
}
