import { scaledToDouble } from '../exact/decimal.ts';

export interface ModeResult {
  mode: number | null;
  modeCount: number;
}

/**
 * The most frequent value and how often it occurs; of several, the smallest.
 *
 * Offsets (value − origin) come in ascending order; equal ones follow one another and count together.
 */
export class Mode {
  private offset: number | bigint = 0;
  private count = 0;
  private last: number | bigint = -1;
  private lastCount = 0;

  /** @param count a positive safe integer */
  add(offset: number | bigint, count: number): void {
    this.lastCount = offset === this.last ? this.lastCount + count : count;
    this.last = offset;
    if (this.lastCount > this.count) {
      this.count = this.lastCount;
      this.offset = offset;
    }
  }

  /**
   * @param origin the value that offsets count from
   * @param scale decimals of the values; may be negative
   * @returns mode null and modeCount 0 without values
   */
  result(origin: bigint, scale: number): ModeResult {
    if (this.count === 0) return { mode: null, modeCount: 0 };
    return { mode: scaledToDouble(origin + BigInt(this.offset), scale), modeCount: this.count };
  }
}
