import { findJob } from '../jobs/jobs.ts';
import { isJobFile } from '../jobs/own/job-file.ts';
import type { LoadedJob } from '../jobs/own/load.ts';
import { describeArguments } from './describe.ts';
import type { JobArguments } from './job-arguments.ts';

/** A job by its name, or by the path of its file, and how its options are written. */
export async function argumentsOf(named: string): Promise<JobArguments & { job: string | LoadedJob }> {
  if (isJobFile(named)) {
    const { loadOwnJob } = await import('../jobs/own/load.ts');
    const { ownArguments } = await import('./own.ts');
    const job = await loadOwnJob(named);
    return { job, ...ownArguments(job.definition.options, job.code.kind) };
  }
  const { name } = findJob(named);
  if (name === 'words') {
    const { wordsArguments } = await import('./words.ts');
    return { job: name, ...wordsArguments };
  }
  if (name === 'describe-frames') {
    const { definition } = await import('../jobs/own/describe-frames-job.ts');
    const { ownArguments } = await import('./own.ts');
    return { job: name, ...ownArguments(definition.options, 'frame') };
  }
  return { job: name, ...describeArguments };
}
