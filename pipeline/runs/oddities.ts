import type { DescribeOptions } from '../jobs/describe/options.ts';
import type { Manifest } from '../run-dir/manifest.ts';
import type { Ledger } from './ledger.ts';

/** Something that looks wrong about a run that is formally right, as data that any language can say. */
export type Oddity =
  | { code: 'no-rows' }
  | { code: 'no-words' }
  /** The header has one column, which holds what separates columns elsewhere. */
  | { code: 'one-column'; column: string }
  | { code: 'ragged'; ragged: number; rows: number; delimiter: string }
  /** Invalid values would be numbers with the other decimal mark. */
  | { code: 'other-decimal'; column: string; invalid: number; example: string; other: '.' | ',' }
  | { code: 'no-number'; column: string }
  | { code: 'mostly-invalid'; column: string; invalid: number; values: number }
  /** The rolling window is longer than the columns. */
  | { code: 'long-window'; window: number; columns: string[] };

/** Ragged rows above this share of all are taken for a wrong delimiter. */
const RAGGED_SHARE = 0.1;

/** What looks wrong about a run, the gravest first. */
export function findOddities({ manifest, ledger }: { manifest: Manifest; ledger: Ledger }): Oddity[] {
  const { header, dialect, kind } = manifest.input;
  const { rows, ragged } = ledger;
  if (rows === 0) return [{ code: kind === 'text' ? 'no-words' : 'no-rows' }];
  const found: Oddity[] = [];
  const [onlyName = ''] = header;
  if (header.length === 1 && /[,;\t|]/.test(onlyName)) found.push({ code: 'one-column', column: onlyName });
  else if (ragged > RAGGED_SHARE * rows) found.push({ code: 'ragged', ragged, rows, delimiter: dialect.delimiter });
  for (const { column, count, invalid } of ledger.columns) {
    const decimal = otherDecimal(column, ledger, dialect.decimal);
    if (decimal !== null) found.push({ code: 'other-decimal', column, invalid, ...decimal });
    else if (count === 0) found.push({ code: 'no-number', column });
    else if (invalid > count) found.push({ code: 'mostly-invalid', column, invalid, values: count + invalid });
  }
  // Other jobs have neither.
  const { window, by } = manifest.options as Partial<DescribeOptions>;
  if (window === undefined || by === undefined || by.length > 0) return found;
  const short = ledger.columns.filter(({ count }) => count > 0 && count < window).map(({ column }) => column);
  if (short.length > 0) found.push({ code: 'long-window', window, columns: short });
  return found;
}

/** Whether most of the invalid values that are known would be numbers with the other decimal mark. */
function otherDecimal(
  column: string,
  { examples }: Ledger,
  decimal: string,
): { example: string; other: '.' | ',' } | null {
  const texts = examples.filter((example) => example.column === column).map(({ text }) => text);
  const other = decimal === '.' ? ',' : '.';
  const written = other === '.' ? /^[\s"]*[+-]?\d*\.\d+[\s"]*$/ : /^[\s"]*[+-]?\d*,\d+[\s"]*$/;
  const alike = texts.filter((text) => written.test(text));
  if (alike[0] === undefined || alike.length * 2 < texts.length) return null;
  return { example: alike[0], other };
}
