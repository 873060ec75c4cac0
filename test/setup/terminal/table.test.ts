import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { tableLines } from '../../../setup/terminal/table.ts';

const test = suite('tables are aligned');

test('columns stand under their titles, text to the left and numbers to the right', () => {
  const lines = tableLines(
    [{ title: 'name' }, { title: 'n', align: 'right' }],
    [
      ['a', '1'],
      ['longer', '200'],
    ],
  );
  assert.equal(lines, ['name      n', '------  ---', 'a         1', 'longer  200']);
});

test('accents take no width of their own, wide characters take two', () => {
  const rows = [
    ['BOGOTÁ'.normalize('NFD'), 'x'],
    ['BOGOTÁ', 'x'],
    ['气温', 'x'],
    ['niño', 'x'],
  ];
  const lines = tableLines([{ title: 'c' }, { title: 'v' }], rows);
  assert.equal(lines.slice(2), [`${'BOGOTÁ'.normalize('NFD')}  x`, 'BOGOTÁ  x', '气温    x', 'niño    x']);
});

test('decimal points stand below each other', () => {
  const cells = ['11', '-4.9', '22.768', '-', '1e+300', '0.5'];
  const lines = tableLines(
    [{ title: 'v', align: 'point' }],
    cells.map((cell) => [cell]),
  );
  assert.equal(lines.slice(2), ['11', '-4.9', '22.768', '     -', '1e+300', ' 0.5']);
});

test('a table without rows is its titles, and a missing cell is empty', () => {
  assert.equal(tableLines([{ title: 'a' }, { title: 'b' }], []), ['a  b', '-  -']);
  assert.equal(tableLines([{ title: 'a' }, { title: 'b' }], [['x']]).at(-1), 'x');
});

test.run();
