import { DESCRIBE_DEFAULTS, type DescribeOptions } from '../../jobs/describe/options.ts';
import type { Manifest } from '../../run-dir/manifest.ts';

/** Most files that are named in a command. */
const MOST_FILES = 3;

/**
 * The command that gives the same result from the same files, to be typed in their folder. Options that were found out when the
 * run was planned are said, so that they need not be found again.
 */
export function commandOf(manifest: Manifest): string {
  const { input, job, code } = manifest;
  const { files, dialect } = input;
  const named = files.slice(0, MOST_FILES).map(({ name }) => word(name));
  const inputs = files.length > MOST_FILES ? `${named.join(' ')} …` : named.join(' ');
  const target = code === undefined ? job : `./${word(code.name)}`;
  const reading =
    input.kind === 'text'
      ? []
      : [
          dialect.delimiter === ','
            ? ''
            : `--delimiter ${word(dialect.delimiter === '\t' ? 'tab' : dialect.delimiter)}`,
          dialect.decimal === '.' ? '' : `--decimal ${word(dialect.decimal)}`,
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
  const same = (a: readonly string[], b: readonly string[]) => JSON.stringify(a) === JSON.stringify(b);
  const unit = { value: '--by', month: '--by-month', day: '--by-day' } as const;
  return [
    ...columns.map((column) => `--column ${word(column)}`),
    ...by.map((key) => `${unit[key.unit]} ${word(key.column)}`),
    window === DESCRIBE_DEFAULTS.window ? '' : `--window ${window}`,
    same(percentiles, DESCRIBE_DEFAULTS.percentiles) ? '' : `--percentiles ${percentiles.join(',')}`,
    bins === DESCRIBE_DEFAULTS.bins ? '' : `--bins ${bins}`,
    same(missing, DESCRIBE_DEFAULTS.missing) ? '' : `--missing ${word(missing.join(','))}`,
    strict ? '--strict' : '',
  ];
}

/** Options of other jobs that are single values: their flags have their names. */
function otherFlags({ options }: Manifest): string[] {
  return Object.entries(jobOptions(options)).flatMap(([name, value]) => {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === true) return [flag];
    // Their file is not known any more.
    if (name === 'stopWords' && Array.isArray(value) && value.length > 0) return [`${flag} …`];
    return typeof value === 'string' || typeof value === 'number' ? [`${flag} ${word(String(value))}`] : [];
  });
}

/** A job's options; those that its author chose lie inside the ones that all such jobs have. */
export function jobOptions(options: unknown): Record<string, unknown> {
  if (typeof options !== 'object' || options === null) return {};
  const { options: own, ...rest } = options as Record<string, unknown>;
  return { ...(typeof own === 'object' ? own : {}), ...rest };
}

/** A word of a command, quoted where the shell would read it otherwise. */
function word(text: string): string {
  return /^[\p{L}\p{N}_./:=@%+,-]+$/u.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
