import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { byteText } from './csv.ts';
import { oracleDescribe } from './describe.ts';
import { table } from './generate.ts';
import { Refusal } from './refusal.ts';

const test = suite('the oracle describes by exact arithmetic');

const options = {
  columns: ['v'],
  by: [],
  window: 2,
  percentiles: ['25', '50'],
  bins: 3,
  missing: ['', 'NaN'],
  strict: false,
};

/** JSON of the described column `v` of a file that has the values one a line. */
function describeValues(values: string, changes: object = {}): string {
  const bytes = new TextEncoder().encode(`v\n${values.replaceAll(' ', '\n')}\n`);
  const json = oracleDescribe([{ name: 'v.csv', bytes }], { ...options, ...changes }, null);
  return JSON.stringify(JSON.parse(json).groups[0].columns.v);
}

// Reference values: Python's fractions throughout; numpy and scipy agree where doubles can tell.
test('statistics are those of the exact rational numbers', () => {
  const percentiles = ['0', '10', '25', '50', '75', '90', '99.9'];
  assert.is(
    describeValues('12.3 -4.5 12.3 0.1 0.2 NaN 0.3 7 19.75 x -0.05 12.3 3e1 0.1', { window: 4, bins: 6, percentiles }),
    '{"count":12,"missing":1,"invalid":1,"min":-4.5,"max":30,"sum":89.8,"mean":7.483333333333333,' +
      '"variance":95.11097222222222,"std":9.752485438195857,"mode":12.3,"modeCount":3,' +
      '"percentiles":{"0":-4.5,"10":-0.035,"25":0.1,"50":3.65,"75":12.3,"90":19.005,"99.9":29.88725},' +
      '"kurtosis":-0.08375693356477566,"skewness":0.888211828141753,"rollingVarianceSum":581.0959375,"rollingWindows":9,' +
      '"histogram":{"from":-4.5,"to":30,"counts":[6,0,4,0,1,1]}}',
  );
});

test('digits beyond a double count', () => {
  const values =
    '0.12345678901234567890123456789012345 3.00000000000000000000000000000000001 12345678901234567890.5 ' +
    '-0.1 1e-30 12345678901234567890.25';
  assert.is(
    describeValues(values),
    '{"count":6,"missing":0,"invalid":0,"min":-0.1,"max":12345678901234567000,"sum":24691357802469134000,' +
      '"mean":4115226300411522600,"variance":3.3870175007197413e+37,"std":5819808846276432000,"mode":-0.1,"modeCount":1,' +
      '"percentiles":{"25":0.03086419725308642,"50":1.5617283945061728},"kurtosis":-1.5,"skewness":0.7071067811865476,' +
      '"rollingVarianceSum":1.1431184064929127e+38,"rollingWindows":5,' +
      '"histogram":{"from":-0.1,"to":12345678901234567000,"counts":[4,0,2]}}',
  );
});

test('a variance beyond the range is null, and what is made of it is not', () => {
  assert.is(
    describeValues('1e308 1e-320 -1e308 5e307 2.5'),
    '{"count":5,"missing":0,"invalid":0,"min":-1e+308,"max":1e+308,"sum":5e+307,"mean":1e+307,"variance":null,' +
      '"std":6.6332495807108e+307,"mode":-1e+308,"modeCount":1,"percentiles":{"25":1e-320,"50":2.5},' +
      '"kurtosis":-0.7830578512396694,"skewness":-0.370036650163619,"rollingVarianceSum":null,"rollingWindows":4,' +
      '"histogram":{"from":-1e+308,"to":1e+308,"counts":[1,2,2]}}',
  );
});

