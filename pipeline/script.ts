import { dirname, extname, join, relative } from 'node:path';
import { EnjambreError, usageError } from './errors.ts';

/**
 * Runs one of the pipeline's scripts: `--help` prints the text, an error is told as `what failed. Next: what to type`, and the
 * exit code is 0, 1 (failed) or 2 (usage).
 */
export async function runScript(
  help: string | ((args: string[]) => Promise<string>),
  main: (args: string[]) => Promise<void> | void,
): Promise<void> {
  const args = process.argv.slice(2);
  try {
    if (args.includes('--help') || args.includes('-h')) {
      process.stdout.write(typeof help === 'string' ? help : await help(args));
      return;
    }
    await main(args);
  } catch (error) {
    const told = asTold(error);
    const next = told.next === undefined ? '' : `. Next: ${told.next}`;
    process.stderr.write(`${told.message}${next}\n`);
    process.exitCode = told.exitCode;
  }
}

function asTold(error: unknown): EnjambreError {
  if (error instanceof EnjambreError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code.startsWith('ERR_PARSE_ARGS')) return usageError(message, 'see --help');
  if ((error as Error).name === 'NotCapable') {
    return new EnjambreError(message, {
      code: 'permission',
      next: 'allow it on the command line of deno run, see --help',
    });
  }
  return new EnjambreError((error as Error).stack ?? String(error), { code: 'internal', cause: error });
}

/** How to type another of the scripts, beside the one that runs: `node dist/process.js`, `deno run … pipeline/process.ts`. */
export function scriptCommand(name: 'split' | 'process' | 'combine'): string {
  const own = process.argv[1] ?? '';
  const path = relative('.', join(dirname(own), `${name}${extname(own)}`));
  return 'Deno' in globalThis ? `deno run … ${path}` : `node ${path}`;
}

/** A whole number from the command line. */
export function wholeNumber(option: string, text: string, least = 0): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw usageError(`${option} ${JSON.stringify(text)} is not a whole number of at least ${least}`, 'see --help');
}
