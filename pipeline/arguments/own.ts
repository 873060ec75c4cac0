import { usageError } from '../errors.ts';
import type { OptionSpecs } from '../jobs/own/interface.ts';
import { type GivenOptions, type OptionHelp, optionHelp } from '../jobs/own/options.ts';
import { wholeNumber } from '../script.ts';
import type { JobArguments } from './job-arguments.ts';

/** How the options of a job are written that says itself which ones it has. */
export function ownArguments(specs: OptionSpecs | undefined, kind: 'fold' | 'frame'): JobArguments {
  const own = optionHelp(specs);
  const lines = own.map(({ flag, argument, description, default: value }) => {
    const typed = argument === null ? flag : `${flag} ${argument}`;
    return `  ${typed.padEnd(23)} ${description}${value === null ? '' : ` (default ${value})`}`;
  });
  const chunks = kind === 'frame' ? ['  --chunk-rows N          rows in a frame'] : [];
  return {
    help: [...lines, '  --missing LIST          words for a missing value', ...chunks].join('\n'),
    options: {
      ...Object.fromEntries(
        own.map(({ flag, argument, repeatable }) => [
          flag.slice(2),
          { type: argument === null ? 'boolean' : 'string', multiple: repeatable } as const,
        ]),
      ),
      missing: { type: 'string' },
      ...(kind === 'frame' ? { 'chunk-rows': { type: 'string' as const } } : {}),
    },
    asked: (values) => ({
      options: Object.fromEntries(own.map(({ name, flag }) => [name, values[flag.slice(2)]])) as GivenOptions,
      ...(values.missing === undefined ? {} : { missing: String(values.missing).split(',') }),
      ...(values['chunk-rows'] === undefined
        ? {}
        : { chunkRows: wholeNumber('--chunk-rows', String(values['chunk-rows']), 1) }),
    }),
  };
}

/**
 * The `name=value` texts of `--set` as options.
 *
 * @throws EnjambreError `usage` for a text that is none, and for a required option that is not among them
 */
export function assignedOptions(specs: OptionSpecs | undefined, texts: readonly string[]): GivenOptions {
  const own = optionHelp(specs);
  const given: Record<string, string | string[]> = {};
  for (const text of texts) {
    const [typed = '', ...rest] = text.split('=');
    const option = own.find(({ name, flag }) => name === typed || flag === `--${typed}`);
    if (option === undefined) {
      const names = own.length === 0 ? 'the job has no options' : `one of: ${own.map(({ name }) => name).join(', ')}`;
      throw usageError(`--set ${JSON.stringify(text)} names no option of the job`, `write name=value; ${names}`);
    }
    if (rest.length === 0) throw usageError(`--set ${JSON.stringify(text)} has no value`, `write ${setting(option)}`);
    const value = rest.join('=');
    const before = given[option.name];
    given[option.name] = option.repeatable ? [...(Array.isArray(before) ? before : []), value] : value;
  }
  const missing = own.find(({ name, required }) => required && given[name] === undefined);
  if (missing === undefined) return given;
  throw usageError(`The job needs ${missing.name} (${missing.description})`, `add ${setting(missing)}`);
}

function setting({ name, argument }: OptionHelp): string {
  return `--set ${name}=${argument ?? 'true'}`;
}
