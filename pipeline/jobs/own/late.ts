import type { Manifest } from '../../run-dir/manifest.ts';
import type { Job } from '../job.ts';
import { frameLedger } from './frame-counts.ts';

/** Version of how states and frames are written. */
const FORMAT = 1;

/**
 * A job of `own/` that is loaded when it is used: runs of other jobs start without its code.
 *
 * @param load gives the whole job
 */
function lateJob(facts: Pick<Job, 'name' | 'input'> & { kind: 'fold' | 'frame' }, load: () => Promise<Job>): Job {
  const { name, input, kind } = facts;
  return {
    name,
    input,
    format: FORMAT,
    unit: 'row',
    resolve: async (asked, found) => (await load()).resolve(asked, found),
    partition: async (...cut) => (await load()).partition(...cut),
    process: async (task) => (await load()).process(task),
    combine: async (...run) => (await load()).combine(...run),
    ledger: kind === 'frame' ? frameLedger : () => ({ columns: [], examples: [] }),
  };
}

/** The statistics of `describe` as the original system computed them: with frames, and as averages of averages. */
export const describeFrames: Job = lateJob({ name: 'describe-frames', input: 'csv', kind: 'frame' }, async () => {
  const { describeFrames: job } = await import('./describe-frames-job.ts');
  return job;
});

/** The job of a run that a person brought; its code is read from the run directory. */
export function ownJobOf({ job, code, input }: Pick<Manifest, 'job' | 'code' | 'input'>): Job {
  return lateJob({ name: job, input: input.kind, kind: code?.kind ?? 'fold' }, async () => {
    const { ownJob } = await import('./load.ts');
    return ownJob({ job, ...(code === undefined ? {} : { code }) });
  });
}
