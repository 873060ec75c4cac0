import { listNames } from '../../pipeline/csv/closest-name.ts';
import type { DescribeOptions } from '../../pipeline/jobs/describe/options.ts';
import type { RunOutcome } from '../../pipeline/run.ts';
import type { Ledger } from '../../pipeline/runs/ledger.ts';
import { counted, countText } from '../terminal/units.ts';

/** Ragged rows above this share of all are taken for a wrong delimiter. */
const raggedShare = 0.1;

/** What looks wrong about a run that is formally right: warnings, each with what to do. */
export function oddities({ manifest, ledger }: Pick<RunOutcome, 'manifest' | 'ledger'>): string[] {
  const { header, dialect } = manifest.input;
  const { window, by } = manifest.options as DescribeOptions;
  const { rows, ragged } = ledger;
  if (rows === 0) return ['there are no rows below the header.'];
  const found: string[] = [];
  const [onlyName] = header;
  if (header.length === 1 && /[,;\t|]/.test(onlyName ?? '')) {
    found.push(`the header is one column, ${JSON.stringify(onlyName)}: is that the right --delimiter?`);
  } else if (ragged > raggedShare * rows) {
    const share = `${countText(ragged)} of ${counted(rows, 'row')}`;
    found.push(`${share} have more or fewer fields than the header: is "${dialect.delimiter}" the delimiter?`);
  }
  for (const column of ledger.columns) {
    const decimal = otherDecimal(column, ledger, dialect.decimal);
    if (decimal !== null) found.push(decimal);
    else if (column.count === 0) found.push(`${JSON.stringify(column.column)} holds no number.`);
    else if (column.invalid > column.count) {
      const values = countText(column.count + column.invalid);
      found.push(
        `${countText(column.invalid)} of ${values} values of ${JSON.stringify(column.column)} are no numbers.`,
      );
    }
  }
  const short = ledger.columns.filter(({ count }) => count > 0 && count < window).map(({ column }) => column);
  if (short.length > 0 && by.length === 0) {
    found.push(`a rolling window of ${window} is longer than all of ${listNames(short, 3)}: give a smaller --window.`);
  }
  return found;
}

/** Whether most of the invalid values that are known would be numbers with the other decimal mark. */
function otherDecimal({ column, invalid }: Ledger['columns'][number], ledger: Ledger, decimal: string): string | null {
  const texts = ledger.examples.filter((example) => example.column === column).map(({ text }) => text);
  const other = decimal === '.' ? ',' : '.';
  const written = other === '.' ? /^[\s"]*[+-]?\d*\.\d+[\s"]*$/ : /^[\s"]*[+-]?\d*,\d+[\s"]*$/;
  const alike = texts.filter((text) => written.test(text));
  if (alike.length === 0 || alike.length * 2 < texts.length) return null;
  const example = JSON.stringify(alike[0]);
  return `${countText(invalid)} values of ${JSON.stringify(column)} are no numbers, such as ${example}: try --decimal ${other}`;
}
