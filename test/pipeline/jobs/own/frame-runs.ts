import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../../../../pipeline/jobs/job.ts';
import { loadOwnJob } from '../../../../pipeline/jobs/own/load.ts';
import { paths } from '../../../../pipeline/run-dir/layout.ts';
import { commitAttempt, makeAttempt } from '../../../../pipeline/runs/attempts.ts';
import { combineRun } from '../../../../pipeline/runs/combine-run.ts';
import { type PlannedRun, planRun } from '../../../../pipeline/runs/plan.ts';
import { writeFiles } from '../../input/scratch.ts';
import { finish, resultOf } from '../../run/driven.ts';

export interface FrameRun {
  directory: string;
  /** The text of `result.json`. */
  result: string;
  json: { counters: Record<string, number>; columns: string[]; data: unknown[][]; rows: number };
  csv: string;
  /** Files of the run's output, by name. */
  output: Record<string, string>;
}

export interface FrameCut {
  partitions?: number;
  chunkRows?: number;
  options?: Record<string, string | boolean | string[]>;
  missing?: string[];
  /** By the driver and its threads; else in this process, which is quicker. @default false */
  driven?: boolean;
}

/** Runs a job's file, or the built-in job of that name, on files; `folder` must be new. */
export async function runFile(folder: string, file: string, inputs: string[], cut: FrameCut = {}): Promise<FrameRun> {
  const { partitions = 1, options = {}, chunkRows, missing, driven = false } = cut;
  const job = file.endsWith('.ts') ? await loadOwnJob(file) : file;
  const asked = {
    options,
    ...(chunkRows === undefined ? {} : { chunkRows }),
    ...(missing === undefined ? {} : { missing }),
  };
  const out = join(folder, 'run');
  const planned = await planRun({ job, inputs, options: asked, hash: 'sampled', partitions, out });
  const { directory } = planned;
  if (driven) await finish(directory);
  else await processHere(planned);
  const result = resultOf(directory);
  const output = paths.output(directory);
  const names = existsSync(output) ? readdirSync(output).sort() : [];
  return {
    directory,
    result,
    json: JSON.parse(result) as FrameRun['json'],
    csv: readFileSync(paths.resultCsv(directory), 'utf8'),
    output: Object.fromEntries(names.map((name) => [name, readFileSync(join(output, name), 'utf8')])),
  };
}

async function processHere({ directory, manifest }: PlannedRun): Promise<void> {
  for (const partition of manifest.partitions) {
    await makeAttempt(directory, manifest, { partition, attempt: 1 }, { limits: DEFAULT_LIMITS });
    commitAttempt(directory, manifest, partition.index, 1);
  }
  await combineRun(directory, manifest);
}

/** Runs a job given as text on a file given as text. */
export function runText(folder: string, job: string, csv: string, cut: FrameCut = {}): Promise<FrameRun> {
  writeFiles(folder, { 'my-job.ts': job, 'data.csv': csv });
  return runFile(folder, join(folder, 'my-job.ts'), [join(folder, 'data.csv')], cut);
}

/** A job that says which frames it was given: their rows, types, and places. */
export const showFrames = `
export default {
  options: { mark: { type: 'string', description: 'anything', default: 'x' } },
  frame: (frame, { fromRows, chunk, firstRow, rowsOf, options }) =>
    fromRows(['chunk', 'line', 'byte', 'columns', 'types', 'rows', 'mark'], [[
      chunk, firstRow.line, firstRow.byte, frame.columns.join(), frame.dtypes.join(), JSON.stringify(rowsOf(frame)), options.mark,
    ]]),
  combine: (frames, { concat }) => concat(frames),
};
`;
