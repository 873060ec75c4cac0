import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ObservedValue, VALUE_BYTES_MAX } from '../../../pipeline/sample/observed-value.ts';
import { Sfc32 } from '../../../pipeline/sample/random.ts';

const test = suite('observed value of the sample');

function text(microDegrees: number, decimals: number, mark = '.'): string {
  const out = new Uint8Array(VALUE_BYTES_MAX);
  const end = new ObservedValue(decimals, mark, new Sfc32(1, 3)).write(out, 0, microDegrees);
  assert.ok(end <= VALUE_BYTES_MAX, `${end} bytes`);
  return new TextDecoder().decode(out.subarray(0, end));
}

test('has the decimals asked for, rounded half away from zero', () => {
  assert.is(text(13_449_999, 1), '13.4');
  assert.is(text(13_450_000, 1), '13.5');
  assert.is(text(-13_450_000, 1), '-13.5');
  assert.is(text(9_950_000, 1), '10.0');
  assert.is(text(7_500_000, 0), '8');
  assert.is(text(50_049, 3), '0.050');
  assert.is(text(12_000_003, 6), '12.000003');
});

test('is never minus zero', () => {
  assert.is(text(-49_999, 1), '0.0');
  assert.is(text(-50_000, 1), '-0.1');
  assert.is(text(-400_000, 0), '0');
  assert.is(text(0, 2), '0.00');
});

test('is written with the mark given', () => {
  assert.is(text(-3_140_000, 2, ','), '-3,14');
});

test('has the same first six decimals however many follow', () => {
  for (let decimals = 7; decimals <= 17; decimals++) {
    assert.match(text(-21_000_450, decimals), new RegExp(`^-21\\.000450[0-9]{${decimals - 6}}$`));
  }
});

test.run();
