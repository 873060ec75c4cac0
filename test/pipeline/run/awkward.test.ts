import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import { awkwardCases } from '../../data/awkward/cases.ts';
import { assertAgrees, expectedOutcome, outcomeOf } from '../../oracle/agree.ts';
import type { OracleOptions } from '../../oracle/describe.ts';
import { keepFilesInMemory, long } from '../../oracle/runs.ts';
import { fromRoot } from '../../root.ts';
import { scratchFolder } from '../input/scratch.ts';
import { drive } from './driven.ts';

keepFilesInMemory();
const test = suite('the driver gives for awkward files what the oracle gives');
const folder = scratchFolder();
const corpus = fromRoot('test/data/awkward');

const usual: OracleOptions = {
  columns: ['v'],
  by: [],
  window: 2,
  percentiles: ['10', '50'],
  bins: 3,
  missing: ['', 'NaN', 'NA', 'N/A', 'N/D', 'null', 'None'],
  strict: false,
  delimiter: ',',
  decimal: '.',
  encoding: 'utf-8',
};

/** Those whose fault or form matters to the driver; the job alone is tried with all of them. */
const chosen = [
  'empty.csv',
  'header-only.csv',
  'header-without-newline.csv',
  'no-final-newline.csv',
  'byte-order-mark.csv',
  'crlf.csv',
  'quoted-newlines.csv',
  'quotes-inside.csv',
  'ragged.csv',
  'nul.csv',
  'not-utf-8.csv',
  'latin1.csv',
  'decimal-comma.csv',
  'column-names.csv',
  'unclosed-quote.csv',
  'unclosed-quote-at-end.csv',
  'exponents.csv',
  'one-row.csv',
  'short-rows-and-keys.csv',
  'number-names.csv',
  'no-final-newline.csv crlf.csv header-only.csv blanks.csv',
  'crlf.csv pipes.csv',
];

let runCount = 0;
for (const name of chosen) {
  test(name, async () => {
    const files = name.split(' ').map((one) => ({ name: one, bytes: readFileSync(join(corpus, one)) }));
    const inputs = files.map((file) => join(corpus, file.name));
    for (const [, changes] of awkwardCases.filter(([names]) => names === name)) {
      const options = { ...usual, ...changes };
      const { delimiter = ',', decimal = '.', encoding = 'utf-8', ...describe } = options;
      for (const partitions of long ? [1, 2, 3, 40] : [3]) {
        const out = join(folder, `run-${runCount++}`);
        const cut = { inputs, partitions, out, describe, delimiter, decimal, encoding };
        const outcome = await outcomeOf(drive(cut, { workers: 1 }).then(({ result }) => result));
        assertAgrees(outcome, expectedOutcome(files, options, outcome), `${partitions} partitions`);
      }
    }
  });
}

test.run();
