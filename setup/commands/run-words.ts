import { encodingName, oneOf, wholeNumber } from '../arguments.ts';
import type { Command } from '../commander.ts';
import { addRunOptions } from './run-options.ts';

const examples = `Words, letters, lines and bytes of text files, and their most frequent words.

Examples:
  enjambre run words books/
  enjambre run words 'books/*.txt' --top 50 --stop-words stop-words.txt
  enjambre run words big.txt --json > result.json
  REPLICA_ID=1 REPLICA_COUNT=3 enjambre run words books/ --assign md5 --out /mnt/shared/counts
`;

/** `enjambre run words FILE…`. */
export function registerWords(run: Command): void {
  const words = run
    .command('words')
    .summary('count words and letters of text files')
    .usage('FILE… [options]')
    .addHelpText('before', examples)
    .argument('<file...>', 'text files, also gzipped; folders and patterns');
  words
    .optionsGroup('What to compute:')
    .option(
      '--top <count>',
      'how many of the most frequent words to show (default: 20)',
      wholeNumber('--top', 0, 100_000),
    )
    .option('--stop-words <file>', 'leave these words out of the most frequent ones')
    .option(
      '--assign <scheme>',
      'files to partitions by size, or by md5 of their names (default: size)',
      oneOf('--assign', ['size', 'md5']),
    )
    .option('--encoding <name>', 'utf-8 or latin1 (default: found out, file by file)', encodingName('--encoding'));
  addRunOptions(words).action(async (files: string[], flags) => {
    const { runWords } = await import('../run/words.ts');
    await runWords(files, flags);
  });
}
