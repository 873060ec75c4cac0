import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { DESCRIBE_DEFAULTS, type GroupKey } from '../../../pipeline/jobs/describe/options.ts';
import { firstRecords } from '../../../setup/run/result-records.ts';
import { resultTable } from '../../../setup/run/result-table.ts';

const test = suite('a result is shown as a table');

let folder = '';
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'enjambre-table-'));
});
test.after.each(() => rmSync(folder, { recursive: true, force: true }));

function file(text: string): string {
  const path = join(folder, 'result.csv');
  writeFileSync(path, text);
  return path;
}

const by = (...columns: string[]): GroupKey[] => columns.map((column) => ({ column, unit: 'value' }));
const statistics = 'count,missing,invalid,min,max,mean,std,p10,p50';

test('statistics of ungrouped columns stand below each other, every digit shown', () => {
  const path = file('column,count,mean,kurtosis\nTemperatura,12,1.5,\n气温,3,-0.3333333333333333,2\n');
  assert.equal(resultTable(path, { ...DESCRIBE_DEFAULTS, columns: ['Temperatura', '气温'] }, 80), [
    'statistic  Temperatura                 气温',
    '---------  -----------  -------------------',
    'count             12     3',
    'mean               1.5  -0.3333333333333333',
    'kurtosis             -   2',
  ]);
});

test('columns that are too many for the width come in blocks', () => {
  const path = file('column,count\nfirst,1\nsecond,2\nthird,3\n');
  const lines = resultTable(path, { ...DESCRIBE_DEFAULTS, columns: ['first', 'second', 'third'] }, 26);
  assert.equal(lines[0], 'statistic  first  second');
  assert.equal(lines.slice(3), ['', 'statistic  third', '---------  -----', 'count          3']);
});

test('of groups the first twenty are shown, rounded, and the others counted', () => {
  const rows = Array.from({ length: 500 }, (_, index) => `s${index},v,10,0,0,1,2,1.23456789,0.1,1,1.5`);
  const path = file(`station,column,${statistics}\n${rows.join('\n')}\n`);
  const lines = resultTable(path, { ...DESCRIBE_DEFAULTS, columns: ['v'], by: by('station') }, 80);
  assert.equal(lines.slice(0, 3), [
    'station  count     mean  std  min  p50  max',
    '-------  -----  -------  ---  ---  ---  ---',
    's0          10  1.23457  0.1    1  1.5    2',
  ]);
  assert.is(lines.filter((line) => /^s\d/.test(line)).length, 20);
  assert.is(lines.at(-1), '… and 480 more groups. Rounded: every digit is in result.csv.');
});

test('missing and invalid values are shown where a group has some, and the column where there are several', () => {
  const path = file(`k,column,${statistics}\na,v,1,0,2,1,1,1,0,1,1\na,w,0,0,0,,,,,,\n`);
  assert.equal(resultTable(path, { ...DESCRIBE_DEFAULTS, columns: ['v', 'w'], by: by('k') }, 80).slice(0, 4), [
    'k  column  count  invalid  mean  std  min  p50  max',
    '-  ------  -----  -------  ----  ---  ---  ---  ---',
    'a  v           1        2     1    0    1    1    1',
    'a  w           0        0     -    -    -    -    -',
  ]);
});

test('keys are told apart: none, empty, long, and what would break the line', () => {
  const keys = ['', '""', '"a\nb"', `"say ""hi"", ok"`, 'x'.repeat(50)];
  const path = file(`count,column,count\n${keys.map((key) => `${key},v,7\n`).join('')}`);
  const lines = resultTable(path, { ...DESCRIBE_DEFAULTS, columns: ['v'], by: by('count') }, 80);
  assert.equal(
    lines.slice(2, 7).map((line) => line.trim().replace(/ +7$/, '')),
    ['(none)', '""', 'a\\nb', 'say "hi", ok', `${'x'.repeat(31)}…`],
  );
});

test('only the first records are kept of a file of any size, yet all are counted', () => {
  const line = `"${'quoted\n'.repeat(100)}",x\n`;
  const { records, recordCount } = firstRecords(file(line.repeat(5000)), 3);
  assert.is(recordCount, 5000);
  assert.is(records.length, 3);
  assert.equal(records[2], ['quoted\n'.repeat(100), 'x']);
});

test.run();
