import type { Command } from '../commander.ts';
import { addLabOptions } from './lab-options.ts';

const examples = `Shows each node as it is now: whether it answers, its share, its Docker, its place in the Swarm, and
how many changes set-up would make.

Examples:
  enjambre status
  enjambre status --json
`;

/** `enjambre status`. */
export function registerStatus(program: Command): void {
  const status = program
    .command('status')
    .summary('show the nodes as they are')
    .usage('[options]')
    .addHelpText('before', examples);
  addLabOptions(status)
    .optionsGroup('Output:')
    .option('--json', 'print it as JSON')
    .helpOption('-h, --help', 'show this help')
    .action(async (flags) => {
      const { status } = await import('../status/status.ts');
      await status(flags);
    });
}
