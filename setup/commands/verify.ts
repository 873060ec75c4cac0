import { wholeNumberList } from '../arguments.ts';
import type { Command } from '../commander.ts';

const examples = `Proves a result: shows that no row was lost or counted twice, and that other numbers of partitions give the same bytes.

Examples:
  enjambre verify 20261121-101500-describe-3f9a
  enjambre verify runs/exports --partitions 1,64,333
`;

/** `enjambre verify RUN`. */
export function registerVerify(program: Command): void {
  program
    .command('verify')
    .summary('prove a result')
    .usage('RUN [options]')
    .addHelpText('before', examples)
    .argument('<run>', 'run id, or the path of its directory')
    .option(
      '--partitions <list>',
      'compute again with so many partitions (default: 1,3,7)',
      wholeNumberList('--partitions', 100_000),
    )
    .option('--json', 'print JSON')
    .helpOption('-h, --help', 'show this help')
    .action(async (run: string, flags) => {
      const { verify } = await import('../run/verify.ts');
      await verify(run, flags);
    });
}
