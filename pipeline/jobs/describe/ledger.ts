import type { Manifest } from '../../run-dir/manifest.ts';
import type { ChosenPartial, JobLedger, PlacedValue } from '../job.ts';
import type { DescribeOptions } from './options.ts';
import type { DescribeDetails } from './process.ts';

/** How many invalid values of each column are shown. */
const EXAMPLES = 5;

/** Totals of each column, and the first invalid values with their lines: counted on from partition to partition. */
export function describeLedger(manifest: Manifest, partials: ChosenPartial[]): JobLedger {
  const { columns: names } = manifest.options as DescribeOptions;
  const columns = names.map((column) => ({ column, count: 0, missing: 0, invalid: 0 }));
  const examples: PlacedValue[] = [];
  const linesBefore = manifest.input.files.map((file) => file.headerLines);
  for (const { partition, totals } of partials) {
    // Only a run without a result has one: nothing is known of it, nor of the lines after it.
    if (totals.refusal !== null) break;
    const details = totals.details as DescribeDetails;
    for (const [index, found] of details.columns.entries()) {
      const column = columns[index];
      if (column === undefined) continue;
      column.count += found.count;
      column.missing += found.missing;
      column.invalid += found.invalid;
    }
    for (const [index, slice] of totals.slices.entries()) {
      const before = linesBefore[slice.file] ?? 0;
      for (const { column, text, offset, line, slice: place } of details.examples) {
        if (place !== index || examples.filter((known) => known.column === column).length >= EXAMPLES) continue;
        const file = manifest.input.files[slice.file]?.name ?? `file ${slice.file} of partition ${partition}`;
        examples.push({ column, text, file, line: before + line + 1, byte: offset });
      }
      linesBefore[slice.file] = before + slice.lines;
    }
  }
  return { columns, examples };
}
