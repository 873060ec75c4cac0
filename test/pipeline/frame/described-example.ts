import type { DescribeResult } from '../../../pipeline/frame/describe-result.ts';
import type { ColumnResult } from '../../../pipeline/jobs/describe/result.ts';

/** A column's statistics; `change` replaces those that a test is about. */
export function columnResult(change: Partial<ColumnResult> = {}): ColumnResult {
  return {
    count: 3,
    missing: 1,
    invalid: 2,
    min: 10,
    max: 40,
    sum: 80,
    mean: 26.666666666666668,
    variance: 155.55555555555554,
    std: 12.47219128924647,
    mode: 30,
    modeCount: 1,
    percentiles: { '10': 14, '50': 30, '97.5': 39.5 },
    kurtosis: -1.5,
    skewness: -0.3818017741606064,
    rollingVarianceSum: 125,
    rollingWindows: 2,
    histogram: { from: 10, to: 40, counts: [1, 0, 1, 1] },
    ...change,
  };
}

/** The statistics of a column without values. */
export function emptyColumnResult(): ColumnResult {
  const none = {
    min: null,
    max: null,
    mean: null,
    variance: null,
    std: null,
    mode: null,
    kurtosis: null,
    skewness: null,
  };
  const percentiles = { '10': null, '50': null, '97.5': null };
  return columnResult({
    ...none,
    count: 0,
    sum: 0,
    modeCount: 0,
    percentiles,
    histogram: null,
    rollingVarianceSum: 0,
    rollingWindows: 0,
  });
}

/** The result of a run over `columns`, grouped by `by`. */
export function describeResult(
  columns: string[],
  by: string[],
  groups: DescribeResult['groups'],
): DescribeResult & { rows: number } {
  return {
    job: 'describe',
    options: {
      columns,
      by: by.map((column) => ({ column, unit: 'value' })),
      window: 2,
      percentiles: ['10', '50', '97.5'],
      bins: 4,
      missing: ['', 'nan'],
      strict: false,
    },
    rows: 6,
    groups,
  };
}
