import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { differenceText, naiveLines } from '../../../setup/run/naive-table.ts';

const test = suite('averages of averages are shown beside the exact result');

test('the difference is relative to the exact value', () => {
  assert.is(differenceText(50, 51), '+2.00 %');
  assert.is(differenceText(-50, -51), '-2.00 %');
  assert.is(differenceText(1, 4), '+300 %');
  assert.is(differenceText(1, 1 + 1e-9), '+1.0e-7 %');
  assert.is(differenceText(2, 2), 'none');
  assert.is(differenceText(null, null), 'none');
  assert.is(differenceText(0, 1), '-');
  assert.is(differenceText(1, null), '-');
});

test('a comparison is titled by its group, and says in words what it means', () => {
  const rows = [
    { statistic: 'max', exact: 38.2, naive: 38.2 },
    { statistic: 'mean', exact: 10, naive: 12.5 },
  ];
  const lines = naiveLines({ key: { station: 'A' }, column: 'v', partitions: 8, rows });
  assert.equal(lines.slice(0, 5), [
    'v, station = A: exact, and as the average of 8 parts',
    'statistic  exact  averaged  difference',
    '---------  -----  --------  ----------',
    'max         38.2      38.2        none',
    'mean        10        12.5     +25.0 %',
  ]);
  assert.match(lines[5] ?? '', /^1 of 2 differ/);
  assert.match(
    naiveLines({ key: {}, column: 'v', partitions: 2, rows: rows.slice(0, 1) }).at(-1) ?? '',
    /happen to be right/,
  );
});

test.run();
