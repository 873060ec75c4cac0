import { planPartitions } from '../../input/partitions.ts';
import type { Job } from '../job.ts';
import type { AnyFrameJob, OwnSource } from './definition.ts';
import { combineFrames } from './frame-combine.ts';
import { frameLedger } from './frame-counts.ts';
import { type FrameRequest, resolveFrameOptions } from './frame-options.ts';
import { processFrames } from './frame-process.ts';

/** A job that works with danfo.js frames, as the driver sees it. */
export function frameJob(source: OwnSource): Job {
  return {
    name: source.name,
    format: 1,
    input: 'csv',
    unit: 'row',
    resolve: (asked, input) => {
      if (source.definition === null) throw new Error('a run that is there already cannot be planned');
      return resolveFrameOptions(source.definition as AnyFrameJob, asked as FrameRequest, input);
    },
    partition: async ({ files, dialect, header }, _, count, cores) =>
      planPartitions(files, count, cores, dialect, header.length),
    process: (task) => processFrames(task, source),
    combine: (manifest, partials, run) => combineFrames(manifest, partials, run, source),
    ledger: frameLedger,
  };
}
