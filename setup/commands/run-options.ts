import { delimiterText, encodingName, engineName, languageName, mebibytes, oneOf, wholeNumber } from '../arguments.ts';
import type { Command } from '../commander.ts';

// Options that the commands of several jobs share.

/** How rows are written. */
export function addRowOptions(command: Command): Command {
  return command
    .optionsGroup('How the input is written (found out unless given):')
    .option('--delimiter <character>', "',' ';' '|' or tab", delimiterText)
    .option('--decimal <mark>', "'.' or ','", oneOf('--decimal', ['.', ',']))
    .option('--encoding <name>', 'utf-8 or latin1', encodingName('--encoding'));
}

/** How a run is carried out, and what it shows. */
export function addRunOptions(command: Command): Command {
  return command
    .optionsGroup('How the run is carried out:')
    .option('--partitions <count>', 'slices of the input (default: by its size)', wholeNumber('--partitions'))
    .option('--workers <count>', 'partitions at a time (default: all cores)', wholeNumber('--workers', 1, 1024))
    .option('--attempts <count>', 'most attempts at one partition (default: 3)', wholeNumber('--attempts', 1, 1000))
    .option('--memory <MiB>', 'of one worker, before it uses the disk (default: 64)', mebibytes('--memory', 1, 4096))
    .option('--engine <name>', 'local or auto (default: auto)', engineName)
    .option(
      '--hash <kind>',
      'check the input by samples, or full (default: sampled)',
      oneOf('--hash', ['sampled', 'full']),
    )
    .optionsGroup('Output:')
    .option('--out <folder>', 'run directory (default: runs/<run id>)')
    .option('--json', 'print result.json instead of a table')
    .option('--lang <language>', "of the report: en or es (default: the shell's)", languageName('--lang'))
    .option('--no-report', 'write no report.html')
    .helpOption('-h, --help', 'show this help');
}

/** What `addRowOptions` and `addRunOptions` give; what was not typed is undefined. */
export interface RunFlags {
  delimiter?: string;
  decimal?: string;
  encoding?: 'utf-8' | 'latin1';
  partitions?: number;
  workers?: number;
  attempts?: number;
  /** Bytes. */
  memory?: number;
  hash?: 'sampled' | 'full';
  out?: string;
  json?: boolean;
  lang?: 'en' | 'es';
  /** False with `--no-report`. */
  report?: boolean;
}
