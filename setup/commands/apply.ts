import type { Command } from '../commander.ts';
import { addLabOptions, addStepOptions } from './lab-options.ts';

const examples = `Sets the lab up: shows the plan, asks, carries it out, and looks whether all is right then. What is
right already stays as it is, so it can be run again at any time.

Examples:
  enjambre apply
  enjambre apply --yes
  enjambre apply --only-failed
  enjambre apply --only share-mount --node worker2
`;

/** `enjambre apply`. */
export function registerApply(program: Command): void {
  const apply = program
    .command('apply')
    .summary('set the lab up, or bring it up to date')
    .usage('[options]')
    .addHelpText('before', examples);
  const lab = addLabOptions(apply).option('--only-failed', 'only nodes that failed the last time');
  addStepOptions(lab)
    .optionsGroup('How it is carried out:')
    .option('-y, --yes', 'do not ask')
    .option('--break-lock', 'take nodes over from a run that holds them')
    .option('--json', 'print what was done as JSON')
    .helpOption('-h, --help', 'show this help')
    .action(async (flags) => {
      const { apply } = await import('../apply/apply.ts');
      await apply(flags);
    });
}
