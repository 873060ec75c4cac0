import fc from 'fast-check';
import type { GroupKey } from '../../pipeline/jobs/describe/options.ts';
import type { Encoding } from './csv.ts';
import type { Case } from './generate.ts';
import { calculation, csvFile } from './generate.ts';

const commaDialect = {
  delimiter: fc.constant(','),
  decimal: fc.constant('.'),
  encoding: fc.constant<Encoding>('utf-8'),
};

/** A sound header, then any sequence of the bytes that mean something: most of what can go wrong with quotes and line ends. */
export const soup: fc.Arbitrary<Case> = fc.record({
  files: fc
    .string({ unit: fc.constantFrom(...'""",,,\n\n\n\r10.e- "N;\0\xff'), maxLength: 120, size: 'max' })
    .map((text) => [csvFile('soup.csv', `a,b\n${text}`)]),
  options: fc.record({
    columns: fc.constantFrom<string[][]>(['a'], ['b'], ['b', 'a']),
    by: fc.constantFrom<GroupKey[][]>([], [], [{ column: 'b', unit: 'value' }]),
    ...calculation,
    ...commaDialect,
  }),
});

/**
 * Long quoted texts whose lines look like rows, between rows that look like none: whoever begins to read in the middle of
 * one has every reason to believe that it is outside quotes.
 */
export const deceptive: fc.Arbitrary<Case> = fc
  .record({
    records: fc.array(
      fc.record({
        falseRows: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1500 })),
        falseRow: fc.constantFrom('b,7\n', 'b,7\r\n', '""c"",8\n', 'd,\n\n', ',"",\n'),
        value: fc.integer({ min: -99, max: 99 }),
        extra: fc.constantFrom('', ',x', ',x', ',"x"'),
      }),
      { maxLength: 12, size: 'max' },
    ),
    options: fc.record({
      ...calculation,
      columns: fc.constant<string[]>(['v']),
      by: fc.constantFrom<GroupKey[][]>([], [{ column: 'k', unit: 'value' }]),
      ...commaDialect,
    }),
  })
  .map(({ records, options: chosen }) => {
    const lines = records.map(({ falseRows, falseRow, value, extra }) => {
      const key = falseRows === 0 ? 'a' : `"\n${falseRow.repeat(falseRows)}"`;
      return `${key},${value}${extra}\n`;
    });
    return { files: [csvFile('deceptive.csv', `k,v\n${lines.join('')}`)], options: chosen };
  });

/** Many rows with many or few distinct values, for memory bounds; told by a few numbers, since each row says nothing. */
export const bulk: fc.Arbitrary<Case> = fc
  .record({
    rowCount: fc.integer({ min: 100, max: 1500 }),
    distinct: fc.constantFrom(3, 40, 400, 1_000_000_007),
    scale: fc.integer({ min: 0, max: 20 }),
    keyCount: fc.constantFrom(1, 1, 2, 300),
    step: fc.integer({ min: 1, max: 999_999_937 }),
    options: fc.record({ ...calculation, ...commaDialect, window: fc.integer({ min: 1, max: 40 }) }),
  })
  .map(({ rowCount, distinct, scale, keyCount, step, options: chosen }) => {
    const lines = ['k,v'];
    for (let i = 0, at = 0; i < rowCount; i++, at = (at + step) % 1_000_000_007) {
      const value = scale === 0 ? `${at % distinct}` : `${at % 7}.${String(at % distinct).padStart(scale, '0')}`;
      lines.push(`${at % keyCount},${i % 5 === 0 ? '-' : ''}${value}`);
    }
    const by: GroupKey[] = keyCount === 1 ? [] : [{ column: 'k', unit: 'value' }];
    return {
      files: [csvFile('bulk.csv', `${lines.join('\n')}\n`)],
      options: { ...chosen, columns: ['v'], by },
    };
  });
