import { compileKernel, Kernel } from '../../kernel/kernel.ts';
import type { InputFile, Manifest, Slice } from '../../run-dir/manifest.ts';
import { DEFAULT_LIMITS } from '../job.ts';
import { Cells } from './cells.ts';
import { FieldReader } from './fields.ts';
import { type SliceScan, scanSlice } from './scan.ts';

/** Reads a slice only to find where its first record starts and its last one ends. */
export function countRecords(manifest: Manifest, slice: Slice): Promise<SliceScan> {
  const { header, dialect } = manifest.input;
  const { bufferBytes, memoryBytes, segmentRows } = DEFAULT_LIMITS;
  const cells = new Cells(new FieldReader({ columns: [], missing: [], strict: false, dialect }), 1);
  const setup = {
    bufferBytes,
    budgetBytes: memoryBytes,
    headerFields: header.length,
    delimiter: dialect.delimiter.charCodeAt(0),
    decimal: dialect.decimal.charCodeAt(0),
    window: 1,
    emptyIsMissing: true,
    sentinels: [],
    columns: [],
    keys: [],
  };
  const kernel = new Kernel(compileKernel(), setup, cells);
  cells.kernel = kernel;
  const context = {
    kernel,
    cells,
    segmentRows,
    linesFlushed: 0,
    flush: () => {
      context.linesFlushed += kernel.exports.lineCount();
      kernel.exports.reset();
    },
    onBytes: () => {},
  };
  return scanSlice(context, slice, manifest.input.files[slice.file] as InputFile);
}
