import { say } from '../../../setup/terminal/output.ts';
import { endLab, listLabs } from '../lab.ts';
import type { Command } from '../main.ts';
import { type LabFlags, labCommand } from './lab-command.ts';

/** `down`. */
export function registerDown(program: Command): void {
  labCommand(program, 'down', 'end a lab and remove all that it left')
    .option('--all', 'all labs of this machine')
    .action(async ({ name, all }: LabFlags & { all?: true }) => {
      const names = (await listLabs()).map((lab) => lab.name);
      if (!all && names.length > 0 && !names.includes(name)) {
        throw new Error(`There is no lab "${name}", but ${names.join(', ')}. Next: npm run lab -- status`);
      }
      if (all && names.length === 0) say('There is no lab.');
      for (const one of all ? names : [name]) {
        await endLab(one);
        say(`Lab ${one}: ended, nothing of it is left.`);
      }
    });
}
