import { pow10 } from '../../exact/decimal.ts';
import type { Kernel, KernelHost } from '../../kernel/kernel.ts';
import { CELL_COUNT, CELL_HEAD, CELL_RING, CELL_RING_AT, CELL_ROLL_SCALE, CELL_SQUARES } from '../../kernel/layout.ts';
import type { FieldReader } from './fields.ts';
import { WideRolling, WideValues } from './wide.ts';

/** The kernel's marks for a cell without values, and for one whose window the host keeps. */
const ROLL_UNSET = 0x7ffffffe;
const ROLL_WIDE = 0x7fffffff;
/** Mantissas below this are the kernel's. */
const KERNEL_LIMIT = 10n ** 18n;

/** Big integers that the host holds before it asks for a flush: some 20 MB of them. */
const SIZE_LIMIT = 200_000;

/** What the host keeps of a cell beside the kernel. */
export interface WideCell {
  values?: WideValues;
  rolling?: WideRolling;
  /** Sums of squares at scales that the cell has left. */
  banked?: { scale: number; squares: bigint };
}

/** The host's half of the cells: numbers that 64 bits do not hold. Forgets everything at a flush, as the kernel does. */
export class Cells implements KernelHost {
  private readonly reader: FieldReader;
  private readonly window: number;
  private readonly cells = new Map<number, WideCell>();
  /** Set after construction, because the kernel needs its host first. */
  kernel!: Kernel;
  /** Offset in the stream of the kernel's address 0, and the lines before its counts: for the places of fields. */
  streamOrigin = 0;
  linesBefore = 0;
  /** Offset of the row that is being added, if it is longer than the buffer: its fields lie elsewhere then. */
  longRowAt: number | null = null;
  /** How much the host holds: wide values and window lengths. */
  private size = 0;

  constructor(reader: FieldReader, window: number) {
    this.reader = reader;
    this.window = window;
  }

  // The kernel calls these three without an object, so they are bound here.
  readonly readField = (start: number, end: number, cell: number, column: number): number => {
    const place = () => ({
      offset: this.longRowAt ?? this.streamOrigin + start,
      line: this.linesBefore + this.kernel.exports.lineCount(),
    });
    const raw = this.kernel.bytes().subarray(start, end);
    const read = this.reader.read(raw, column, place);
    if (read === 'missing') return 0;
    if (read === 'invalid') return 1;
    const { mantissa, scale } = read;
    if (mantissa < KERNEL_LIMIT && mantissa > -KERNEL_LIMIT) {
      this.kernel.exports.setNumber(mantissa, scale);
      return 2;
    }
    const wide = this.of(cell);
    wide.values ??= new WideValues();
    if (wide.values.add(mantissa, scale)) this.size++;
    this.roll(cell, wide, mantissa, scale, this.kernel.view().getUint32(cell + CELL_COUNT, true));
    return 3;
  };

  readonly rollWide = (cell: number, mantissa: bigint, scale: number): void => {
    const countBefore = this.kernel.view().getUint32(cell + CELL_COUNT, true) - 1;
    this.roll(cell, this.of(cell), mantissa, scale, countBefore);
  };

  readonly bankSquares = (cell: number): void => {
    const wide = this.of(cell);
    const scale = this.kernel.view().getInt32(cell + CELL_ROLL_SCALE, true);
    wide.banked = { scale, squares: this.squares(cell, scale) };
  };

  /** Whether the host holds so much that it is time to flush. */
  get isFull(): boolean {
    return this.size > SIZE_LIMIT;
  }

  get(cell: number): WideCell | undefined {
    return this.cells.get(cell);
  }

  reset(): void {
    this.cells.clear();
    this.size = 0;
  }

  /** Σ(sum of a window)² of the kernel's cell at `scale`, with what was banked at smaller scales. */
  squares(cell: number, scale: number): bigint {
    const view = this.kernel.view();
    const word = (at: number) => view.getBigUint64(cell + CELL_SQUARES + at, true);
    const now = word(0) | (word(8) << 64n) | (word(16) << 128n);
    const banked = this.cells.get(cell)?.banked;
    return banked === undefined ? now : now + banked.squares * pow10(2 * (scale - banked.scale));
  }

  private of(cell: number): WideCell {
    let wide = this.cells.get(cell);
    if (wide === undefined) {
      wide = {};
      this.cells.set(cell, wide);
    }
    return wide;
  }

  private roll(cell: number, wide: WideCell, mantissa: bigint, scale: number, countBefore: number): void {
    if (wide.rolling === undefined) {
      wide.rolling = this.takeOver(cell, countBefore, scale);
      this.size += 2 * this.window;
    }
    wide.rolling.add(mantissa, scale);
  }

  private takeOver(cell: number, count: number, firstScale: number): WideRolling {
    const view = this.kernel.view();
    const kernelScale = view.getInt32(cell + CELL_ROLL_SCALE, true);
    const scale = kernelScale === ROLL_UNSET ? firstScale : kernelScale;
    const read = (values: number, length: number) =>
      Array.from({ length }, (_, index) => view.getBigInt64(values + index * 8, true));
    const head = read(view.getUint32(cell + CELL_HEAD, true), Math.min(count, this.window));
    const ring = view.getUint32(cell + CELL_RING, true);
    const at = view.getUint32(cell + CELL_RING_AT, true);
    const last = ring === 0 ? head : read(ring, this.window);
    const tail = ring === 0 ? head : [...last.slice(at), ...last.slice(0, at)];
    const squares = this.squares(cell, scale);
    view.setInt32(cell + CELL_ROLL_SCALE, ROLL_WIDE, true);
    return new WideRolling(this.window, { count, scale, squares, head, tail });
  }
}
