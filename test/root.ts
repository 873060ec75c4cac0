import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project, whether the tests run as sources (Deno) or transpiled (`.cache/js`, Node). */
export const root: string = findRoot(dirname(fileURLToPath(import.meta.url)));

/** A path inside the project: `fromRoot('test', 'corpus')`. */
export function fromRoot(...parts: string[]): string {
  return join(root, ...parts);
}

function findRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findRoot(dirname(folder));
}
