import { compileKernel } from '../../kernel/kernel.ts';
import { SEGMENT_FORMAT } from '../../partial/segment.ts';
import type { Job } from '../job.ts';
import { combineDescribe } from './combine.ts';
import { describeLedger } from './ledger.ts';
import { processDescribe } from './process.ts';

/** Exact statistics of columns of numbers, for all rows or for each group of rows. */
export const describe: Job = {
  name: 'describe',
  format: SEGMENT_FORMAT,
  prepare: (limits) => compileKernel(limits.vectors),
  process: processDescribe,
  combine: combineDescribe,
  ledger: describeLedger,
};
