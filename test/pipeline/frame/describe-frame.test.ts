import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { frameFromRows, rowsOf } from '../../../pipeline/frame/danfo.ts';
import { describeFrame } from '../../../pipeline/frame/describe-frame.ts';

const test = suite('describeFrame leaves missing cells out and shows quartiles');

test('each column of numbers gets a row, columns of text none', async () => {
  const rows = [
    [1, 'a', 2],
    [2, 'b', null],
    [null, 'c', 4],
    [4, 'd', 9],
    [5, 'e', null],
  ];
  const frame = await frameFromRows(['x', 'name', 'y'], rows);
  const described = await describeFrame(frame);
  assert.equal(described.columns, ['column', 'count', 'mean', 'std', 'min', 'p25', 'p50', 'p75', 'max']);
  assert.equal(rowsOf(described), [
    ['x', 4, 3, Math.sqrt(10 / 3), 1, 1.75, 3, 4.25, 5],
    ['y', 3, 5, Math.sqrt(13), 2, 3, 4, 6.5, 9],
  ]);
});

test('one value has no sample deviation, no values have only a count', async () => {
  const described = await describeFrame(
    await frameFromRows(
      ['one', 'none'],
      [
        [7, null],
        [null, null],
      ],
    ),
  );
  assert.equal(rowsOf(described), [
    ['one', 1, 7, null, 7, 7, 7, 7, 7],
    ['none', 0, null, null, null, null, null, null, null],
  ]);
});

test.run();
