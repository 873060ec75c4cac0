import type { Job } from '../job.ts';
import type { OwnSource } from './definition.ts';
import { foldJob } from './fold.ts';
import { guarded } from './foreign.ts';
import { frameJob } from './frame.ts';

/** A person's job as the driver sees it. */
export function adaptJob(source: OwnSource): Job {
  const job = source.kind === 'fold' ? foldJob(source) : frameJob(source);
  const combine: Job['combine'] = (...run) =>
    guarded({ file: source.file, doing: 'combining results' }, () => job.combine(...run));
  return { ...job, combine };
}
