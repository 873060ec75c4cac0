import type { InputFinding } from '../../run-dir/manifest.ts';
import type { Oddity } from '../../runs/oddities.ts';
import type { Catalogue } from './en.ts';

const MOST_NAMES = 3;

/** What looks wrong about a run, as a sentence; `show` makes text from data ready to be shown. */
export function oddityText(t: Catalogue, oddity: Oddity, show: (text: string) => string): string {
  switch (oddity.code) {
    case 'no-rows':
      return t.noRows;
    case 'no-words':
      return t.noWords;
    case 'one-column':
      return t.oneColumn(show(oddity.column));
    case 'ragged':
      return t.ragged(oddity.ragged, oddity.rows, oddity.delimiter);
    case 'other-decimal':
      return t.otherDecimal(show(oddity.column), oddity.invalid, show(oddity.example), oddity.other);
    case 'no-number':
      return t.noNumber(show(oddity.column));
    case 'mostly-invalid':
      return t.mostlyInvalid(show(oddity.column), oddity.invalid, oddity.values);
    case 'long-window': {
      const { window, columns } = oddity;
      return t.longWindow(window, someNames(t, columns.slice(0, MOST_NAMES), columns.length, show));
    }
  }
}

/** What was found about the files before the run, as a sentence; `show` makes text from data ready to be shown. */
export function findingText(
  t: Catalogue,
  { code, count, names }: InputFinding,
  show: (text: string) => string,
): string {
  return t.findings[code](count, someNames(t, names, count, show));
}

function someNames(t: Catalogue, names: string[], count: number, show: (text: string) => string): string {
  const shown = names.map((name) => JSON.stringify(show(name)));
  const more = count > names.length ? [t.andMore(count - names.length)] : [];
  return [...shown, ...more].join(', ');
}
