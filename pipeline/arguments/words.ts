import type { WordsOptions } from '../jobs/words/options.ts';
import { readStopWords } from '../jobs/words/stop-words.ts';
import { wholeNumber } from '../script.ts';
import type { JobArguments } from './job-arguments.ts';

export const wordsArguments: JobArguments = {
  help: `  --top N                 how many of the most frequent words the result has (default 20)
  --stop-words FILE       leave these words out of the most frequent ones
  --assign size|md5       files to partitions by size, or by md5 of their names`,
  options: { top: { type: 'string' }, 'stop-words': { type: 'string' }, assign: { type: 'string' } },
  asked: ({ top, 'stop-words': path, assign }): Partial<WordsOptions> => ({
    ...(top === undefined ? {} : { top: wholeNumber('--top', top as string) }),
    ...(path === undefined ? {} : { stopWords: readStopWords(path as string) }),
    ...(assign === undefined ? {} : { assign: assign as WordsOptions['assign'] }),
  }),
};
