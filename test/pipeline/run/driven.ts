import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { EnjambreError } from '../../../pipeline/errors.ts';
import { DESCRIBE_DEFAULTS, type DescribeOptions } from '../../../pipeline/jobs/describe/options.ts';
import { type ExecuteRequest, executeRun, type RunHooks, type RunOutcome } from '../../../pipeline/run.ts';
import { type RunEvent, readEvents } from '../../../pipeline/run-dir/events.ts';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import type { Manifest } from '../../../pipeline/run-dir/manifest.ts';
import { type PlannedRun, type PlanRequest, planRun } from '../../../pipeline/runs/plan.ts';

/** What to describe, and how to cut it; the rest is as the command has it by default. */
export type Cut = Partial<Omit<PlanRequest, 'job' | 'options' | 'inputs'>> & {
  inputs: string[];
  describe?: Partial<DescribeOptions>;
};

export interface Driven extends RunOutcome {
  /** The text of `result.json`. */
  result: string;
  events: RunEvent[];
}

export function planOf({ inputs, describe, ...rest }: Cut): PlanRequest {
  const options = { ...DESCRIBE_DEFAULTS, ...describe };
  return { job: 'describe', inputs, options, hash: 'sampled', ...rest };
}

export function plan(cut: Cut): Promise<PlannedRun> {
  return planRun(planOf(cut));
}

/** For small files: a second thread takes longer to start than it saves. */
const quickest: ExecuteRequest = { workers: 1 };

/** Goes on with a planned run to its end, in this process. */
export async function finish(
  directory: string,
  request: ExecuteRequest = quickest,
  hooks: RunHooks = {},
  manifest?: Manifest,
): Promise<Driven> {
  const outcome = await executeRun(directory, request, hooks, manifest);
  return { ...outcome, result: resultOf(directory), events: readEvents(directory) };
}

/** A run from input to result, in this process. */
export async function drive(cut: Cut, request: ExecuteRequest = quickest, hooks: RunHooks = {}): Promise<Driven> {
  const { directory } = await plan(cut);
  return finish(directory, request, hooks);
}

export function resultOf(directory: string): string {
  return readFileSync(paths.result(directory), 'utf8');
}

/** What two results differ in is of no help when they are megabytes long. */
export function digest(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The partitions of a run's events of one type, in their order. */
export function partitionsOf(events: RunEvent[], type: 'attempt' | 'done' | 'failed' | 'recut'): number[] {
  return events.flatMap((event) => (event.type === type ? [event.partition] : []));
}

/** The error that a call must end with. */
export async function refusal(call: Promise<unknown> | (() => unknown)): Promise<EnjambreError> {
  try {
    await (typeof call === 'function' ? call() : call);
  } catch (error) {
    if (error instanceof EnjambreError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
