import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** Path of a file among those that `enjambre` keeps for who runs it: in `$ENJAMBRE_HOME`, else in `~/.enjambre`. */
export function homeFile(name: string): string {
  return join(process.env.ENJAMBRE_HOME || join(homedir(), '.enjambre'), name);
}
