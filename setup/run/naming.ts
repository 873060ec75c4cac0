import { join, resolve } from 'node:path';
import process from 'node:process';
import { nearPath, shellWord } from '../invocation.ts';

/** How a run is called on a command line: by its id if it lies under `runs/` here, else by its path. */
export function runWord(directory: string, run: string): string {
  return shellWord(resolve(join('runs', run)) === resolve(directory) ? run : shortPath(directory));
}

/** A path as it is shown: without the current folder. */
export function shortPath(path: string): string {
  return nearPath(path, process.cwd());
}
