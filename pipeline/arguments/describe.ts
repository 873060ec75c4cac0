import { DESCRIBE_DEFAULTS, type DescribeOptions, type GroupKey } from '../jobs/describe/options.ts';
import { wholeNumber } from '../script.ts';
import type { JobArguments } from './job-arguments.ts';

export const describeArguments: JobArguments = {
  help: `  --column C              column to describe; may be repeated (by default all that hold numbers)
  --by K                  key column; may be repeated
  --by-month C, --by-day C  month or day of a date column as key
  --window N --percentiles LIST --bins N --missing LIST --strict`,
  options: {
    column: { type: 'string', multiple: true },
    by: { type: 'string', multiple: true },
    'by-month': { type: 'string' },
    'by-day': { type: 'string' },
    window: { type: 'string' },
    percentiles: { type: 'string' },
    bins: { type: 'string' },
    missing: { type: 'string' },
    strict: { type: 'boolean' },
  },
  asked: (values): DescribeOptions => {
    const text = (name: string) => values[name] as string | undefined;
    const whole = (name: string) =>
      text(name) === undefined ? undefined : wholeNumber(`--${name}`, text(name) ?? '', 1);
    const key = (name: string, unit: GroupKey['unit']): GroupKey[] => {
      const column = text(name);
      return column === undefined ? [] : [{ column, unit }];
    };
    const by = ((values.by ?? []) as string[]).map((column): GroupKey => ({ column, unit: 'value' }));
    return {
      columns: (values.column ?? []) as string[],
      by: [...by, ...key('by-month', 'month'), ...key('by-day', 'day')],
      window: whole('window') ?? DESCRIBE_DEFAULTS.window,
      percentiles: text('percentiles')?.split(',') ?? DESCRIBE_DEFAULTS.percentiles,
      bins: whole('bins') ?? DESCRIBE_DEFAULTS.bins,
      missing: text('missing')?.split(',') ?? DESCRIBE_DEFAULTS.missing,
      strict: values.strict === true,
    };
  },
};
