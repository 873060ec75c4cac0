import type { Job } from '../job.ts';
import { wordsLedger } from './ledger.ts';
import type { WordsOptions } from './options.ts';

/** Version of the partials' format; see `partial.ts`. */
const FORMAT = 1;

/** Words, letters, lines and bytes of text files, and their most frequent terms. */
export const words: Job = {
  name: 'words',
  format: FORMAT,
  input: 'text',
  unit: 'word',
  resolve: async (asked) => (await import('./options.ts')).resolveWords(asked as Partial<WordsOptions>),
  partition: async ({ files }, options, count, cores) => {
    const { planReplicaPartitions, planTextPartitions } = await import('../../input/text-partitions.ts');
    const { assign } = options as WordsOptions;
    return assign === 'md5' ? planReplicaPartitions(files, count ?? cores) : planTextPartitions(files, count, cores);
  },
  // Read when they are needed: other jobs start without them.
  process: async (task) => (await import('./process.ts')).processWords(task),
  combine: async (...run) => (await import('./combine.ts')).combineWords(...run),
  ledger: wordsLedger,
};
