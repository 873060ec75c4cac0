import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { columnIndex } from '../../csv/header.ts';
import { EnjambreError } from '../../errors.ts';
import { compileKernel, Kernel } from '../../kernel/kernel.ts';
import { mergeSegments, narrowSegments } from '../../partial/merge.ts';
import { SegmentWriter } from '../../partial/segment.ts';
import { ATTEMPT_PARTIAL } from '../../run-dir/layout.ts';
import type { PartitionTotals, Refusal, Task } from '../job.ts';
import { emptyTotals } from '../totals.ts';
import { Cells } from './cells.ts';
import { FieldReader, FieldRefusal, type InvalidExample } from './fields.ts';
import { type ColumnTotals, writeSegment } from './flush.ts';
import type { DescribeOptions } from './options.ts';
import { type ScanContext, scanSlice } from './scan.ts';

/** An invalid value, with the slice that it was found in. */
export interface PlacedExample extends InvalidExample {
  /** Index in the partition's slices. */
  slice: number;
}

/** What `describe` shows beside its result. */
export interface DescribeDetails {
  examples: PlacedExample[];
  /** In the order of the options' columns. */
  columns: ColumnTotals[];
  /** How many times the worker's memory was written out. */
  segments: number;
}

/** Errors about the text itself, which a wrong guess of the partition's start can cause as well. */
const TEXT_ERRORS = new Set(['field-too-long', 'unclosed-quote']);

/** The worker's half of `describe`: reads a partition's records once and leaves one segment. */
export async function processDescribe(task: Task): Promise<PartitionTotals> {
  const worker = new DescribeWorker(task);
  const { slices } = task.partition;
  const totals = emptyTotals();
  const examples: PlacedExample[] = [];
  for (const [index, slice] of slices.entries()) {
    const file = task.manifest.input.files[slice.file];
    if (file === undefined)
      throw new Error(`partition ${task.partition.index} names file ${slice.file}, which is not there`);
    try {
      const before = worker.counts();
      const scan = await scanSlice(worker, slice, file);
      const after = worker.counts();
      totals.start ??= scan.start;
      totals.end = scan.end;
      totals.slices.push({
        file: slice.file,
        rows: after.rows - before.rows,
        ragged: after.ragged - before.ragged,
        lines: scan.lines,
      });
      examples.push(...worker.takeExamples().map((example) => ({ ...example, slice: index })));
      if (scan.openQuote !== null)
        throw openQuoteRefusal(scan.openQuote + (file.compression === 'none' ? slice.start : 0));
    } catch (error) {
      totals.refusal = asRefusal(error, slice.file);
      totals.start ??= { file: slice.file, at: slice.start, skip: slice.skip ?? 0 };
      worker.abandon();
      return totals;
    }
  }
  const { rows, ragged } = worker.counts();
  const { segments, ...partial } = worker.finish();
  const details: DescribeDetails = { examples, columns: worker.columnTotals, segments };
  return { ...totals, rows, ragged, partial, details };
}

function openQuoteRefusal(offset: number): FieldRefusal {
  const next = 'close the quote there, or write it twice if it is part of the text';
  return new FieldRefusal('a quoted field opens and is never closed', { code: 'unclosed-quote', offset, next });
}

function asRefusal(error: unknown, file: number): Refusal {
  if (error instanceof FieldRefusal) {
    const { code, message, next, offset } = error;
    return { code, message, next, file, offset };
  }
  if (error instanceof EnjambreError && TEXT_ERRORS.has(error.code)) {
    return { code: error.code, message: error.message, next: error.next ?? '', file, offset: -1 };
  }
  throw error;
}

class DescribeWorker implements ScanContext {
  readonly kernel: Kernel;
  readonly cells: Cells;
  linesFlushed = 0;
  readonly segmentRows: number;
  readonly onBytes: (byteCount: number) => void;
  private readonly reader: FieldReader;
  private readonly directory: string;
  private readonly window: number;
  readonly columnTotals: ColumnTotals[];
  private rowsFlushed = 0;
  private raggedFlushed = 0;
  private readonly spills: string[] = [];

  constructor({ manifest, limits, directory, onBytes, prepared }: Task) {
    const options = manifest.options as DescribeOptions;
    const { header, dialect } = manifest.input;
    this.directory = directory;
    this.onBytes = onBytes;
    this.segmentRows = limits.segmentRows;
    this.window = options.window;
    this.columnTotals = options.columns.map(() => ({ count: 0, missing: 0, invalid: 0 }));
    this.reader = new FieldReader({
      columns: options.columns,
      missing: options.missing,
      strict: options.strict,
      dialect,
    });
    this.cells = new Cells(this.reader, options.window);
    const setup = {
      bufferBytes: limits.bufferBytes,
      budgetBytes: limits.memoryBytes,
      headerFields: header.length,
      delimiter: dialect.delimiter.charCodeAt(0),
      decimal: dialect.decimal.charCodeAt(0),
      window: options.window,
      emptyIsMissing: this.reader.emptyIsMissing,
      sentinels: this.reader.sentinels,
      columns: options.columns.map((name) => columnIndex(header, name)),
      keys: options.by.map(({ column, unit }) => ({ field: columnIndex(header, column), unit })),
    };
    this.kernel = new Kernel(
      (prepared as WebAssembly.Module | undefined) ?? compileKernel(limits.vectors),
      setup,
      this.cells,
    );
    this.cells.kernel = this.kernel;
  }

  counts(): { rows: number; ragged: number } {
    const { exports } = this.kernel;
    return { rows: this.rowsFlushed + exports.rowCount(), ragged: this.raggedFlushed + exports.raggedCount() };
  }

  takeExamples(): InvalidExample[] {
    const { examples } = this.reader;
    this.reader.examples = [];
    return examples;
  }

  /** Writes all that is in memory to a segment of its own, which is merged with the others in the end. */
  flush(): void {
    const path = join(this.directory, `spill-${this.spills.length}.bin`);
    this.write(path);
    this.spills.push(path);
  }

  private write(path: string): { bytes: number; sha256: string } {
    const { exports } = this.kernel;
    const writer = new SegmentWriter(path, this.columnTotals.length, this.window);
    writeSegment(this.kernel, this.cells, writer, this.columnTotals);
    const written = writer.close();
    const { rows, ragged } = this.counts();
    this.rowsFlushed = rows;
    this.raggedFlushed = ragged;
    this.linesFlushed += exports.lineCount();
    exports.reset();
    this.cells.reset();
    return written;
  }

  /** Leaves the one segment that is the partial. */
  finish(): { bytes: number; sha256: string; segments: number } {
    const target = join(this.directory, ATTEMPT_PARTIAL);
    if (this.spills.length === 0) return { ...this.write(target), segments: 1 };
    this.flush();
    const segments = this.spills.length;
    const { paths, release } = narrowSegments(this.spills, (index) => join(this.directory, `merge-${index}.bin`));
    const written = mergeSegments(paths, target);
    release();
    this.abandon();
    return { ...written, segments };
  }

  abandon(): void {
    for (const path of this.spills) rmSync(path, { force: true });
  }
}
