import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkJob, formatCheck, NotMergeable } from '../../../../pipeline/jobs/own/check.ts';
import type { Fold } from '../../../../pipeline/jobs/own/interface.ts';
import { failureOf } from './own-run.ts';

const test = suite('a fold that depends on how its input is cut is shown with rows none of which can be left out');

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
      '            v',
      '    line 2: 1',
      '    -------- cut: partition 1',
      '    line 3: 2',
      '    line 4: 4',
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
  assert.equal(fault.rows, ['g,v', 'b,0.2', 'a,0.3']);
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
  assert.equal(fault.rows, ['g', 'b', 'c']);
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
  assert.match(formatCheck(fault), /^This fold fails: add failed: RangeError: five\.\n/);
  assert.match(
    formatCheck({ ...fault, line: 9 }, { job: 'my-job.ts', sample: 'data.csv' }),
    /^my-job\.ts:9: add failed: RangeError: five\.\n\nWith 1 row of data\.csv\n {12}v\n {4}line 5: 5$/,
  );
});

test('rows are shown with their lines, whatever lies between them; objects with their number', async () => {
  const thrower = (bad: string) => ({
    ...sums,
    add: (_: object, row: { text(column: string): string; line: number }) => {
      if (row.text('v') === bad) throw new RangeError(`at ${row.line}`);
    },
  });
  const quoted = await broken(thrower('5'), '\ng,v\r\n"a\nb",1\r\n\r\nc,5\r\nd,7\r\n');
  assert.equal([quoted.fault.rows, quoted.fault.places], [['v', '5'], ['line 6']]);
  assert.match(quoted.message, 'RangeError: at 6');
  const { fault } = await broken(thrower('2'), [{ v: 1 }, { v: 2 }]);
  assert.equal(fault.places, ['row 2']);
});

test('no row that is shown can be left out', async () => {
  const many = { ...sums, result: ({ rows, sum }: { rows: number; sum: number }) => (rows > 4 ? sum : 0) };
  const { fault } = await broken(many);
  const [header, ...rows] = fault.rows;
  assert.ok(rows.length > 4);
  for (const left of rows.keys()) {
    const fewer = [header, ...rows.filter((_, index) => index !== left)].join('\n');
    assert.ok(checkJob(many, fewer).holds, fewer);
  }
});

test('what a function returns is judged as in a run', async () => {
  const nothing = await broken({ ...sums, merge: () => {} });
  assert.is(nothing.fault.error, 'merge failed: TypeError: it returned nothing, and must return a state');
  const promise = await broken({ ...sums, add: async () => {} });
  assert.match(promise.fault.error ?? '', /^add failed: TypeError: it returned a promise/);
  const { fault } = await broken({ ...sums, empty: () => ({ rows: 0, sum: 0, log: () => 1 }), result: () => 0 });
  assert.equal([fault.fn, fault.rows.length], ['empty', 1]);
  assert.match(fault.error ?? '', /^empty failed: TypeError: state\.log is a function; a state is plain data/);
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
