import { FONT_PX, type Tick, textWidth } from './plot.ts';

/** Widths of texts are estimates, on the large side. */
const MARGIN_PX = 2;

/** Maps values to px. */
export interface Scale {
  min: number;
  max: number;
  /** Px of `min` and of `max`; the first is the larger one where the axis points upwards. */
  from: number;
  to: number;
}

/** A scale with a little room on both sides where all values are the same. */
export function scaleOf(min: number, max: number, from: number, to: number): Scale {
  if (max > min) return { min, max, from, to };
  const room = Math.abs(min) > 1e300 || min === 0 ? 1 : Math.abs(min) / 2;
  return { min: min - room, max: max + room, from, to };
}

/** Px of a value; those beyond the scale lie at its end. */
export function px({ min, max, from, to }: Scale, value: number): number {
  // Halves, because the span of two doubles can be beyond the largest one.
  const part = (value / 2 - min / 2) / (max / 2 - min / 2);
  const clamped = Math.min(1, Math.max(0, Number.isFinite(part) ? part : 0.5));
  return round(from + clamped * (to - from));
}

/** Hundredths of a px are more than can be seen, and what SVG texts need. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/**
 * Round values on a scale, labelled, as many as have room: at most `most`.
 *
 * @returns positions in px from the scale's lower px
 */
export function ticksOf(scale: Scale, most: number, label: (value: number) => string): Tick[] {
  const { from, to } = scale;
  const origin = Math.min(from, to);
  const along = from < to;
  for (let count = most; count >= 2; count--) {
    const ticks = roundValues(scale.min, scale.max, count).map((value) => ({
      at: round(px(scale, value) - origin),
      label: label(value),
    }));
    const labels = new Set(ticks.map((tick) => tick.label));
    if (labels.size === ticks.length && (!along || haveRoom(ticks))) return ticks;
  }
  const ends = [scale.min, scale.max].map((value) => ({ at: round(px(scale, value) - origin), label: label(value) }));
  return ends[0]?.label === ends[1]?.label ? ends.slice(0, 1) : ends;
}

/** Ticks below a panel whose labels lie in the plot; `left` is the panel's. */
export function insidePlot(ticks: readonly Tick[], left: number, plotWidth: number): Tick[] {
  return ticks.filter(({ at, label }) => {
    const half = textWidth(label) / 2;
    return left + at - half >= -MARGIN_PX && left + at + half <= plotWidth + MARGIN_PX;
  });
}

/** Whether labels that stand side by side keep apart. */
export function haveRoom(ticks: readonly Tick[]): boolean {
  return ticks.every(({ at, label }, index) => {
    const next = ticks[index + 1];
    return next === undefined || next.at - at > (textWidth(label) + textWidth(next.label)) / 2 + FONT_PX;
  });
}

/** At most `count + 1` multiples of 1, 2 or 5 times a power of ten from `min` to `max`; none where doubles end, or nearly do. */
export function roundValues(min: number, max: number, count: number): number[] {
  const rough = (max - min) / count;
  if (!Number.isFinite(rough) || rough < 1e-300 || rough < Math.max(Math.abs(min), Math.abs(max)) * 1e-9) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
  if (!Number.isFinite(step)) return [];
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  if (!(last - first <= count + 1)) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)) + 0);
}
