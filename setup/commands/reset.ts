import type { Command } from '../commander.ts';
import { addLabOptions } from './lab-options.ts';

const examples = `Takes back what set-up did on nodes, as their journals tell: edited files become what they were, and
what was added goes. Files on the share stay. It shows what it will undo, and asks you to type the
name of each node.

Examples:
  enjambre reset
  enjambre reset --node worker2
  enjambre reset --keep-packages --yes
`;

/** `enjambre reset`. */
export function registerReset(program: Command): void {
  const reset = program
    .command('reset')
    .summary('take back what set-up did')
    .usage('[options]')
    .addHelpText('before', examples);
  addLabOptions(reset)
    .optionsGroup('How it is carried out:')
    .option('--keep-packages', 'leave installed what set-up has installed')
    .option('--dry-run', 'show what would be undone, and undo nothing')
    .option('-y, --yes', 'do not ask')
    .option('--break-lock', 'take nodes over from a run that holds them')
    .option('--json', 'print what was undone as JSON')
    .helpOption('-h, --help', 'show this help')
    .action(async (flags) => {
      const { reset } = await import('../reset/reset.ts');
      await reset(flags);
    });
}
