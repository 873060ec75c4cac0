import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import {
  HOURS_MAX,
  resolveSampleOptions,
  SAMPLE_DEFAULTS,
  type SampleOptions,
} from '../../../pipeline/sample/options.ts';

const test = suite('options of the sample');

function refusal(options: SampleOptions): EnjambreError {
  try {
    resolveSampleOptions(options);
  } catch (error) {
    if (error instanceof EnjambreError) return error;
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(options)}`);
}

test('default to 100000 clean rows of 50 stations', () => {
  assert.equal(resolveSampleOptions({}), SAMPLE_DEFAULTS);
  assert.equal(resolveSampleOptions({ rows: undefined, sep: undefined, bom: undefined }), SAMPLE_DEFAULTS);
  assert.is(SAMPLE_DEFAULTS.rows, 100_000);
  assert.is(SAMPLE_DEFAULTS.stations, 50);
});

test('give a messy file a byte order mark and CR LF unless told otherwise', () => {
  const { bom, crlf } = resolveSampleOptions({ mess: true });
  assert.equal([bom, crlf], [true, true]);
  const told = resolveSampleOptions({ mess: true, bom: false, crlf: false });
  assert.equal([told.bom, told.crlf], [false, false]);
});

test('accept both ends of each range', () => {
  for (const options of [
    { rows: 0, seed: 0, stations: 1, decimals: 0 },
    { rows: 10_000_000_000, seed: Number.MAX_SAFE_INTEGER, stations: 100_000, decimals: 17 },
  ]) {
    assert.equal(resolveSampleOptions(options), { ...SAMPLE_DEFAULTS, ...options });
  }
});

test('out of range are usage errors that name the option, the value and the range', () => {
  const cases: [SampleOptions, string][] = [
    [{ rows: -1 }, '--rows -1 is not a whole number from 0 to 10000000000.'],
    [{ rows: 1.5 }, '--rows 1.5 is not'],
    [{ rows: Number.NaN }, '--rows NaN is not'],
    [{ seed: -3 }, '--seed -3 is not a whole number from 0 to 9007199254740991.'],
    [{ stations: 0 }, '--stations 0 is not a whole number from 1 to 100000.'],
    [{ decimals: 18 }, '--decimals 18 is not a whole number from 0 to 17.'],
    [{ sep: '::' }, '--sep "::" is not one of: "," ";" tab "|"'],
    [{ sep: '' }, '--sep "" is not one of'],
    [{ decimal: 'toString' }, '--decimal "toString" is not one of: "." ","'],
  ];
  for (const [options, message] of cases) {
    const error = refusal(options);
    assert.is(error.message.slice(0, message.length), message);
    assert.is(error.exitCode, 2);
    assert.type(error.next, 'string');
  }
});

test('ask for no more rows than hours until the year 9999', () => {
  assert.is(resolveSampleOptions({ rows: 2 * HOURS_MAX, stations: 2 }).rows, 2 * HOURS_MAX);
  const error = refusal({ rows: 2 * HOURS_MAX + 1, stations: 2 });
  assert.match(error.message, String(2 * HOURS_MAX));
  assert.match(error.next ?? '', '--stations 3');
});

test.run();
