import { FONT_PX, type Form, fitted, type Shape, textWidth } from './plot.ts';

/** Where named rows lie: names at the left of their row, or above it, where a phone needs the width for the bars. */
export interface Rows {
  left: number;
  /** Px of the middle of a row's bar. */
  middle(index: number): number;
  barHeight: number;
  height: number;
  /** The names, as shapes. */
  labels: Shape[];
}

const WIDEST_NAME_PX = 240;
/** Shorter names leave enough room beside them on a phone too. */
const WIDEST_NARROW_NAME_PX = 90;
const WIDE_ROW_PX = 26;
const NARROW_ROW_PX = 36;
/** Names above their rows begin beyond the line of zero, which would strike out their first letters. */
const INDENT_PX = 12;

/** Lays out a row for each name, from `top` on. */
export function layOutRows(names: readonly string[], form: Form, top: number): Rows {
  const barHeight = 14;
  const widest = names.reduce((max, name) => Math.max(max, textWidth(fitted(name, form.width))), 0);
  if (form.narrow && widest > WIDEST_NARROW_NAME_PX) {
    const labels = names.map((name, index): Shape => {
      const y = top + index * NARROW_ROW_PX + FONT_PX / 2 + 2;
      const text = fitted(name, form.width - INDENT_PX);
      return { type: 'text', x: INDENT_PX, y, text, align: 'left', colour: 'ink' };
    });
    const middle = (index: number) => top + index * NARROW_ROW_PX + FONT_PX + 5 + barHeight / 2;
    return { left: 0, middle, barHeight, height: names.length * NARROW_ROW_PX, labels };
  }
  const texts = names.map((name) => fitted(name, WIDEST_NAME_PX));
  const left = Math.ceil(texts.reduce((max, text) => Math.max(max, textWidth(text)), 0)) + 10;
  const middle = (index: number) => top + (index + 0.5) * WIDE_ROW_PX;
  const labels = texts.map((text, index): Shape => {
    return { type: 'text', x: left - 10, y: middle(index), text, align: 'right', colour: 'ink' };
  });
  return { left, middle, barHeight, height: names.length * WIDE_ROW_PX, labels };
}
