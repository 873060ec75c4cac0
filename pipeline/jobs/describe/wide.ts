import { pow10 } from '../../exact/decimal.ts';
import { type Int, shorten } from '../../partial/numbers.ts';
import type { Entries, Table } from '../../partial/tables.ts';
import type { RollingPart } from '../../stats/rolling.ts';

/** A rolling window in big integers: the same statistic as the kernel's, for values that 64 bits do not hold. */
export class WideRolling {
  private readonly window: number;
  private scale: number;
  private count: number;
  private head: bigint[];
  /** The last values, a ring once it holds a whole window. */
  private ring: bigint[];
  private at = 0;
  private sum: bigint;
  private squares: bigint;

  /** Goes on from a state whose last values are in order. */
  constructor(window: number, start: RollingPart) {
    this.window = window;
    this.scale = start.scale;
    this.count = start.count;
    this.head = start.head.map(BigInt);
    this.ring = start.tail.map(BigInt);
    this.sum = this.ring.reduce((a, b) => a + b, 0n);
    this.squares = start.squares;
  }

  add(mantissa: bigint, scale: number): void {
    if (scale > this.scale) this.rescale(scale);
    const value = scale === this.scale ? mantissa : mantissa * pow10(this.scale - scale);
    this.count++;
    this.sum += value;
    if (this.head.length < this.window) this.head.push(value);
    if (this.ring.length < this.window) {
      this.ring.push(value);
    } else {
      this.sum -= this.ring[this.at] as bigint;
      this.ring[this.at] = value;
      this.at = this.at + 1 === this.window ? 0 : this.at + 1;
    }
    if (this.count >= this.window) this.squares += this.sum * this.sum;
  }

  private rescale(scale: number): void {
    const factor = pow10(scale - this.scale);
    this.head = this.head.map((value) => value * factor);
    this.ring = this.ring.map((value) => value * factor);
    this.sum *= factor;
    this.squares *= factor * factor;
    this.scale = scale;
  }

  part(): RollingPart {
    const tail = [...this.ring.slice(this.at), ...this.ring.slice(0, this.at)].map(shorten);
    const head = this.count > this.window ? this.head.map(shorten) : tail;
    return { count: this.count, scale: this.scale, squares: this.squares, head, tail };
  }
}

/** Counts of values that have more digits than 64 bits hold, by scale. */
export class WideValues {
  private readonly scales = new Map<number, Map<bigint, number>>();

  /** True when the value is new. */
  add(mantissa: bigint, scale: number): boolean {
    let counts = this.scales.get(scale);
    if (counts === undefined) {
      counts = new Map();
      this.scales.set(scale, counts);
    }
    const count = counts.get(mantissa) ?? 0;
    counts.set(mantissa, count + 1);
    return count === 0;
  }

  tables(): Table[] {
    return [...this.scales].map(([scale, counts]) => {
      const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
      const smallest = shorten((sorted[0] as [bigint, number])[0]);
      const largest = shorten((sorted[sorted.length - 1] as [bigint, number])[0]);
      return { head: { scale, smallest, largest }, entries: new ListEntries(sorted) };
    });
  }
}

class ListEntries implements Entries {
  private readonly list: [bigint, number][];
  private at = 0;
  step: Int = 0;
  entryCount = 0;

  constructor(list: [bigint, number][]) {
    this.list = list;
  }

  nextEntry(): boolean {
    const entry = this.list[this.at];
    if (entry === undefined) return false;
    const before = this.list[this.at - 1];
    this.step = before === undefined ? 0 : shorten(entry[0] - before[0]);
    this.entryCount = entry[1];
    this.at++;
    return true;
  }
}
