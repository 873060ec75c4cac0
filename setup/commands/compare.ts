import type { Command } from '../commander.ts';

const examples = `Shows in what the results of two runs differ. Exit code 0: in nothing; 1: in something.

Examples:
  enjambre compare 20261121-101500-describe-3f9a 20261121-102741-describe-8ec1
  enjambre compare runs/monday runs/tuesday --json
`;

/** `enjambre compare RUN RUN`. */
export function registerCompare(program: Command): void {
  program
    .command('compare')
    .summary('show in what two results differ')
    .usage('RUN RUN [options]')
    .addHelpText('before', examples)
    .argument('<first>', 'run id, or the path of its directory')
    .argument('<second>', 'another')
    .option('--json', 'print all differences as JSON')
    .helpOption('-h, --help', 'show this help')
    .action(async (first: string, second: string, flags) => {
      const { compare } = await import('../run/compare.ts');
      await compare(first, second, flags);
    });
}