test('result.json is compact, ordered as asked, its groups by bytes with null first', () => {
  const bytes = new TextEncoder().encode('k,10,2\n😀,1,\n\uff5e,2,x\n"",1e0,5\n,3\n\n😀,\nx,1,2,3\n');
  const asked = {
    ...options,
    columns: ['2'],
    by: [{ column: 'k', unit: 'value' as const }],
    percentiles: ['2.5', '10'],
  };
  const column = (start: string, percentile: string, histogram: string): string =>
    `{"2":{${start},"percentiles":{"2.5":${percentile},"10":${percentile}},"kurtosis":null,"skewness":null,` +
    `"rollingVarianceSum":0,"rollingWindows":0,"histogram":${histogram}}}`;
  const without = (counts: string): string => {
    const start = `${counts},"min":null,"max":null,"sum":0,"mean":null,"variance":null,"std":null,"mode":null,"modeCount":0`;
    return column(start, 'null', 'null');
  };
  const single = (counts: string, value: number): string => {
    const extremes = `"min":${value},"max":${value},"sum":${value},"mean":${value}`;
    const start = `${counts},${extremes},"variance":0,"std":0,"mode":${value},"modeCount":1`;
    return column(start, String(value), `{"from":${value},"to":${value},"counts":[1]}`);
  };
  assert.is(
    oracleDescribe([{ name: 'k.csv', bytes }], asked, { name: 'k.csv' }, { any: 1 }),
    '{"job":"describe","input":{"name":"k.csv"},"options":{"any":1},"rows":6,"ragged":3,"groups":[' +
      `{"key":{"k":""},"rows":2,"columns":${single('"count":1,"missing":1,"invalid":0', 5)}},` +
      `{"key":{"k":"x"},"rows":1,"columns":${single('"count":1,"missing":0,"invalid":0', 2)}},` +
      `{"key":{"k":"\uff5e"},"rows":1,"columns":${without('"count":0,"missing":0,"invalid":1')}},` +
      `{"key":{"k":"😀"},"rows":2,"columns":${without('"count":0,"missing":2,"invalid":0')}}]}\n`,
  );
});

test('what can not be described is refused', () => {
  const reason = (texts: string[], changes: object = {}): string => {
    const files = texts.map((text, i) => ({ name: `${i}.csv`, bytes: new TextEncoder().encode(text) }));
    try {
      return oracleDescribe(files, { ...options, ...changes }, null);
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  };
  assert.is(reason(['']), 'no-header in 0.csv');
  assert.is(reason(['v\n1\n', '\n']), 'no-header in 1.csv');
  assert.is(reason(['v\n1\n', 'v,w\n1\n']), 'different-header in 1.csv');
  assert.is(reason(['v,w,v\n1\n']), 'ambiguous-column in 0.csv');
  assert.is(reason(['w\n1\n']), 'missing-column in 0.csv');
  assert.is(reason(['v\n1\n'], { by: [{ column: 'k', unit: 'day' }] }), 'missing-column in 0.csv');
  assert.is(reason(['v\n1\n', ' v\n"\n"\n', '"v"\n1\n"']), 'unclosed-quote in 2.csv at line 3, byte 6');
  assert.is(reason(['w,v\n1,2\n"\n",x\n'], { strict: true }), 'invalid-value in 0.csv at line 4, byte 12');
});

test('generated tables are mostly accepted, and reach what they are meant to reach', () => {
  const seen = { accepted: 0, ragged: 0, numbers: 0, quotedNewlines: 0 };
  for (const { files, options: generated } of fc.sample(table, { numRuns: 60, seed: 7 })) {
    if (files.some(({ bytes }) => /"[^"\n]*\n[^"]*"/.test(byteText(bytes)))) seen.quotedNewlines += 1;
    try {
      const result = JSON.parse(oracleDescribe(files, { ...generated, strict: false }, null));
      seen.accepted += 1;
      seen.ragged += result.ragged;
      for (const { columns } of result.groups)
        for (const name of generated.columns) seen.numbers += columns[name].count;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  const enough = seen.accepted > 50 && seen.ragged > 50 && seen.numbers > 500 && seen.quotedNewlines > 10;
  assert.ok(enough, JSON.stringify(seen));
});

test.run();
