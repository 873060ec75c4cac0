import { collect, commaList, keyCollector, percentileList, wholeNumber } from '../arguments.ts';
import type { Command } from '../commander.ts';
import { addRowOptions, addRunOptions } from './run-options.ts';

const examples = `Exact statistics of columns of numbers.

Examples:
  enjambre run describe data.csv
  enjambre run describe data.csv --column ValorObservado --by CodigoEstacion
  enjambre run describe data.csv --column ValorObservado --by-month FechaObservacion
  enjambre run describe 'exports/*.csv.gz' --delimiter ';' --decimal , --out runs/exports
  enjambre run describe data.csv --json > result.json
`;

/** `enjambre run describe FILE…`. */
export function registerDescribe(run: Command): void {
  const key = keyCollector();
  const describe = run
    .command('describe')
    .summary('exact statistics of columns of numbers')
    .usage('FILE… [options]')
    .addHelpText('before', examples)
    .argument('<file...>', 'CSV files, also gzipped; folders and patterns');
  describe
    .optionsGroup('What to compute:')
    .option('-c, --column <name>', 'measure this column; repeat for more (default: all that hold numbers)', collect)
    .option('-b, --by <column>', 'group rows by this column; repeat for more', key('value'))
    .option('--by-month <column>', 'group rows by the month of this date', key('month'))
    .option('--by-day <column>', 'group rows by the day of this date', key('day'))
    .option('--window <values>', 'values in a rolling window (default: 500)', wholeNumber('--window'))
    .option('--percentiles <list>', 'in percent (default: 10,25,50,75,90)', percentileList('--percentiles'))
    .option('--bins <bars>', 'bars of the histogram (default: 20)', wholeNumber('--bins'))
    .option('--compare-naive', 'show what averaging the averages of the parts would give');
  addRowOptions(describe)
    .option('--missing <list>', "words for a missing value (default: ',NaN,NA,N/A,N/D,null,None')", commaList)
    .option('--strict', 'refuse values that are no numbers, rather than count them');
  addRunOptions(describe).action(async (files: string[], flags) => {
    const { warmUp } = await import('../../pipeline/engines/threads.ts');
    warmUp(files, flags.workers);
    const { runDescribe } = await import('../run/describe.ts');
    await runDescribe(files, flags);
  });
}
