import { collect, share, wholeNumber } from '../arguments.ts';
import type { Command } from '../commander.ts';

const examples = `Shows that a fold of your own gives the same result however its input is cut, or a few rows where it does not.

Example:
  enjambre check ./my-job.ts sample.csv
`;

/** `enjambre check JOB FILE`. */
export function registerCheck(program: Command): void {
  program
    .command('check')
    .summary('test a job of your own')
    .usage('JOB FILE [options]')
    .addHelpText('before', examples)
    .argument('<job>', 'file that holds the job')
    .argument('<file>', 'a small sample of its input: its first rows are used')
    .option('--rows <count>', 'rows of the sample to use (default: 50)', wholeNumber('--rows', 1, 10_000))
    .option('--set <name=value>', 'an option of the job; repeat for more', collect)
    .option(
      '--tolerance <share>',
      'accept relative differences up to this, as 1e-9 (default: none)',
      share('--tolerance'),
    )
    .helpOption('-h, --help', 'show this help')
    .action(async (job: string, file: string, flags) => {
      const { check } = await import('../run/check.ts');
      await check(job, file, flags);
    });
}
