import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type GivenOptions, optionHelp, parseOptions } from '../../../../pipeline/jobs/own/options.ts';
import { failureOf } from './own-run.ts';

const test = suite("a job's own options are read from text");

const specs = {
  minValue: { type: 'number', description: 'leave out values below', default: 0, maximum: 100 },
  top: { type: 'integer', description: 'how many', minimum: 1 },
  unit: { type: 'string', description: 'of time', values: ['month', 'day'], default: 'month' },
  value: { type: 'column', description: 'column of numbers', required: true },
  by: { type: 'columns', description: 'group by' },
  strictly: { type: 'boolean', description: 'be strict' },
} as const;
const header = ['Station', 'Value', 'Date'];

test('text becomes values, and what was not given its default', () => {
  const typed = { minValue: '-1.5e1', top: '3', value: 'Value', by: ['Station', 'Date'], strictly: true };
  assert.equal(parseOptions(specs, typed, header), { unit: 'month', ...typed, minValue: -15, top: 3 });
  const least = parseOptions(specs, { value: 'Value' }, header);
  assert.equal(least, { minValue: 0, unit: 'month', value: 'Value', by: [], strictly: false });
  assert.equal(parseOptions(undefined, undefined), {});
});

test('a value that is not allowed is refused, with what is', async () => {
  const said = async (given: GivenOptions) => {
    const { message, next, code } = await failureOf(() => parseOptions(specs, { value: 'Value', ...given }, header));
    assert.is(code, 'usage');
    return `${message}: ${next}`;
  };
  assert.is(
    await said({ minValue: '1,5' }),
    '--min-value "1,5" is not allowed: --min-value takes a number, 100 or less',
  );
  assert.is(
    await said({ minValue: '101' }),
    '--min-value "101" is not allowed: --min-value takes a number, 100 or less',
  );
  assert.is(
    await said({ minValue: '0x10' }),
    '--min-value "0x10" is not allowed: --min-value takes a number, 100 or less',
  );
  assert.is(await said({ top: '1.5' }), '--top "1.5" is not allowed: --top takes a whole number, 1 or more');
  assert.is(await said({ unit: 'year' }), '--unit "year" is not allowed: --unit takes month or day');
  assert.is(await said({ by: ['Date', 'Date'] }), '--by names "Date" twice: name it once');
  assert.match(await said({ value: 'value' }), /There is no column "value"; .*: did you mean "Value"\?$/);
  assert.is(
    await said({ minvalue: '1' }),
    'The job has no option --minvalue; it has --min-value, --top, --unit, --value, --by, --strictly: did you mean --min-value?',
  );
  assert.is(await said({ value: undefined }), 'The job needs --value (column of numbers): add --value <column>');
});

test('an option may be named as what every object has', () => {
  const named = {
    valueOf: { type: 'string', description: 'x' },
    toString: { type: 'columns', description: 'y' },
  } as const;
  assert.equal({ ...parseOptions(named, {}) }, { toString: [] });
  assert.equal({ ...parseOptions(named, { valueOf: 'a' }) }, { valueOf: 'a', toString: [] });
});

test('help says what is typed and allowed', () => {
  const help = optionHelp(specs).map(({ flag, argument, description, default: value }) => [
    flag,
    argument,
    description,
    value,
  ]);
  assert.equal(help, [
    ['--min-value', '<number>', 'leave out values below, 100 or less', '0'],
    ['--top', '<integer>', 'how many, 1 or more', null],
    ['--unit', '<text>', 'of time, month or day', 'month'],
    ['--value', '<column>', 'column of numbers', null],
    ['--by', '<column>', 'group by', null],
    ['--strictly', null, 'be strict', null],
  ]);
  assert.equal(
    optionHelp(specs)
      .filter(({ required }) => required)
      .map(({ name }) => name),
    ['value'],
  );
});

test.run();
