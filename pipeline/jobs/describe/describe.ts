import { compileKernel } from '../../kernel/kernel.ts';
import { SEGMENT_FORMAT } from '../../partial/segment.ts';
import type { Job } from '../job.ts';
import { combineDescribe } from './combine.ts';
import { describeLedger } from './ledger.ts';
import { type DescribeOptions, resolveOptions } from './options.ts';
import { processDescribe } from './process.ts';

/** Exact statistics of columns of numbers, for all rows or for each group of rows. */
export const describe: Job = {
  name: 'describe',
  format: SEGMENT_FORMAT,
  input: 'csv',
  unit: 'row',
  resolve: (asked, input) => resolveOptions(asked as DescribeOptions, input),
  partition: async ({ files, dialect, header }, _, count, cores) =>
    (await import('../../input/partitions.ts')).planPartitions(files, count, cores, dialect, header.length),
  prepare: (limits) => compileKernel(limits.vectors),
  process: processDescribe,
  combine: combineDescribe,
  ledger: describeLedger,
};
