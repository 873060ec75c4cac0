import { trimBlanks } from './header.ts';

export interface NumericColumnsOptions {
  /** Decimal mark: `.` or `,`. */
  decimal: string;
  /** Texts that count as missing, compared without ASCII case. */
  missing: readonly string[];
  /** Names of columns that rows are grouped by: never measured. */
  keyColumns: readonly string[];
}

/** At least this share of the fields that aren't missing must be numbers. */
const numberPercent = 90;

/**
 * The columns that `describe` takes when none is named: mostly numbers in the sampled rows, not a key, and not an
 * identifier, which is known by a value with a leading zero (a station's code `0021205791` is no quantity). A name that
 * two columns share is left out, for it could not be asked for either.
 *
 * @param rows contents of the fields by row, decoded
 */
export function numericColumns(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  options: NumericColumnsOptions,
): string[] {
  const missing = new Set(options.missing.map(lowerAscii));
  const isNumber = numberTest(options.decimal);
  const chosen = header.filter((name, column) => {
    if (options.keyColumns.includes(name)) return false;
    let present = 0;
    let numbers = 0;
    const bearable = ((100 - numberPercent) * rows.length) / 100;
    for (const row of rows) {
      const text = bareText(row[column] ?? '');
      if (missing.has(lowerAscii(text))) continue;
      if (/^0\d/.test(text)) return false;
      present++;
      if (isNumber(text)) numbers++;
      else if (present - numbers > bearable) return false;
    }
    return numbers > 0 && 100 * numbers >= numberPercent * present;
  });
  return chosen.filter((name) => header.indexOf(name) === header.lastIndexOf(name));
}

/** A field's text as numbers are read: blanks off, then one pair of quotes, then blanks again. */
function bareText(content: string): string {
  const text = trimBlanks(content);
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? trimBlanks(text.slice(1, -1)) : text;
}

function lowerAscii(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text;
}

function numberTest(decimal: string): (text: string) => boolean {
  const mark = decimal === ',' ? ',' : '\\.';
  const grammar = new RegExp(`^[+-]?(\\d+(${mark}\\d*)?|${mark}\\d+)([eE][+-]?\\d+)?$`);
  return (text) => {
    if (!grammar.test(text)) return false;
    const value = Number(text.replace(decimal, '.'));
    const mantissa = text.split(/[eE]/, 1)[0] ?? '';
    return Number.isFinite(value) && (value !== 0 || !/[1-9]/.test(mantissa));
  };
}
