import {
  collect,
  commaList,
  delimiterText,
  encodingName,
  engineName,
  keyCollector,
  mebibytes,
  oneOf,
  percentileList,
  wholeNumber,
} from '../arguments.ts';
import type { Command } from '../main.ts';

const examples = `Exact statistics of columns of numbers.

Examples:
  enjambre run describe data.csv
  enjambre run describe data.csv --column ValorObservado --by CodigoEstacion
  enjambre run describe data.csv --column ValorObservado --by-month FechaObservacion
  enjambre run describe 'exports/*.csv.gz' --delimiter ';' --decimal , --out runs/exports
  enjambre run describe data.csv --json > result.json
`;

/** `enjambre run JOB`. */
export function registerRun(program: Command): void {
  const run = program
    .command('run')
    .summary('carry out a job: run describe FILE…')
    .usage('describe FILE… [options]')
    .addHelpText('before', 'Carries out a job.\n\nExample:\n  enjambre run describe data.csv\n')
    .helpCommand(false);
  registerDescribe(run);
}

function registerDescribe(run: Command): void {
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
  describe
    .optionsGroup('How the input is written (found out unless given):')
    .option('--delimiter <character>', "',' ';' '|' or tab", delimiterText)
    .option('--decimal <mark>', "'.' or ','", oneOf('--decimal', ['.', ',']))
    .option('--encoding <name>', 'utf-8 or latin1', encodingName('--encoding'))
    .option('--missing <list>', "words for a missing value (default: ',NaN,NA,N/A,N/D,null,None')", commaList)
    .option('--strict', 'refuse values that are no numbers, rather than count them');
  describe
    .optionsGroup('How the run is carried out:')
    .option('--partitions <count>', 'slices of the input (default: by its size)', wholeNumber('--partitions'))
    .option('--workers <count>', 'partitions at a time (default: all cores)', wholeNumber('--workers', 1, 1024))
    .option('--attempts <count>', 'most attempts at one partition (default: 3)', wholeNumber('--attempts', 1, 1000))
    .option('--memory <MiB>', 'of one worker, before it uses the disk (default: 64)', mebibytes('--memory', 1, 4096))
    .option('--engine <name>', 'local or auto (default: auto)', engineName)
    .option(
      '--hash <kind>',
      'check the input by samples, or full (default: sampled)',
      oneOf('--hash', ['sampled', 'full']),
    )
    .optionsGroup('Output:')
    .option('--out <folder>', 'run directory (default: runs/<run id>)')
    .option('--json', 'print result.json instead of a table')
    .helpOption('-h, --help', 'show this help')
    .action(async (files: string[], flags) => {
      const { warmUp } = await import('../../pipeline/engines/threads.ts');
      warmUp(files, flags.workers);
      const { runDescribe } = await import('../run/describe.ts');
      await runDescribe(files, flags);
    });
}
