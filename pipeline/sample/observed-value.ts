import type { Sfc32 } from './random.ts';

/** Digits after the mark that the climate itself gives: it counts millionths of a degree. */
const CLIMATE_DECIMALS = 6;
/** Digits taken from one draw: 24 bits are a little more than seven digits. */
const DIGITS_PER_DRAW = 7;
const ZERO = 48;
const MINUS = 45;

/** Longest text of a value: sign, two digits, mark and 17 more digits. */
export const VALUE_BYTES_MAX = 21;

/** Writes temperatures as text with a fixed number of decimals: `-0.4`, `13.0`. */
export class ObservedValue {
  private readonly decimals: number;
  private readonly unit: number;
  private readonly scale: number;
  private readonly extraDigits: number;
  private readonly mark: number;
  private readonly random: Sfc32;

  /** `random` gives the digits beyond the sixth; `mark` is the decimal mark. */
  constructor(decimals: number, mark: string, random: Sfc32) {
    this.decimals = Math.min(decimals, CLIMATE_DECIMALS);
    this.unit = 10 ** (CLIMATE_DECIMALS - this.decimals);
    this.scale = 10 ** this.decimals;
    this.extraDigits = decimals - this.decimals;
    this.mark = mark.charCodeAt(0);
    this.random = random;
  }

  /** Writes `microDegrees`, rounded half away from zero, at `at`, and returns where it ends. Never writes `-0`. */
  write(out: Uint8Array, at: number, microDegrees: number): number {
    const size = microDegrees < 0 ? -microDegrees : microDegrees;
    const scaled = ((size + (this.unit >> 1)) / this.unit) | 0;
    const whole = (scaled / this.scale) | 0;
    if (microDegrees < 0 && scaled !== 0) out[at++] = MINUS;
    // The hottest weather that the climate can draw stays below 100 degrees.
    if (whole >= 10) out[at++] = ZERO + ((whole / 10) | 0);
    out[at++] = ZERO + (whole % 10);
    if (this.decimals === 0) return at;
    out[at++] = this.mark;
    const end = at + this.decimals;
    let fraction = scaled - whole * this.scale;
    for (let place = end - 1; place >= at; place--) {
      const rest = (fraction / 10) | 0;
      out[place] = ZERO + fraction - rest * 10;
      fraction = rest;
    }
    return this.extraDigits === 0 ? end : this.writeExtraDigits(out, end);
  }

  private writeExtraDigits(out: Uint8Array, at: number): number {
    const end = at + this.extraDigits;
    while (at < end) {
      let bits = this.random.next() >>> 8;
      for (let left = Math.min(DIGITS_PER_DRAW, end - at); left > 0; left--) {
        const rest = (bits / 10) | 0;
        out[at++] = ZERO + bits - rest * 10;
        bits = rest;
      }
    }
    return at;
  }
}
