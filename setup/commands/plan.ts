import type { Command } from '../commander.ts';
import { addLabOptions, addStepOptions } from './lab-options.ts';

const examples = `Shows what set-up would change on each node, and changes nothing. The exit code is 0 if there is
nothing to do, and 3 if there is something.

Examples:
  enjambre plan
  enjambre plan --node worker2 --only share-mount
  enjambre plan --as-shell > set-up.sh
`;

/** `enjambre plan`. */
export function registerPlan(program: Command): void {
  const plan = program
    .command('plan')
    .summary('show what set-up would change')
    .usage('[options]')
    .addHelpText('before', examples);
  addStepOptions(addLabOptions(plan))
    .optionsGroup('Output:')
    .option('--as-shell', 'print it as a shell script')
    .option('--json', 'print it as JSON')
    .helpOption('-h, --help', 'show this help')
    .action(async (flags) => {
      const { plan } = await import('../plan/plan.ts');
      await plan(flags);
    });
}
