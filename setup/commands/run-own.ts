import { basename } from 'node:path';
import { usageError } from '../../pipeline/errors.ts';
import { commaList, wholeNumber } from '../arguments.ts';
import type { Command } from '../commander.ts';
import { shellWord } from '../invocation.ts';
import type { OwnCommand } from '../run/own-command.ts';
import { addRowOptions, addRunOptions } from './run-options.ts';

const framesSummary = 'the same by averages of averages, with danfo.js frames';

/**
 * `enjambre run describe-frames FILE…`, for the list of jobs alone: when it is typed, its options are known, and `registerOwn`
 * makes the command.
 */
export function registerFrames(run: Command): void {
  run.command('describe-frames').summary(framesSummary).argument('<file...>', 'CSV files').helpOption(false);
}

/** `enjambre run ./my-job.ts FILE…`: the job says which options it has. */
export function registerOwn(run: Command, { word, summary, kind, input, options }: OwnCommand): void {
  const own = run.createCommand(word).copyInheritedSettings(run);
  const what = input === 'csv' ? 'CSV files, also gzipped; folders and patterns' : 'text files; folders and patterns';
  own
    .summary(summary)
    .usage('FILE… [options]')
    .addHelpText(
      'before',
      `${summary}\n\nExample:\n  enjambre run ${shellWord(word)} ${input === 'csv' ? 'data.csv' : 'books/'}\n`,
    )
    .argument('<file...>', what)
    .optionsGroup('What to compute:');
  for (const option of options) {
    const flags = option.argument === null ? option.flag : `${option.flag} ${option.argument}`;
    const value = option.default === null ? (option.required ? ' (required)' : '') : ` (default: ${option.default})`;
    const description = `${option.description}${value}`;
    if (option.argument === null) own.option(flags, description);
    else own.option(flags, option.repeatable ? `${description}; repeat for more` : description, several());
  }
  if (kind === 'frame')
    own.option('--chunk-rows <rows>', 'rows in a frame (default: 10000)', wholeNumber('--chunk-rows'));
  if (word === 'describe-frames') own.option('--no-exact', 'leave out the exact statistics of the same rows');
  if (input === 'csv') {
    addRowOptions(own).option(
      '--missing <list>',
      "words for a missing value (default: ',NaN,NA,N/A,N/D,null,None')",
      commaList,
    );
  }
  addRunOptions(own).action(async (files: string[], flags) => {
    const { runOwn } = await import('../run/own.ts');
    await runOwn(word, files, { ...flags, ...singleValues(flags, options, word) });
  });
  run.addCommand(own);
}

/** The values before are kept here: commander would look for those of `--to-string` in an object's prototype. */
function several(): (text: string) => string[] {
  const values: string[] = [];
  return (text) => {
    values.push(text);
    return values;
  };
}

/** Options that take one value, of which all were kept; refused here, as commander reads a wrong command line twice. */
function singleValues(flags: Record<string, unknown>, options: OwnCommand['options'], word: string): object {
  const values: [string, unknown][] = [];
  for (const { name, flag, argument, repeatable } of options) {
    if (argument === null || repeatable || !Object.hasOwn(flags, name)) continue;
    const given = flags[name] as string[];
    if (given.length > 1) {
      const all = given.map((value) => JSON.stringify(value)).join(' and ');
      throw usageError(`${flag} is given more than once, ${all}: ${basename(word)} takes one`, `give ${flag} once`);
    }
    values.push([name, given[0]]);
  }
  return Object.fromEntries(values);
}
