import { type DataFrame, frameFromRows } from './danfo.ts';

const missingTexts = ['', 'nan', 'na', 'n/a', 'n/d', 'null', 'none'];

/** As in `result.json`; but a number with a leading zero, such as a station's code, is taken as text. */
const numberPattern = /^[+-]?(?:(?!0\d)\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * A frame from rows of text, as a CSV file holds them. A column whose cells are numbers or missing becomes one of numbers;
 * in any other the cells stay as they are, and missing ones become null. `missing` lists the texts that stand for a missing
 * cell, compared without case and surrounding blanks.
 */
export function frameFromText(
  columns: readonly string[],
  rows: readonly (readonly (string | null | undefined)[])[],
  missing: readonly string[] = missingTexts,
): Promise<DataFrame> {
  const missingSet = new Set(missing.map((text) => text.toLowerCase()));
  const isMissing = (cell: string | null | undefined): cell is null | undefined =>
    cell === null || cell === undefined || missingSet.has(cell.trim().toLowerCase());
  const numeric = columns.map((_, index) =>
    rows.every((row) => isMissing(row[index]) || numberPattern.test(row[index].trim())),
  );
  return frameFromRows(
    columns,
    rows.map((row) =>
      numeric.map((isNumber, index) => {
        const cell = row[index];
        if (isMissing(cell)) return null;
        return isNumber ? Number(cell) : cell;
      }),
    ),
  );
}
