import type { ParseArgsConfig } from 'node:util';

/** What `parseArgs` gives for an option. */
export type ArgumentValue = string | boolean | (string | boolean)[] | undefined;

/** How a job's own options are written on the command line of `split`. */
export interface JobArguments {
  /** Lines of help, without an empty one at the end. */
  help: string;
  options: NonNullable<ParseArgsConfig['options']>;
  /** What the job's `resolve` gets. */
  asked(values: Record<string, ArgumentValue>): unknown;
}
