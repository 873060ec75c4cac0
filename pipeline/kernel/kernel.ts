import { Buffer } from 'node:buffer';
import { usageError } from '../errors.ts';
import { SCALAR, VECTOR } from './wasm.ts';

/** What the kernel asks of its caller; pointers are places in its memory. Rare in ordinary data. */
export interface KernelHost {
  /** Reads a field that is no plain number: 0 missing, 1 invalid, 2 a number handed over by `setNumber`, 3 counted by the host. */
  readField(start: number, end: number, cell: number, column: number): number;
  /** The cell's window can't go on in 64 bits: takes over its state, once, and adds the value. */
  rollWide(cell: number, mantissa: bigint, scale: number): void;
  /** The cell's window changes its scale: puts away its sum of squares. */
  bankSquares(cell: number): void;
}

/** What a scan needs to know; field numbers count from 0. */
export interface KernelSetup {
  bufferBytes: number;
  /** Heap bytes after which the kernel asks to be flushed. */
  budgetBytes: number;
  headerFields: number;
  delimiter: number;
  decimal: number;
  window: number;
  /** Whether the empty field is in the list of missing marks. */
  emptyIsMissing: boolean;
  /** Numbers that the host is asked about, because they may be missing marks. */
  sentinels: { mantissa: bigint; scale: number }[];
  columns: number[];
  keys: { field: number; unit: 'value' | 'month' | 'day' }[];
}

/** The functions that the compiled kernel exports; see `assembly/` for what they do. */
export interface KernelExports {
  memory: WebAssembly.Memory;
  configure(
    bufferBytes: number,
    budgetBytes: number,
    wantedCount: number,
    columnCount: number,
    keyCount: number,
    headerFields: number,
    delimiter: number,
    decimal: number,
    window: number,
    emptyIsMissing: number,
  ): void;
  configPointer(): number;
  bufferPointer(): number;
  outPointer(): number;
  addSentinel(mantissa: bigint, scale: number): number;
  setPlace(origin: bigint, stop: number): void;
  scan(start: number, end: number, last: number): number;
  record: WebAssembly.Global;
  reset(): void;
  rowCount(): number;
  raggedCount(): number;
  lineCount(): number;
  openQuoteAt(): number;
  isFull(): number;
  setNumber(mantissa: bigint, scale: number): void;
  stage(bytes: number): number;
  addStagedRow(fields: number, filled: number, position: bigint): void;
  groupTable(): number;
  groupSlots(): number;
  prepareSegment(): void;
  openSection(section: number): number;
  smallest: WebAssembly.Global;
  largest: WebAssembly.Global;
  done: WebAssembly.Global;
  writeEntries(): number;
  writeValues(values: number, length: number): number;
}

/**
 * Compiles the kernel: with vector instructions where the machine has them, or as `vectors` says. Both give the same results.
 */
export function compileKernel(vectors?: boolean): WebAssembly.Module {
  if (vectors !== false) {
    try {
      return new WebAssembly.Module(Buffer.from(VECTOR, 'base64'));
    } catch (error) {
      // A processor without them: compiling is the quickest way to find out.
      if (vectors === true) throw error;
    }
  }
  return new WebAssembly.Module(Buffer.from(SCALAR, 'base64'));
}

/** A kernel with its memory laid out, and views of that memory that stay right when it grows. */
export class Kernel {
  readonly exports: KernelExports;
  readonly buffer: number;
  readonly out: number;
  readonly setup: KernelSetup;
  /** Field numbers that the rows' slots hold, ascending. */
  readonly wanted: number[];
  private bytesView: Uint8Array;
  private dataView: DataView;

  constructor(module: WebAssembly.Module, setup: KernelSetup, host: KernelHost) {
    const abort = () => {
      throw new Error('the kernel ran out of memory');
    };
    const instance = new WebAssembly.Instance(module, { host: { ...host }, env: { abort } });
    this.exports = instance.exports as unknown as KernelExports;
    this.setup = setup;
    const fields = [...setup.columns, ...setup.keys.map((key) => key.field)];
    this.wanted = [...new Set(fields)].sort((a, b) => a - b);
    this.exports.configure(
      setup.bufferBytes,
      setup.budgetBytes,
      this.wanted.length,
      setup.columns.length,
      setup.keys.length,
      setup.headerFields,
      setup.delimiter,
      setup.decimal,
      setup.window,
      setup.emptyIsMissing ? 1 : 0,
    );
    this.buffer = this.exports.bufferPointer();
    this.out = this.exports.outPointer();
    this.bytesView = new Uint8Array(this.exports.memory.buffer);
    this.dataView = new DataView(this.exports.memory.buffer);
    this.writeConfig();
  }

  private writeConfig(): void {
    const { columns, keys } = this.setup;
    let at = this.exports.configPointer() + this.wanted.length * 8;
    const put = (word: number) => {
      this.view().setUint32(at, word, true);
      at += 4;
    };
    for (const column of columns) put(this.wanted.indexOf(column));
    for (const key of keys) put(this.wanted.indexOf(key.field));
    for (const key of keys) put(['value', 'month', 'day'].indexOf(key.unit));
    for (const field of this.wanted) put(field);
    for (const { mantissa, scale } of this.setup.sentinels) {
      // What does not fit into 64 bits never equals a number that the kernel reads.
      if (this.exports.addSentinel(BigInt.asIntN(64, mantissa), scale) === 0) {
        throw usageError('The list of missing marks has more than 64 numbers', 'name fewer with --missing');
      }
    }
  }

  /** All of memory; fetch again after every call that may allocate. */
  bytes(): Uint8Array {
    if (this.bytesView.buffer !== this.exports.memory.buffer)
      this.bytesView = new Uint8Array(this.exports.memory.buffer);
    return this.bytesView;
  }

  view(): DataView {
    if (this.dataView.buffer !== this.exports.memory.buffer) this.dataView = new DataView(this.exports.memory.buffer);
    return this.dataView;
  }

  /** Adds a row of which only the wanted fields are at hand, as raw text; `fields` counts all of its fields. */
  addRow(fields: number, wantedText: Uint8Array[], position: number): void {
    const slots = this.exports.configPointer();
    for (const [index, text] of wantedText.entries()) {
      const at = this.exports.stage(text.length + 16);
      this.bytes().set(text, at);
      this.view().setUint32(slots + index * 8, at, true);
      this.view().setUint32(slots + index * 8 + 4, at + text.length, true);
    }
    this.exports.addStagedRow(fields, wantedText.length, BigInt(position));
  }
}
