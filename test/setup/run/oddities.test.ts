import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { RunOutcome } from '../../../pipeline/run.ts';
import { oddities } from '../../../setup/run/oddities.ts';

const test = suite('what looks wrong about a run is told');

interface Given {
  rows?: number;
  ragged?: number;
  header?: string[];
  decimal?: string;
  window?: number;
  by?: string[];
  column?: { count: number; invalid: number };
  texts?: string[];
}

function found(given: Given): string[] {
  const { rows = 1000, ragged = 0, header = ['a', 'v'], decimal = '.', window = 500, by = [], texts = [] } = given;
  const { count, invalid } = given.column ?? { count: 1000, invalid: 0 };
  const outcome = {
    manifest: { input: { header, dialect: { delimiter: ',', decimal } }, options: { window, by } },
    ledger: {
      rows,
      ragged,
      columns: [{ column: 'v', count, missing: 0, invalid }],
      examples: texts.map((text) => ({ column: 'v', text, file: 'x.csv', line: 2, byte: 0 })),
    },
  };
  return oddities(outcome as unknown as RunOutcome);
}

test('a run with nothing odd has no warning', () => {
  assert.equal(found({}), []);
  assert.equal(found({ ragged: 100, column: { count: 600, invalid: 400 }, texts: ['x', '1.2.3'] }), []);
});

test('values with the other decimal mark are recognized, and the option is named', () => {
  assert.match(
    found({ column: { count: 0, invalid: 1000 }, texts: ['11,6', ' -0,5'] })[0] ?? '',
    /"11,6": try --decimal ,$/,
  );
  const point = found({ decimal: ',', column: { count: 900, invalid: 100 }, texts: ['11.6', 'x'] });
  assert.match(point[0] ?? '', /try --decimal \.$/);
  assert.equal(found({ column: { count: 900, invalid: 100 }, texts: ['11,6', 'x', 'y'] }), []);
});

test('a column that holds mostly or only something else is named', () => {
  assert.match(found({ column: { count: 400, invalid: 600 } })[0] ?? '', '600 of 1,000 values of "v" are no numbers');
  assert.match(found({ column: { count: 0, invalid: 0 } })[0] ?? '', '"v" holds no number');
});

test('a delimiter that does not fit is suspected', () => {
  assert.match(found({ header: ['a;v'] })[0] ?? '', 'right --delimiter');
  assert.match(found({ ragged: 101 })[0] ?? '', '101 of 1,000 rows');
});

test('a window longer than the column is told, unless there are groups', () => {
  const column = { count: 20, invalid: 0 };
  assert.match(found({ column })[0] ?? '', 'give a smaller --window');
  assert.equal(found({ column, by: ['k'] }), []);
  assert.equal(found({ column, window: 20 }), []);
});

test('an input without rows is told, and nothing else of it', () => {
  assert.equal(found({ rows: 0, column: { count: 0, invalid: 0 } }), ['there are no rows below the header.']);
});

test.run();
