import { DESCRIBE_DEFAULTS, type DescribeOptions } from '../../jobs/describe/options.ts';
import { flagOf } from '../../jobs/own/options.ts';
import type { Manifest } from '../../run-dir/manifest.ts';
import { shellWord } from '../../shell-word.ts';

/** Most names, folders and patterns in a command: more would hide its options. */
const MOST_WORDS = 20;

/**
 * The command that gives the same result from the same files, to be typed in the folder that holds what it names. Options that
 * were found out when the run was planned are said, so that they need not be found again.
 */
export function commandOf(manifest: Manifest): string {
  const { input, job, code } = manifest;
  const { files, dialect } = input;
  // A name that begins like an option would be taken for one.
  const words = input.words ?? files.map(({ name }) => name);
  const named = words.slice(0, MOST_WORDS).map((name) => shellWord(name.startsWith('-') ? `./${name}` : name));
  const inputs = words.length > MOST_WORDS ? `${named.join(' ')} …` : named.join(' ');
  const target = code === undefined ? job : `./${shellWord(code.name)}`;
  const reading =
    input.kind === 'text'
      ? [
          // Files that were found to be Latin-1 say so themselves.
          dialect.encoding === 'utf-8' || files.some((file) => file.encoding !== undefined)
            ? ''
            : `--encoding ${dialect.encoding}`,
        ]
      : [
          dialect.delimiter === ','
            ? ''
            : `--delimiter ${shellWord(dialect.delimiter === '\t' ? 'tab' : dialect.delimiter)}`,
          dialect.decimal === '.' ? '' : `--decimal ${shellWord(dialect.decimal)}`,
          dialect.encoding === 'utf-8' ? '' : `--encoding ${dialect.encoding}`,
        ];
  const options =
    code === undefined && job === 'describe'
      ? describeFlags(manifest.options as DescribeOptions)
      : otherFlags(manifest);
  const partitions = `--partitions ${manifest.partitions.length}`;
  return ['enjambre run', target, inputs, ...options, ...reading, partitions].filter((part) => part !== '').join(' ');
}

function describeFlags(options: DescribeOptions): string[] {
  const { columns, by, window, percentiles, bins, missing, strict } = options;
  const unit = { value: '--by', month: '--by-month', day: '--by-day' } as const;
  return [
    ...columns.map((column) => flag('--column', column)),
    ...by.map((key) => flag(unit[key.unit], key.column)),
    window === DESCRIBE_DEFAULTS.window ? '' : `--window ${window}`,
    same(percentiles, DESCRIBE_DEFAULTS.percentiles) ? '' : `--percentiles ${percentiles.join(',')}`,
    bins === DESCRIBE_DEFAULTS.bins ? '' : `--bins ${bins}`,
    ...missingFlag(missing),
    strict ? '--strict' : '',
  ];
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function missingFlag(missing: unknown): string[] {
  if (!Array.isArray(missing) || same(missing, DESCRIBE_DEFAULTS.missing)) return [];
  return [flag('--missing', missing.join(','))];
}

/** Options of other jobs: their flags have their names; what a run adds to those of its author is found out anew. */
function otherFlags({ options }: Manifest): string[] {
  const { options: own, missing, ...rest } = options as Record<string, unknown>;
  const authors = typeof own === 'object' && own !== null ? Object.entries(own) : [];
  const ours = Object.entries(rest).filter(([, value]) => !Array.isArray(value) || own === undefined);
  return [...[...authors, ...ours].flatMap(([name, value]) => optionFlags(name, value)), ...missingFlag(missing)];
}

function optionFlags(name: string, value: unknown): string[] {
  if (value === true) return [flagOf(name)];
  // Their file is not known any more.
  if (name === 'stopWords' && Array.isArray(value)) return value.length > 0 ? [`${flagOf(name)} …`] : [];
  if (Array.isArray(value)) return value.map((text) => flag(flagOf(name), String(text)));
  return typeof value === 'string' || typeof value === 'number' ? [flag(flagOf(name), String(value))] : [];
}

/** A job's options; those that its author chose lie inside the ones that all such jobs have. */
export function jobOptions(options: unknown): Record<string, unknown> {
  if (typeof options !== 'object' || options === null) return {};
  const { options: own, ...rest } = options as Record<string, unknown>;
  return { ...(typeof own === 'object' ? own : {}), ...rest };
}

/** An option and its value, joined where the value begins like an option. */
function flag(name: string, value: string): string {
  return value.startsWith('-') ? `${name}=${shellWord(value)}` : `${name} ${shellWord(value)}`;
}
