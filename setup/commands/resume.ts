import { languageName, mebibytes, wholeNumber } from '../arguments.ts';
import type { Command } from '../commander.ts';

/** `enjambre resume RUN`. */
export function registerResume(program: Command): void {
  program
    .command('resume')
    .summary('finish a run that was stopped')
    .usage('RUN [options]')
    .addHelpText(
      'before',
      'Finishes a run that was stopped or has failed: what is done already is kept.\n\nExample:\n  enjambre resume 20261121-101500-describe-3f9a\n',
    )
    .argument('<run>', 'run id, or the path of its directory')
    .option('--workers <count>', 'partitions at a time (default: all cores)', wholeNumber('--workers', 1, 1024))
    .option('--attempts <count>', 'most attempts at one partition (default: 3)', wholeNumber('--attempts', 1, 1000))
    .option('--memory <MiB>', 'of one worker, before it uses the disk (default: 64)', mebibytes('--memory', 1, 4096))
    .option('--json', 'print result.json instead of a table')
    .option('--lang <language>', "of the report: en or es (default: the shell's)", languageName('--lang'))
    .option('--no-report', 'write no report.html')
    .helpOption('-h, --help', 'show this help')
    .action(async (run: string, flags) => {
      const { resumeRun } = await import('../run/resume.ts');
      await resumeRun(run, flags);
    });
}
