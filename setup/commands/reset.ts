import type { Command } from '../main.ts';
import { addLabOptions } from './lab-options.ts';

const examples = `Takes back what set-up did on nodes, as their journals tell: edited files are as they were, what was added goes. Files on the
share stay. Shows what it will undo, and asks for each node's name.

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
