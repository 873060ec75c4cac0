import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnjambreError } from '../../../../pipeline/errors.ts';
import { type LoadedJob, loadOwnJob } from '../../../../pipeline/jobs/own/load.ts';
import type { GivenOptions } from '../../../../pipeline/jobs/own/options.ts';
import { executeRun } from '../../../../pipeline/run.ts';
import { type RunEvent, readEvents } from '../../../../pipeline/run-dir/events.ts';
import { paths } from '../../../../pipeline/run-dir/layout.ts';
import { type PlanRequest, planRun } from '../../../../pipeline/runs/plan.ts';

/** Files of a test, in a folder that is removed at its end. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'enjambre-own-'));
  private runs = 0;

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    writeFileSync(path, content);
    return path;
  }

  /** A run directory that is not there yet. */
  newRun(): string {
    return join(this.path, `run-${++this.runs}`);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export interface OwnRun {
  directory: string;
  /** The text of `result.json`. */
  result: string;
  csv: string;
  events: RunEvent[];
}

type Cut = Partial<Pick<PlanRequest, 'partitions' | 'delimiter' | 'encoding'>> & { options?: GivenOptions };

/** Plans and carries out a person's job, in this process' workers. */
export async function runOwn(
  folder: Folder,
  job: string | LoadedJob,
  inputs: string[],
  cut: Cut = {},
): Promise<OwnRun> {
  const loaded = typeof job === 'string' ? await loadOwnJob(job) : job;
  const { options = {}, ...rest } = cut;
  const out = folder.newRun();
  const { directory } = await planRun({ job: loaded, inputs, options: { options }, hash: 'sampled', out, ...rest });
  await executeRun(directory, { workers: 1 });
  const [result, csv] = [paths.result, paths.resultCsv].map((path) => readFileSync(path(directory), 'utf8'));
  return { directory, result: result as string, csv: csv as string, events: readEvents(directory) };
}

/** The part of a result that the job gave. */
export function resultIn({ result }: OwnRun): unknown {
  return (JSON.parse(result) as { result: unknown }).result;
}

/** The error that a call must end with. */
export async function failureOf(call: Promise<unknown> | (() => unknown)): Promise<EnjambreError> {
  try {
    await (typeof call === 'function' ? call() : call);
  } catch (error) {
    if (error instanceof EnjambreError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}
