import process from 'node:process';
import type { Lab } from '../lab.ts';
import { listLabs, openLab } from '../lab.ts';
import type { Command } from '../main.ts';

/** Flags that every command about a lab has. */
export interface LabFlags {
  name: string;
}

/** A command about one lab. */
export function labCommand(program: Command, name: string, summary: string): Command {
  return program
    .command(name)
    .summary(summary)
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
    .option('--name <lab>', 'which lab', 'lab')
    .helpOption('-h, --help', 'show this help');
}

/** The lab that a command is about; if there is none of the name, the error names those that there are. */
export async function openNamed(name: string): Promise<Lab> {
  const names = (await listLabs()).map((lab) => lab.name);
  if (names.length > 0 && !names.includes(name)) {
    throw new Error(`There is no lab "${name}", but ${names.join(', ')}. Next: the same with --name ${names[0]}`);
  }
  return openLab(name);
}

/**
 * A text with its commands as they must be typed here: by sudo where that was used, and about the same lab.
 *
 * @param name of the lab
 */
export function typeable(text: string, name: string): string {
  const named = text.replace(/npm run lab -- (?!(?:up|down|status|doctor|bases)\b|-)[^,\n]*/g, (command) =>
    name === 'lab' || command.includes('--name') ? command : `${command} --name ${name}`,
  );
  if (process.env.SUDO_UID === undefined) return named;
  // Variables come after sudo, which does not pass on those before it.
  return named.replace(/(sudo )?((?:\b[A-Z_]+=\S+ )*)npm run lab\b/g, 'sudo $2npm run lab');
}
