import { EnjambreError } from '../errors.ts';
import type { Manifest } from '../run-dir/manifest.ts';
import { describe } from './describe/describe.ts';
import type { Job } from './job.ts';
import { describeFrames, ownJobOf } from './own/late.ts';
import { words } from './words/words.ts';

const JOBS: Job[] = [describe, words, describeFrames];

/** The built-in job of that name. */
export function findJob(name: string): Job {
  const job = JOBS.find((candidate) => candidate.name === name);
  if (job !== undefined) return job;
  throw new EnjambreError(`There is no job "${name}"`, {
    code: 'unknown-job',
    exitCode: 2,
    next: `one of: ${JOBS.map((candidate) => candidate.name).join(', ')}; or the file of your own job, as ./${name}.ts`,
  });
}

/** The job of a run: a built-in one, or one that a person brought, whose code lies in the run directory. */
export function jobOf(manifest: Pick<Manifest, 'job' | 'code' | 'input'>): Job {
  return manifest.code === undefined ? findJob(manifest.job) : ownJobOf(manifest);
}
