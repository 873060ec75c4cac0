/** Cuts a date column to its month or day; `value` takes the text as it is. */
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
