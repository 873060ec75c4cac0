import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ATTEMPT_PARTIAL } from '../../run-dir/layout.ts';
import type { InputFile } from '../../run-dir/manifest.ts';
import { TermTable } from '../../text/term-table.ts';
import type { PartitionTotals, Task } from '../job.ts';
import { emptyTotals } from '../totals.ts';
import type { WordsDetails } from './ledger.ts';
import { mergePartials, narrowPartials } from './merge-terms.ts';
import { PartialWriter, type WrittenPartial } from './partial.ts';
import { type SliceCounts, SliceScanner } from './scan.ts';

/** The worker's half of `words`: reads a partition's text once and leaves one partial. */
export async function processWords(task: Task): Promise<PartitionTotals> {
  const { manifest, partition, limits, directory, onBytes } = task;
  const runs = new TermRuns(directory, limits.memoryBytes);
  const scanner = new SliceScanner(runs.terms, {
    bufferBytes: limits.bufferBytes,
    onBytes,
    onText: () => {
      if (runs.terms.isFull) runs.writeOut();
    },
  });
  const totals = emptyTotals();
  const counts: SliceCounts[] = [];
  const details: WordsDetails = { letters: 0, bytes: 0, plainBytes: 0, terms: 0, distinctTerms: 0, runs: 0 };
  for (const slice of partition.slices) {
    const file = manifest.input.files[slice.file] as InputFile;
    const found = await scanner.scan(slice, slice.file, file, file.encoding ?? manifest.input.dialect.encoding);
    const { words, letters, lineFeeds, bytes } = found.counts;
    totals.start ??= found.start;
    totals.end = found.end;
    totals.rows += words;
    totals.slices.push({ file: slice.file, rows: words, ragged: 0, lines: lineFeeds });
    counts.push(found.counts);
    details.letters += letters;
    details.bytes += bytes;
    if (file.compression === 'none') details.plainBytes += bytes;
  }
  const { bytes, sha256, distinct, occurrences } = runs.finish(counts);
  Object.assign(details, { terms: occurrences, distinctTerms: distinct, runs: runs.count });
  return { ...totals, partial: { bytes, sha256 }, details };
}

/** The terms of a partition: in memory, and in sorted files once they are too many. */
class TermRuns {
  readonly terms: TermTable;
  private readonly directory: string;
  private readonly written: string[] = [];

  constructor(directory: string, memoryBytes: number) {
    this.directory = directory;
    this.terms = new TermTable(memoryBytes);
  }

  /** How many times the table was written. */
  get count(): number {
    return Math.max(1, this.written.length);
  }

  writeOut(): void {
    const path = join(this.directory, `spill-${this.written.length}.bin`);
    this.write(path, []);
    this.written.push(path);
  }

  private write(path: string, slices: readonly SliceCounts[]): WrittenPartial {
    const writer = new PartialWriter(path, slices);
    this.terms.forEachSorted((bytes, count) => writer.term(bytes, count));
    this.terms.clear();
    return writer.close();
  }

  /** Leaves the one partial of the partition. */
  finish(slices: readonly SliceCounts[]): WrittenPartial {
    const target = join(this.directory, ATTEMPT_PARTIAL);
    if (this.written.length === 0) return this.write(target, slices);
    if (this.terms.size > 0) this.writeOut();
    const { paths, release } = narrowPartials(this.written, (index) => join(this.directory, `merge-${index}.bin`));
    const merged = mergePartials(paths, target, slices);
    release();
    for (const path of this.written) rmSync(path, { force: true });
    return merged;
  }
}
