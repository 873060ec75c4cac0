import { EnjambreError } from '../errors.ts';
import { describe } from './describe/describe.ts';
import type { Job } from './job.ts';

const JOBS: Job[] = [describe];

/** The built-in job of that name. */
export function findJob(name: string): Job {
  const job = JOBS.find((candidate) => candidate.name === name);
  if (job !== undefined) return job;
  throw new EnjambreError(`There is no job "${name}"`, {
    code: 'unknown-job',
    exitCode: 2,
    next: `one of: ${JOBS.map((candidate) => candidate.name).join(', ')}`,
  });
}
