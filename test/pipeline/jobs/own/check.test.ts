import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkJob, formatCheck, NotMergeable } from '../../../../pipeline/jobs/own/check.ts';
import type { Fold } from '../../../../pipeline/jobs/own/interface.ts';
import { failureOf } from './own-run.ts';

const test = suite('a fold that depends on how its input is cut is shown with the smallest sample');

const values = 'g,v\na,0.1\nb,0.2\na,0.3\nb,5\nc,\na,7\n';

const sums = {
  columns: ['v'],
  empty: () => ({ rows: 0, sum: 0 }),
  add(state, row) {
    state.rows++;
    state.sum += row.number('v') ?? 0;
  },
  merge: (a, b) => ({ rows: a.rows + b.rows, sum: a.sum + b.sum }),
  result: (state) => state,
} satisfies Fold<{ rows: number; sum: number }>;

async function broken(job: object, sample: Parameters<typeof checkJob>[1] = values): Promise<NotMergeable> {
  const error = await failureOf(() => checkJob(job, sample));
  assert.instance(error, NotMergeable);
  return error as NotMergeable;
}

test('a good fold holds, and is tried in many ways', () => {
  const { checked, ...report } = checkJob({ ...sums, result: ({ rows }: { rows: number }) => rows }, values);
  assert.equal(report, { holds: true, rows: 6 });
  assert.ok(checked > 40);
});

test('rows may be objects, and options are given by name', () => {
  const job = {
    options: { column: { type: 'column', description: 'x' } },
    empty: () => [],
    add: (list: string[], row: { text(column: string): string }, { options }: { options: { column: string } }) => [
      ...list,
      row.text(options.column),
    ],
    merge: (a: string[], b: string[]) => [...a, ...b],
    result: (list: string[]) => list.join('|'),
  };
  const rows = [
    { a: 'x, "y"', b: 1 },
    { a: null, b: 2 },
  ];
  assert.is(checkJob(job, rows, { options: { column: 'a' } }).rows, 2);
});

test('rounding is told from a wrong merge, and may be accepted', async () => {
  const { fault, next } = await broken(sums);
  assert.is(fault.difference?.kind, 'rounding');
  assert.match(next ?? '', /context\.exact/);
  assert.ok(checkJob(sums, values, { tolerance: 1e-12 }).holds);
});

test('an average of averages', async () => {
  const mean = {
    ...sums,
    merge: (a: { rows: number; sum: number }, b: { rows: number; sum: number }) => {
      if (a.rows === 0 || b.rows === 0) return a.rows === 0 ? b : a;
      return { rows: 1, sum: (a.sum / a.rows + b.sum / b.rows) / 2 };
    },
    result: ({ rows, sum }: { rows: number; sum: number }) => ({ mean: rows === 0 ? null : sum / rows }),
  };
  const { message, next } = await broken(mean, 'g,v\na,1\nb,2\na,4\nb,4\nc,4\n');
  assert.is(
    message,
    [
      'Cutting the input changes the result of this fold.',
      '',
      'With 3 rows',
      '    v',
      '    1',
      '    -------- cut',
      '    2',
      '    4',
      'result.mean is',
      '    as a whole         2.3333333333333335',
      '    joined from parts  2',
    ].join('\n'),
  );
  assert.match(next ?? '', /keep sums and counts/);
});

test('an empty part must change nothing', async () => {
  const { fault } = await broken({ ...sums, empty: () => ({ rows: 0, sum: 1 }) });
  assert.equal([fault.law, fault.rows.length], ['empty', 1]);
});

test('what is kept outside of the state shows at the second time', async () => {
  const state = { rows: 0, sum: 0 };
  const { fault, next } = await broken({ ...sums, empty: () => state });
  assert.equal([fault.law, fault.rows.length], ['repeat', 2]);
  assert.match(next ?? '', /outside of the state/);
});

test('an order that depends on the parts is called so', async () => {
  const groups = {
    empty: () => new Map<string, number>(),
    add: (map: Map<string, number>, row: { text(column: string): string }) =>
      map.set(row.text('g'), (map.get(row.text('g')) ?? 0) + 1),
    merge: (a: Map<string, number>, b: Map<string, number>) =>
      new Map([...b, ...[...a].map(([key, n]) => [key, n + (b.get(key) ?? 0)] as const)]),
    result: (map: Map<string, number>) => Object.fromEntries(map),
  };
  const { fault, next } = await broken(groups);
  assert.is(fault.difference?.kind, 'order');
  assert.equal(fault.rows, ['g,v', 'b,5', 'c,']);
  assert.match(next ?? '', /sort them in `result`/);
});

test('a merge that forgets the order of its parts is found by three of them', async () => {
  const first = {
    columns: ['g'],
    empty: () => [] as string[],
    add: (list: string[], row: { text(column: string): string }) => [...list, row.text('g')],
    merge: (a: string[], b: string[]) => (a.length === 1 && b.length === 1 ? [...b, ...a] : [...a, ...b]),
    result: (list: string[]) => list.join(''),
  };
  const { fault } = await broken(first, 'g\na\nb\nc\n');
  assert.equal(fault.rows, ['g', 'a', 'b']);
});

test('a fold that fails is shown with the row', async () => {
  const thrower = {
    ...sums,
    add: (state: object, row: { number(column: string): number | null }) => {
      if (row.number('v') === 5) throw new RangeError('five');
      return state;
    },
  };
  const { fault } = await broken(thrower);
  assert.equal([fault.law, fault.rows], ['works', ['v', '5']]);
  assert.match(formatCheck(fault), /the job fails: RangeError: five/);
});

test('bytes of text are cut between lines', async () => {
  const bytes = {
    empty: () => ({ chunks: 0, bytes: 0 }),
    addBytes: (state: { chunks: number; bytes: number }, lines: Uint8Array) => ({
      chunks: state.chunks + 1,
      bytes: state.bytes + lines.length,
    }),
    merge: (a: { chunks: number; bytes: number }, b: { chunks: number; bytes: number }) => ({
      chunks: a.chunks + b.chunks,
      bytes: a.bytes + b.bytes,
    }),
  };
  assert.is(checkJob({ ...bytes, result: ({ bytes: n }: { bytes: number }) => n }, 'ñ\nb\n\nc').rows, 4);
  const { fault } = await broken({ ...bytes, result: ({ chunks }: { chunks: number }) => chunks }, 'a\nb\n');
  assert.equal(fault.rows, ['', 'a', 'b']);
});

test('frame jobs are not folds', async () => {
  const error = await failureOf(() => checkJob({ frame: () => {}, combine: () => {} }, values));
  assert.is(error.code, 'usage');
});

test.run();
