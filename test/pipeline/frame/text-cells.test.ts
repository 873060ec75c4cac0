import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rowsOf } from '../../../pipeline/frame/danfo.ts';
import { frameFromText } from '../../../pipeline/frame/text-cells.ts';

const test = suite('text cells become numbers where a whole column is numbers');

test('texts that stand for a missing cell do not make a column of numbers one of text', async () => {
  const rows = ['1', 'NaN', '', ' n/a ', 'NULL', '2.5', undefined].map((text) => [text]);
  const frame = await frameFromText(['x'], rows);
  assert.equal(frame.dtypes, ['float32']);
  assert.equal(frame.column('x').values, [1, NaN, NaN, NaN, NaN, 2.5, NaN]);
});

test('signs, bare marks, exponents and blanks are read as numbers', async () => {
  const texts = ['.5', '5.', '-1.25', '+3', '1e3', '2E-2', ' 7 ', '0', '0.5'];
  const frame = await frameFromText(
    ['x'],
    texts.map((text) => [text]),
  );
  assert.equal(frame.column('x').values, [0.5, 5, -1.25, 3, 1000, 0.02, 7, 0, 0.5]);
});

test('codes with leading zeros, and what only Number() takes for a number, stay text', async () => {
  for (const text of ['0021205791', '0x10', 'Infinity', '1_000', '1,5', '--1', '.', '1e']) {
    const frame = await frameFromText(['x'], [[text], ['1']]);
    assert.equal([frame.dtypes, rowsOf(frame)], [['string'], [[text], ['1']]], text);
  }
});

test('a missing cell of a text column is null', async () => {
  assert.equal(rowsOf(await frameFromText(['x'], [['a'], ['N/D'], [' b']])), [['a'], [null], [' b']]);
});

test('the list of missing texts can be replaced', async () => {
  const frame = await frameFromText(['x'], [['-999'], ['1']], ['-999']);
  assert.equal(frame.column('x').values, [Number.NaN, 1]);
  assert.equal((await frameFromText(['x'], [['NaN'], ['1']], ['-999'])).dtypes, ['string']);
});

test.run();
