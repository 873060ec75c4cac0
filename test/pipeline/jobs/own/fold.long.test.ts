import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadOwnJob } from '../../../../pipeline/jobs/own/load.ts';
import { executeRun } from '../../../../pipeline/run.ts';
import { readManifest } from '../../../../pipeline/run-dir/read-manifest.ts';
import { readLedger } from '../../../../pipeline/runs/ledger.ts';
import { planRun } from '../../../../pipeline/runs/plan.ts';
import { fromRoot } from '../../../root.ts';
import { Folder, failureOf, resultIn, runOwn } from './own-run.ts';

const test = suite('a fold gives the same result however its input is cut');

const folder = new Folder();
test.after(() => folder.remove());

/** Exact sums by group: with text, missing values, bigints and a Map in its state. */
const grouped = folder.write(
  'grouped.ts',
  `import type { Decimal, Fold } from 'enjambre/job';
const options = {
  value: { type: 'column', description: 'numbers', required: true },
  by: { type: 'column', description: 'groups', required: true },
} as const;
interface Group { rows: number; missing: number; sum: Decimal; last: string }
export default {
  options,
  columns: ({ value, by }) => [value, by],
  empty: () => new Map(),
  add(groups, row, { exact, options }) {
    const key = row.text(options.by);
    const group = groups.get(key) ?? { rows: 0, missing: 0, sum: exact.zero, last: '' };
    groups.set(key, group);
    group.rows++;
    if (row.isMissing(options.value)) group.missing++;
    group.sum = exact.add(group.sum, row.decimal(options.value) ?? exact.zero);
    group.last = row.file + ':' + row.byte;
  },
  merge(a, b, { exact }) {
    for (const [key, g] of b) {
      const known = a.get(key);
      a.set(key, known === undefined ? g : { rows: known.rows + g.rows, missing: known.missing + g.missing, sum: exact.add(known.sum, g.sum), last: g.last });
    }
    return a;
  },
  result: (groups, { exact }) =>
    [...groups].map(([key, { sum, ...rest }]) => ({ key, sum: exact.toText(sum), ...rest })),
} satisfies Fold<Map<string, Group>, typeof options>;
`,
);
const climate = { value: 'ValorObservado', by: 'NombreEstacion' };

test('the same bytes for 1, 2, 7 and 64 partitions', async () => {
  const results = new Set<string>();
  for (const partitions of [1, 2, 7, 64]) {
    const { result, csv } = await runOwn(folder, grouped, [fromRoot('docs/sample.csv')], {
      options: climate,
      partitions,
    });
    results.add(result + csv);
  }
  assert.is(results.size, 1);
  const [text = ''] = results;
  assert.match(text, /^\{"job":"grouped","input":\{"name":"sample\.csv",.*"rows":12000,"ragged":17,"result":\[\{"key"/);
});

test('files, gzip, line breaks in quotes and another dialect are read as by other jobs', async () => {
  const rows = Array.from({ length: 60 }, (_, index) => `"g\n;${index % 3}";${index},5\r\n`);
  const text = `key;value\r\n${rows.join('')}`;
  const options = { value: 'value', by: 'key' };
  const plain = folder.write('plain.csv', text);
  const half = text.indexOf(rows[30] as string) + 9;
  const zipped = folder.write(
    'zipped.csv.gz',
    Buffer.concat([gzipSync(text.slice(0, half)), gzipSync(text.slice(half))]),
  );
  const results: unknown[] = [];
  for (const partitions of [1, 5, 40]) {
    const found = await runOwn(folder, grouped, [plain, zipped], { options, partitions });
    results.push(resultIn(found));
  }
  assert.equal(results[1], results[0]);
  assert.equal(results[2], results[0]);
  const sums = (results[0] as { key: string; sum: string; rows: number }[]).map(({ key, sum, rows }) => [
    key,
    sum,
    rows,
  ]);
  assert.equal(sums, [
    ['g\n;0', '1160.0', 40],
    ['g\n;1', '1200.0', 40],
    ['g\n;2', '1240.0', 40],
  ]);
});

test('the place of a row is counted from the beginning of its file, in every partition', async () => {
  const places = folder.write(
    'places.ts',
    `export default {
  columns: ['n'],
  empty: () => [],
  add: (list, row) => void (Number(row.text('n')) % 50 === 0 && list.push([row.file, row.line, row.byte])),
  merge: (a, b) => a.concat(b),
  result: (list) => list,
};`,
  );
  const text = `n,text\n${Array.from({ length: 300 }, (_, n) => `${n},"a\nb"\n`).join('')}`;
  const wanted = [0, 50, 100, 150, 200, 250].map((n) => {
    const byte = text.indexOf(`\n${n},`) + 1;
    return [byte, text.slice(0, byte).split('\n').length];
  });
  const half = text.indexOf('\n150,') + 7;
  const inputs = [
    folder.write('places.csv', text),
    folder.write('places.csv.gz', Buffer.concat([gzipSync(text.slice(0, half)), gzipSync(text.slice(half))])),
  ];
  for (const input of inputs) {
    const name = input.endsWith('gz') ? 'places.csv.gz' : 'places.csv';
    const found = await runOwn(folder, places, [input], { partitions: 4 });
    assert.equal(
      resultIn(found),
      wanted.map(([byte, line]) => [name, line, byte]),
    );
  }
});

test('the rows of a run add up, and the run can be verified', async () => {
  const { directory } = await runOwn(folder, grouped, [fromRoot('docs/sample.csv')], {
    options: climate,
    partitions: 3,
  });
  const ledger = readLedger(directory, readManifest(directory));
  assert.is(ledger.rows, 12000);
  assert.equal(
    ledger.checks.filter(({ holds }) => !holds),
    [],
  );
});

test('no rows at all, and more partitions than rows', async () => {
  const count = folder.write(
    'count.ts',
    'export default { empty: () => 0, add: (n) => n + 1, merge: (a, b) => a + b, result: (n) => n };',
  );
  const none = await runOwn(folder, count, [folder.write('none.csv', 'a,b\n')]);
  assert.equal([resultIn(none), none.csv], [0, 'value\n0\n']);
  const few = await runOwn(folder, count, [folder.write('few.csv', 'a,b\n1,2\n\n3,4')], { partitions: 9 });
  assert.is(resultIn(few), 2);
});

test('a quote that is never closed is refused as by other jobs', async () => {
  const input = folder.write('open.csv', 'key,value\na,1\n"b,2\n');
  const error = await failureOf(runOwn(folder, grouped, [input], { options: { value: 'value', by: 'key' } }));
  assert.is(error.code, 'unclosed-quote');
  assert.is(error.message, 'Cannot use open.csv: at line 3, byte 14, a quoted field opens and is never closed');
});

test('a run needs nothing but its directory', async () => {
  const loaded = await loadOwnJob(grouped);
  const request = {
    job: loaded,
    inputs: [fromRoot('docs/sample.csv')],
    options: { options: climate },
    hash: 'sampled' as const,
  };
  const { directory } = await planRun({ ...request, out: folder.newRun(), partitions: 2 });
  folder.write('grouped.ts', 'nothing');
  await executeRun(directory, { workers: 1 });
  assert.match(readFileSync(`${directory}/result.json`, 'utf8'), /"rows":12000/);
});

test.run();
