import { columnIndex } from '../../csv/header.ts';
import { numericColumns } from '../../csv/numeric-columns.ts';
import { usageError } from '../../errors.ts';
import { parsePercentile } from '../../stats/percentiles.ts';
import type { JobInput } from '../job.ts';

/** A key column; `month` and `day` cut its dates, `value` takes the text as it is. */
export interface GroupKey {
  column: string;
  unit: 'value' | 'month' | 'day';
}

/** Options of `describe`; all of them can change the result, so all of them are part of the job's identity. */
export interface DescribeOptions {
  columns: string[];
  by: GroupKey[];
  /** Values in one rolling window. @default 500 */
  window: number;
  /** In percent, 0 to 100, ascending, as decimal text. @default 10, 25, 50, 75, 90 */
  percentiles: string[];
  /** Bars of the histogram. @default 20 */
  bins: number;
  /** Texts that count as missing, compared without case. The empty field is the empty text. */
  missing: string[];
  /** Refuse invalid values instead of counting them. */
  strict: boolean;
}

export const DESCRIBE_DEFAULTS: DescribeOptions = {
  columns: [],
  by: [],
  window: 500,
  percentiles: ['10', '25', '50', '75', '90'],
  bins: 20,
  missing: ['', 'NaN', 'NA', 'N/A', 'N/D', 'null', 'None'],
  strict: false,
};

const MOST_WINDOW = 10_000_000;
const MOST_BINS = 10_000;

/**
 * Checks options against an input, and chooses the columns when none is named: all that hold numbers.
 *
 * @throws EnjambreError `usage`, naming the option, the value and what is allowed.
 */
export function resolveOptions(options: DescribeOptions, input: JobInput): DescribeOptions {
  wholeNumber('--window', options.window, 1, MOST_WINDOW);
  wholeNumber('--bins', options.bins, 1, MOST_BINS);
  const keyColumns = options.by.map(({ column }) => column);
  for (const column of [...keyColumns, ...options.columns]) columnIndex(input.header, column);
  refuseRepeats('--column', options.columns);
  refuseRepeats('--by', keyColumns);
  const { decimal } = input.dialect;
  const { missing } = options;
  const columns =
    options.columns.length > 0
      ? options.columns
      : numericColumns(input.header, input.sampleRows(), { decimal, missing, keyColumns });
  if (columns.length === 0) {
    throw usageError(
      'No column of the input looks like numbers',
      `name one: --column ${JSON.stringify(input.header[0])}`,
    );
  }
  return { ...options, columns, percentiles: sortedPercentiles(options.percentiles) };
}

function sortedPercentiles(texts: string[]): string[] {
  const parsed = texts.map((text) => ({ text, ...parsePercentile(text) }));
  parsed.sort((a, b) => (a.num * b.den < b.num * a.den ? -1 : 1));
  refuseRepeats(
    '--percentiles',
    parsed.map(({ text }) => String(Number(text))),
  );
  return parsed.map(({ text }) => text);
}

function wholeNumber(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw usageError(`${option} ${value} is not allowed`, `${option} takes a whole number from ${least} to ${most}`);
}

function refuseRepeats(option: string, values: string[]): void {
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated !== undefined) throw usageError(`${option} names ${JSON.stringify(repeated)} twice`, 'name it once');
}
