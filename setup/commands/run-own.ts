import { collect, commaList, wholeNumber } from '../arguments.ts';
import { shellWord } from '../invocation.ts';
import type { Command } from '../main.ts';
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
    if (option.repeatable) own.option(flags, `${description}; repeat for more`, collect);
    else own.option(flags, description);
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
    await runOwn(word, files, flags);
  });
  run.addCommand(own);
}
