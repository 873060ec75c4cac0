import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../pipeline/errors.ts';
import {
  collect,
  commaList,
  delimiterText,
  encodingName,
  engineName,
  given,
  keyCollector,
  mebibytes,
  oneOf,
  percentileList,
  wholeNumber,
  wholeNumberList,
} from '../../setup/arguments.ts';

const test = suite('words of the command line become values, or are refused by name');

function refusal(parse: () => unknown): EnjambreError {
  try {
    parse();
  } catch (error) {
    if (error instanceof EnjambreError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

test('whole numbers are read within their range', () => {
  const workers = wholeNumber('--workers', 1, 1024);
  assert.equal(['1', '007', '1024', '1e3'].map(workers), [1, 7, 1024, 1000]);
  for (const text of ['', ' ', '0', '1025', '-1', '1.5', 'two', '0x10', 'NaN', 'Infinity', '1e999', '1_000']) {
    const { exitCode, message } = refusal(() => workers(text));
    assert.is(exitCode, 2);
    assert.is(message, `Cannot use --workers ${JSON.stringify(text)}`);
  }
  assert.is(refusal(() => wholeNumber('--rows', 0)('x')).next, 'give --rows a whole number, 0 or more');
  assert.throws(() => wholeNumber('--seed')('9007199254740993'));
});

test('memory is given in MiB', () => {
  assert.is(mebibytes('--memory', 1, 4096)('64'), 64 * 1024 * 1024);
  assert.throws(() => mebibytes('--memory', 1, 4096)('4097'));
});

test('percentiles stay texts, since they are exact', () => {
  const parse = percentileList('--percentiles');
  assert.equal(parse('5, 50,99.9,.5,0,100'), ['5', '50', '99.9', '.5', '0', '100']);
  for (const text of ['', '10,', '10,,20', 'abc', '-1', '101', '1e1', '5;50']) {
    assert.match(refusal(() => parse(text)).message, `Cannot use --percentiles ${JSON.stringify(text)}`);
  }
  assert.match(refusal(() => parse('10,abc')).message, '"abc" is no percentage');
});

test('lists are split at commas', () => {
  assert.equal(commaList(',NA, -999'), ['', 'NA', '-999']);
  assert.equal(commaList(''), ['']);
  assert.equal(wholeNumberList('--partitions', 100)('1,3,7'), [1, 3, 7]);
  assert.match(refusal(() => wholeNumberList('--partitions', 100)('1,x')).message, '"x"');
});

test('an option that is given again adds to its values', () => {
  assert.equal(collect('b', collect('a')), ['a', 'b']);
});

test('keys keep the order of the command line, whatever option they came by', () => {
  const key = keyCollector();
  key('month')('Fecha');
  const keys = key('value')('Estacion');
  assert.equal(keys, [
    { column: 'Fecha', unit: 'month' },
    { column: 'Estacion', unit: 'value' },
  ]);
});

test('a tab can be typed by its name', () => {
  assert.equal(['tab', 'TAB', '\\t', '\t', ';'].map(delimiterText), ['\t', '\t', '\t', '\t', ';']);
});

test('words from a list are read in any case, and the list is told', () => {
  assert.is(oneOf('--hash', ['sampled', 'full'])('FULL'), 'full');
  assert.is(refusal(() => oneOf('--hash', ['sampled', 'full'])('md5')).next, 'give --hash "sampled" or "full"');
  assert.equal(['utf8', 'UTF-8', 'latin-1', 'ISO-8859-1'].map(encodingName('--encoding')), [
    'utf-8',
    'utf-8',
    'latin1',
    'latin1',
  ]);
});

test('engines that are planned are told from those that are not', () => {
  assert.is(engineName('local'), 'local');
  assert.match(refusal(() => engineName('swarm')).message, 'not built yet');
  assert.match(refusal(() => engineName('spark')).message, 'not built yet');
  assert.match(refusal(() => engineName('dask')).message, 'no engine "dask"');
});

test('options that were not given leave no trace', () => {
  assert.equal(given<{ a?: number; b?: number }>({ a: undefined, b: 0 }), { b: 0 });
});

test.run();
