import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bytesText, counted, countText, durationText } from '../../../setup/terminal/units.ts';

const test = suite('amounts are written for people');

test('counts have their thousands apart, and a noun that agrees', () => {
  assert.equal([0, 999, 1000, 2640123].map(countText), ['0', '999', '1,000', '2,640,123']);
  assert.is(counted(1, 'row'), '1 row');
  assert.is(counted(0, 'row'), '0 rows');
  assert.is(counted(2, 'more group', 'more groups'), '2 more groups');
});

test('bytes have three digits and a unit that keeps them below a thousand', () => {
  const cases = { 0: '0 B', 999: '999 B', 1000: '1.00 kB', 999499: '999 kB', 999500: '1.00 MB', 780e6: '780 MB' };
  for (const [bytes, text] of Object.entries(cases)) assert.is(bytesText(Number(bytes)), text);
  assert.is(bytesText(12.5e12), '12.5 TB');
  assert.is(bytesText(5e18), '5000 PB');
});

test('times become coarser as they grow, and never show sixty of anything', () => {
  const cases = { 40: '40 ms', 2400: '2.4 s', 9949: '9.9 s', 9950: '10 s', 59499: '59 s', 59500: '1 min' };
  for (const [ms, text] of Object.entries(cases)) assert.is(durationText(Number(ms)), text);
  assert.is(durationText(200_000), '3 min 20 s');
  assert.is(durationText(3_599_600), '1 h');
  assert.is(durationText(3_900_000), '1 h 5 min');
});

test.run();
