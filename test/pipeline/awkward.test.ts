import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Expected } from '../data/awkward/cases.ts';
import { awkwardCases } from '../data/awkward/cases.ts';
import { awkwardBytes, awkwardFiles } from '../data/awkward/make.ts';
import type { Outcome } from '../oracle/agree.ts';
import { assertAgrees, expectedOutcome, outcomeOf } from '../oracle/agree.ts';
import type { CsvFile, OracleOptions } from '../oracle/describe.ts';
import { oracleDescribe } from '../oracle/describe.ts';
import { Refusal } from '../oracle/refusal.ts';
import { keepFilesInMemory } from '../oracle/runs.ts';
import { fromRoot } from '../root.ts';
import { describeBytes } from './describe-bytes.ts';
import { scratchFolder } from './input/scratch.ts';
import { drive, refusal } from './run/driven.ts';

keepFilesInMemory();
const test = suite('awkward files give the rows that they hold, or a refusal that says why');

const scratch = scratchFolder();
const folder = fromRoot('test/data/awkward');

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

/** Each case is run in all of these ways; 64 bytes are fewer than many a record here has. */
const ways = [1, 2, 3, 7].flatMap((partitions) =>
  [64, 100, 4096].map((bufferBytes, i) => ({ partitions, bufferBytes, simd: (partitions + i) % 2 === 0 })),
);

function read(names: string): CsvFile[] {
  return names.split(' ').map((name) => ({ name, bytes: readFileSync(`${folder}/${name}`) }));
}

function assertExpected(outcome: Outcome, { rows, values, keys, refused }: Expected, column: string): void {
  if (refused !== undefined) {
    const [code, ...mentions] = refused;
    if ('text' in outcome) throw new Error(`accepted: ${outcome.text}`);
    assert.is(outcome.code, code, outcome.message);
    for (const mention of mentions) assert.ok(outcome.message.includes(mention), `${mention} in: ${outcome.message}`);
    return;
  }
  if ('code' in outcome) throw new Error(`refused: ${outcome.message}`);
  const result = JSON.parse(outcome.text);
  if (rows !== undefined) assert.equal([result.rows, result.ragged], rows);
  if (values !== undefined) {
    const { count, missing, invalid } = result.groups[0].columns[column];
    assert.equal([count, missing, invalid], values);
  }
  if (keys !== undefined) {
    const parts = result.groups.map(({ key }: { key: object }) => Object.values(key));
    assert.equal(
      parts.map((part: unknown[]) => (part.length === 1 ? part[0] : part)),
      keys,
    );
  }
}

test('the files are as the script beside them writes them', () => {
  const names = Object.keys(awkwardFiles).sort();
  assert.equal(
    readdirSync(folder)
      .filter((name) => name.endsWith('.csv'))
      .sort(),
    names,
  );
  for (const name of names) assert.equal([...readFileSync(`${folder}/${name}`)], [...awkwardBytes(name)], name);
  const described = awkwardCases.flatMap(([files]) => files.split(' '));
  for (const name of names) assert.ok(described.includes(name), `${name} is in no case`);
});

for (const [names, changes, expected] of awkwardCases) {
  const changed = Object.keys(changes).length === 0 ? '' : ` with ${JSON.stringify(changes)}`;
  test(`${names}${changed}`, async () => {
    const files = read(names);
    const options = { ...usual, ...changes };
    let oracle: Outcome | undefined;
    for (const way of ways) {
      const outcome = await outcomeOf(describeBytes(files, options, way));
      oracle ??= expectedOutcome(files, options, outcome);
      assertAgrees(outcome, oracle, JSON.stringify(way));
      assertExpected(outcome, expected, options.columns[0] ?? '');
    }
  });
}

/** File, line and byte where the oracle refuses. */
function refusedPlace(files: CsvFile[], options: OracleOptions): string {
  try {
    oracleDescribe(files, options, null);
  } catch (error) {
    if (error instanceof Refusal && error.place !== undefined) {
      return `${error.file}: at line ${error.place.line}, byte ${error.place.byte},`;
    }
    throw error;
  }
  throw new Error(`${files[0]?.name} was not refused`);
}

test('a run that is refused for its text names the file, line and byte', async () => {
  const strict = { ...usual, strict: true };
  for (const names of [
    'unclosed-quote.csv',
    'unclosed-quote-at-end.csv',
    'no-final-newline.csv unclosed-quote.csv header-only.csv',
    'exponents.csv',
    'text-after-quote.csv',
    'crlf.csv blanks.csv',
  ]) {
    const place = refusedPlace(read(names), strict);
    for (const partitions of [1, 2, 7]) {
      const inputs = names.split(' ').map((name) => `${folder}/${name}`);
      const out = `${scratch}/${names}-${partitions}`;
      const { message } = await refusal(drive({ inputs, out, partitions, describe: strict }, { workers: 1 }));
      assert.ok(message.includes(place), `${place} in: ${message}`);
    }
  }
});

test('the dialect is found where it is not given', async () => {
  const { delimiter, decimal, encoding, ...undecided } = usual;
  for (const name of [
    'latin1.csv',
    'decimal-comma.csv',
    'tabs.csv',
    'pipes.csv',
    'accents.csv',
    'byte-order-mark.csv',
  ]) {
    const [, changes] = awkwardCases.find(([names]) => names === name) ?? [];
    const found = await describeBytes(read(name), undecided, { partitions: 2 });
    const given = await describeBytes(read(name), { ...usual, ...changes, by: [] }, { partitions: 2 });
    assert.is(found, given, name);
  }
});

test('a line of a million bytes is read, wherever it is cut', async () => {
  const long = 'x'.repeat(1_000_000);
  const text = `k,v\n${long},1\n"${long}\n""${long}",2\nb,3\n`;
  const files = [{ name: 'long.csv', bytes: new TextEncoder().encode(text) }];
  for (const partitions of [1, 2, 7]) {
    const outcome = await outcomeOf(describeBytes(files, usual, { partitions, bufferBytes: 65_536 }));
    assertAgrees(outcome, expectedOutcome(files, usual, outcome), `${partitions} partitions`);
  }
});

test.run();
