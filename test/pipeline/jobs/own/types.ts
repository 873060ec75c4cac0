import type { Decimal, Fold, FrameJob, OptionsOf } from '../../../../pipeline/jobs/own/author.ts';

// What TypeScript must accept and refuse in a job: checked by `tsc`, never run. Each `@ts-expect-error` is a test.

const options = {
  window: { type: 'integer', description: 'rows', default: 500 },
  limit: { type: 'number', description: 'most', required: true },
  share: { type: 'number', description: 'may be left out' },
  unit: { type: 'string', description: 'of time', values: ['month', 'day'], default: 'month' },
  value: { type: 'column', description: 'numbers', required: true },
  by: { type: 'columns', description: 'groups' },
  strictly: { type: 'boolean', description: 'be strict' },
} as const;

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

interface Wanted {
  readonly window: number;
  readonly limit: number;
  readonly share: number | undefined;
  readonly unit: 'month' | 'day';
  readonly value: string;
  readonly by: readonly string[];
  readonly strictly: boolean;
}
export const optionsAreTyped: Same<Wanted, { [Name in keyof Wanted]: OptionsOf<typeof options>[Name] }> = true;

export const fold = {
  options,
  columns: ({ value, by }) => [value, ...by],
  empty: ({ exact }) => ({ sum: exact.zero }),
  add(state, row, { exact, options: { limit, unit } }) {
    const value = row.decimal('a');
    if (value === null || limit > 3 || unit === 'day') return;
    state.sum = exact.add(state.sum, value);
  },
  merge: (a, b, { exact }) => ({ sum: exact.add(a.sum, b.sum) }),
  result: ({ sum }, { exact, options: { share } }) => exact.toNumber(sum) * (share ?? 1),
} satisfies Fold<{ sum: Decimal }, typeof options>;

export const plain = {
  empty: () => 0,
  add: (rows) => rows + 1,
  merge: (a, b) => a + b,
  result: (rows) => rows,
} satisfies Fold<number>;

export const wrong = {
  // @ts-expect-error: the state is a number.
  empty: () => '',
  add(rows, row, context) {
    // @ts-expect-error: a text is no number.
    row.text('a').toFixed();
    // @ts-expect-error: the job has no options.
    context.options.limit;
    return rows + 1;
  },
  merge: (a, b) => a + b,
  result: (rows) => rows,
} satisfies Fold<number>;

export const mistyped = {
  ...plain,
  // @ts-expect-error: no such member.
  colums: ['a'],
} satisfies Fold<number>;

// @ts-expect-error: `merge` is missing.
export const unmerged = { empty: () => 0, add: (rows) => rows + 1, result: (rows) => rows } satisfies Fold<number>;

export const frames = {
  options,
  numbers: ({ value }) => [value],
  frame(frame, context) {
    context.count('rows', frame.shape[0] ?? 0);
    context.write(frame, context.options.unit);
    return frame.head(context.options.window);
  },
  combine: (parts, { concat, counters }) => (counters.rows === 0 ? (parts[0] as never) : concat(parts)),
} satisfies FrameJob<typeof options>;
