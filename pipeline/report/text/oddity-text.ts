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
      const names = columns.slice(0, MOST_NAMES).map((name) => JSON.stringify(show(name)));
      const more = columns.length > MOST_NAMES ? [t.andMore(columns.length - MOST_NAMES)] : [];
      return t.longWindow(window, [...names, ...more].join(', '));
    }
  }
}
