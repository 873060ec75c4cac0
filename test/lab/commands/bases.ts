import { say } from '../../../setup/terminal/output.ts';
import { durationText } from '../../../setup/terminal/units.ts';
import { buildAll } from '../bases/bases.ts';
import { cacheFolder } from '../folders.ts';
import type { Command } from '../main.ts';

/** `bases`. */
export function registerBases(program: Command): void {
  program
    .command('bases')
    .summary('build what boards start from, of both releases, now')
    .description('Builds what boards start from, of both releases, now; otherwise the first lab does it.')
    .helpOption('-h, --help', 'show this help')
    .action(async () => {
      const started = performance.now();
      const since = () => durationText(performance.now() - started);
      await buildAll((line) => say(`${since().padStart(10)}  ${line}`));
      say(`All bases are in ${cacheFolder()} after ${since()}.`);
    });
}
