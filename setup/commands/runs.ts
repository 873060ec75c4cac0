import type { Command } from '../commander.ts';

/** `enjambre runs`. */
export function registerRuns(program: Command): void {
  program
    .command('runs')
    .summary('list the runs')
    .usage('[FOLDER] [options]')
    .addHelpText(
      'before',
      'Lists the runs, the newest first.\n\nExamples:\n  enjambre runs\n  enjambre runs /mnt/shared/runs --json\n',
    )
    .argument('[folder]', 'where the run directories lie (default: runs)')
    .option('--json', 'print JSON instead of a table')
    .helpOption('-h, --help', 'show this help')
    .action(async (folder: string | undefined, flags) => {
      const { showRuns } = await import('../run/list.ts');
      showRuns(folder, flags);
    });
}
