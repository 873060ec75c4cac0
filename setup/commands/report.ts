import { languageName } from '../arguments.ts';
import type { Command } from '../commander.ts';

const examples = `Makes the report of a run again, from its directory alone: one file that opens in any browser.

Examples:
  enjambre report 20261121-101500-describe-3f9a --open
  enjambre report runs/exports --lang es
`;

/** `enjambre report RUN`. */
export function registerReport(program: Command): void {
  program
    .command('report')
    .summary('make the report of a run')
    .usage('RUN [options]')
    .addHelpText('before', examples)
    .argument('<run>', 'run id, or the path of its directory')
    .option('--lang <language>', "en or es (default: the shell's)", languageName('--lang'))
    .option('--open', 'open it in the browser')
    .option('--json', 'print its path as JSON')
    .helpOption('-h, --help', 'show this help')
    .action(async (run: string, flags) => {
      const { showReport } = await import('../run/show-report.ts');
      await showReport(run, flags);
    });
}
