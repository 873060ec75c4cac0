import type { Manifest } from '../../run-dir/manifest.ts';
import type { ChosenPartial, JobLedger, PlacedValue } from '../job.ts';
import type { WrittenRows } from './frame-files.ts';
import type { FrameOptions } from './frame-options.ts';

/** How many invalid values of each column are shown. */
const EXAMPLES = 5;
const EXAMPLE_CHARACTERS = 60;

/** A value that is no number, and where it stands in its slice. */
interface InvalidField {
  /** Index in the options' numbers. */
  column: number;
  text: string;
  /** Index in the partition's slices. */
  slice: number;
  /** Line feeds between the slice's first row and this one. */
  lines: number;
  /** Offset of the field, as the ledger shows it. */
  byte: number;
}

/** What a frame job shows beside its result. */
export interface FrameDetails {
  /** In the order of the options' numbers. */
  columns: { count: number; missing: number; invalid: number }[];
  examples: InvalidField[];
  counters: Record<string, number>;
  /** Frames that were made. */
  chunks: number;
  written: WrittenRows[];
}

/** Counts the fields that should be numbers. */
export class NumberCounts {
  readonly columns: FrameDetails['columns'];
  readonly examples: InvalidField[] = [];

  constructor(columnCount: number) {
    this.columns = Array.from({ length: columnCount }, () => ({ count: 0, missing: 0, invalid: 0 }));
  }

  private of(column: number): FrameDetails['columns'][0] {
    return this.columns[column] as FrameDetails['columns'][0];
  }

  present(column: number): void {
    this.of(column).count++;
  }

  missing(column: number): void {
    this.of(column).missing++;
  }

  /** `field` is asked for when the value is among the first. */
  invalid(column: number, field: () => Omit<InvalidField, 'column'>): void {
    this.of(column).invalid++;
    if (this.examples.filter((known) => known.column === column).length >= EXAMPLES) return;
    const found = field();
    this.examples.push({ column, ...found, text: found.text.slice(0, EXAMPLE_CHARACTERS) });
  }
}

/** Totals of each column of numbers, and the first invalid values with their lines: counted on from slice to slice. */
export function frameLedger({ options, input }: Manifest, partials: ChosenPartial[]): JobLedger {
  const { numbers } = options as FrameOptions;
  const columns = numbers.map((column) => ({ column, count: 0, missing: 0, invalid: 0 }));
  const examples: PlacedValue[] = [];
  const linesBefore = input.files.map((file) => file.headerLines);
  for (const { totals } of partials) {
    const details = totals.details as FrameDetails;
    for (const [index, found] of details.columns.entries()) {
      const column = columns[index];
      if (column === undefined) continue;
      column.count += found.count;
      column.missing += found.missing;
      column.invalid += found.invalid;
    }
    for (const [index, { file, lines }] of totals.slices.entries()) {
      for (const { column: place, text, slice, lines: linesInto, byte } of details.examples) {
        const column = numbers[place];
        if (slice !== index || column === undefined) continue;
        if (examples.filter((known) => known.column === column).length >= EXAMPLES) continue;
        const line = (linesBefore[file] ?? 0) + linesInto + 1;
        examples.push({ column, text, file: input.files[file]?.name ?? `file ${file}`, line, byte });
      }
      linesBefore[file] = (linesBefore[file] ?? 0) + lines;
    }
  }
  return { columns, examples };
}

/** The sums of all partitions' counters, by name. */
export function sumCounters(partials: readonly ChosenPartial[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const { totals } of partials) {
    const { counters } = totals.details as FrameDetails;
    for (const [name, n] of Object.entries(counters)) sums.set(name, (sums.get(name) ?? 0) + n);
  }
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}
