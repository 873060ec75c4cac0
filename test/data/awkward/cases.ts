import type { GroupKey } from '../../../pipeline/jobs/describe/options.ts';
import type { OracleOptions } from '../../oracle/describe.ts';

export interface Expected {
  /** Rows, and how many of them are ragged. */
  rows?: [all: number, ragged: number];
  /** How many values of the first described column are numbers, missing, invalid. */
  values?: [count: number, missing: number, invalid: number];
  /** Keys of all groups, in order; a list of parts where there are several. */
  keys?: unknown[];
  /** The code of the refusal, then what its message must mention. */
  refused?: [code: string, ...mentions: string[]];
}

const byValue = (...columns: string[]): { by: GroupKey[] } => ({
  by: columns.map((column) => ({ column, unit: 'value' })),
});
const byDate = (unit: 'month' | 'day'): { by: GroupKey[] } => ({ by: [{ column: 'd', unit }] });
const decimalComma = { delimiter: ';', decimal: ',' };

/** One file or several, how they are described, what must come of it. */
export const awkwardCases: [names: string, options: Partial<OracleOptions>, expected: Expected][] = [
  ['empty.csv', {}, { refused: ['empty-input', 'empty.csv', 'empty'] }],
  ['only-empty-lines.csv', {}, { refused: ['empty-input', 'only-empty-lines.csv'] }],
  ['only-byte-order-mark.csv', {}, { refused: ['empty-input', 'only-byte-order-mark.csv'] }],
  ['utf-16.csv', {}, { refused: ['wide-encoding', 'utf-16.csv', 'UTF-16'] }],
  ['column-names.csv', {}, { refused: ['usage', '"v"', 'CodigoEstacion', 'ValorObservado', 'Fecha, hora'] }],
  ['same-name-twice.csv', {}, { refused: ['usage', '"v"', '1 and 3'] }],
  ['crlf.csv pipes.csv', {}, { refused: ['header-differs', 'crlf.csv', 'pipes.csv'] }],
  ['crlf.csv header-only.csv empty.csv', {}, { refused: ['empty-input', 'empty.csv'] }],
  ['unclosed-quote.csv', {}, { refused: ['unclosed-quote', 'never closed'] }],
  ['unclosed-quote-at-end.csv', {}, { refused: ['unclosed-quote', 'never closed'] }],
  [
    'unclosed-quote-in-header.csv',
    {},
    { refused: ['unclosed-quote', 'line 1, byte 2', 'unclosed-quote-in-header.csv'] },
  ],
  ['exponents.csv', { strict: true }, { refused: ['invalid-value', '"1e"', '"v"'] }],
  ['not-utf-8.csv', byValue('k'), { refused: ['key-encoding', 'not UTF-8', 'at byte'] }],

  ['header-only.csv', {}, { rows: [0, 0], values: [0, 0, 0] }],
  ['header-only.csv', byValue('k'), { rows: [0, 0], keys: [] }],
  ['header-without-newline.csv', {}, { rows: [0, 0], values: [0, 0, 0] }],
  ['empty-lines-before-header.csv', {}, { rows: [1, 0], values: [1, 0, 0] }],
  ['no-final-newline.csv', {}, { rows: [2, 0], values: [2, 0, 0] }],
  ['byte-order-mark.csv', byValue('k'), { rows: [3, 0], keys: ['a', 'b', '\ufeffb'] }],
  ['byte-order-mark.csv', {}, { values: [2, 0, 1] }],
  ['crlf.csv', byValue('k'), { rows: [3, 0], keys: ['a', 'b', 'c\r\nd'] }],
  ['crlf.csv', {}, { values: [2, 1, 0] }],
  ['mixed-terminators.csv', {}, { rows: [5, 0], values: [5, 0, 0] }],
  ['mixed-terminators.csv', byValue('k'), { keys: ['\rf', 'a', 'b', 'c\rd', 'e\r'] }],
  ['final-carriage-return.csv', {}, { rows: [2, 1], values: [1, 1, 0] }],
  ['final-carriage-return.csv', byValue('k'), { keys: ['\r', 'a'] }],
  ['value-then-carriage-return.csv', {}, { rows: [1, 0], values: [1, 0, 0] }],
  ['empty-lines.csv', {}, { rows: [3, 1], values: [2, 1, 0] }],
  ['quoted-newlines.csv', {}, { rows: [6, 0], values: [6, 0, 0] }],
  ['quoted-newlines.csv', byValue('k'), { keys: ['\n', 'a,1\n,",7\r\n\nb,2\r\n"\r\n",3\n', 'last'] }],
  ['quotes-inside.csv', {}, { rows: [5, 1], values: [4, 1, 0] }],
  ['quotes-inside.csv', byValue('k'), { keys: [' e""', 'a"b', 'c"d', 'f""', 'g"'] }],
  ['text-after-quote.csv', {}, { rows: [5, 1], values: [3, 1, 1] }],
  ['text-after-quote.csv', byValue('k'), { keys: ['', 'a ', 'a,",4"5', 'ab', 'ab"c"'] }],
  ['doubled-quotes.csv', {}, { rows: [5, 0], values: [5, 0, 0] }],
  ['doubled-quotes.csv', byValue('k'), { keys: ['', '"', '"\n","\n"', '"'.repeat(31), 'a"'] }],
  ['closed-by-the-last-byte.csv', {}, { rows: [1, 0], values: [1, 0, 0] }],
  ['ragged.csv', {}, { rows: [7, 6], values: [3, 3, 1] }],
  ['nul.csv', byValue('k'), { rows: [4, 0], keys: ['\0', 'a\0', 'a\0b'] }],
  ['nul.csv', {}, { values: [2, 0, 2] }],
  ['latin1.csv', { ...decimalComma, encoding: 'latin1' }, { rows: [4, 0], values: [2, 1, 1] }],
  ['latin1.csv', { ...decimalComma, encoding: 'latin1', ...byValue('Estación') }, { keys: ['Bogotá', 'Ñuñoa', 'ÿ'] }],
  ['not-utf-8.csv', {}, { rows: [4, 3], values: [2, 0, 2] }],
  ['accents.csv', byValue('Estación'), { keys: ['Bogota\u0301', 'Bogotá', 'bogotá', '\uff5e', '😀'] }],
  ['one-row.csv', {}, { rows: [1, 0], values: [1, 0, 0] }],
  ['same-name-twice.csv', { columns: ['k'] }, { rows: [1, 0], values: [1, 0, 0] }],
  ['decimal-comma.csv', decimalComma, { rows: [8, 0], values: [6, 0, 2] }],
  ['tabs.csv', { delimiter: '\t' }, { rows: [4, 1], values: [3, 1, 0] }],
  ['pipes.csv', { delimiter: '|' }, { rows: [3, 0], values: [2, 1, 0] }],
  ['only-missing.csv', {}, { rows: [10, 1], values: [0, 10, 0] }],
  ['only-missing.csv', { missing: ['N/a'] }, { rows: [10, 1], values: [0, 2, 8] }],
  ['one-value.csv', {}, { rows: [3, 0], values: [1, 1, 1] }],
  ['all-equal.csv', {}, { rows: [6, 0], values: [6, 0, 0] }],
  ['all-equal.csv', { missing: ['1.50'] }, { values: [5, 1, 0] }],
  ['exponents.csv', {}, { rows: [8, 0], values: [4, 0, 4] }],
  ['four-hundred-digits.csv', {}, { rows: [4, 0], values: [2, 0, 2] }],
  ['limits.csv', {}, { rows: [7, 0], values: [4, 0, 3] }],
  ['leading-zeros.csv', {}, { rows: [4, 0], values: [4, 0, 0] }],
  ['leading-zeros.csv', byValue('k'), { keys: ['007', '07', '7'] }],
  ['negative-zero.csv', {}, { rows: [3, 0], values: [3, 0, 0] }],
  ['blanks.csv', {}, { rows: [8, 0], values: [5, 1, 2] }],
  ['blanks.csv', byValue('k'), { keys: [' b', 'a', 'b', 'b '] }],
  [
    'quoted-names.csv',
    { columns: ['v, mm', 'dos\nlíneas'], ...byValue('k "q"') },
    { rows: [2, 0], values: [2, 0, 0], keys: ['a'] },
  ],
  ['long-header.csv', {}, { rows: [2, 2], values: [2, 0, 0] }],
  ['one-column.csv', {}, { rows: [5, 1], values: [3, 2, 0] }],
  ['number-names.csv', { columns: ['__proto__', '10', '2'], ...byValue('constructor', '2') }, { rows: [2, 0] }],
  ['dates.csv', byDate('month'), { keys: [null, '2016-02', '2018-01', '2018-02'] }],
  ['dates.csv', byDate('day'), { keys: [null, '2016-02-29', '2018-01-05', '2018-01-15', '2018-01-31', '2018-02-28'] }],
  [
    'short-rows-and-keys.csv',
    byValue('a', 'b'),
    {
      rows: [6, 2],
      keys: [
        ['', ''],
        ['', 'y'],
        ['x', null],
        ['x', ''],
        ['x', 'y'],
      ],
    },
  ],
  ['no-final-newline.csv crlf.csv header-only.csv blanks.csv', {}, { rows: [13, 0], values: [9, 2, 2] }],
  ['header-without-newline.csv empty-lines-before-header.csv', {}, { rows: [1, 0], values: [1, 0, 0] }],
];
