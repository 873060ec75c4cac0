import type { Command } from '../commander.ts';

const examples = `Tells what a step of set-up does and why, how to look at it on a node, and what takes it back.
Without a step, it lists all of them.

Examples:
  enjambre explain
  enjambre explain share-mount
`;

/** `enjambre explain [STEP]`. */
export function registerExplain(program: Command): void {
  program
    .command('explain')
    .summary('tell what a step of set-up does')
    .usage('[STEP] [options]')
    .addHelpText('before', examples)
    .argument('[step]', 'its name')
    .option('--json', 'print it as JSON')
    .helpOption('-h, --help', 'show this help')
    .action(async (step: string | undefined, flags) => {
      const { explain } = await import('../steps/explain.ts');
      explain(step, flags);
    });
}
