import { shown } from '../shown.ts';

/** Colours by what they mean; `CHART_STYLE` says what they are in each theme. */
export type Colour = 'ink' | 'soft' | 'line' | 'main' | 'band' | 'pale' | 'mark' | 'alarm' | 'paper' | 'clear';

/** A form in px from the plot's upper left corner. `tip` is shown while the pointer rests on it. */
export type Shape = { tip?: string } & (
  | {
      type: 'rect';
      x: number;
      y: number;
      width: number;
      height: number;
      fill: Colour;
      stroke?: Colour;
      dashed?: boolean;
    }
  | { type: 'line'; points: Point[]; stroke: Colour; thick?: boolean; dashed?: boolean }
  | { type: 'area'; points: Point[]; fill: Colour }
  | { type: 'dot'; x: number; y: number; radius: number; fill: Colour }
  | { type: 'text'; x: number; y: number; text: string; align: Align; colour: Colour; bold?: boolean }
);

export type Point = [x: number, y: number];
export type Align = 'left' | 'center' | 'right';

/** A label beside an axis; `at` in px from the panel's left or upper edge. */
export interface Tick {
  at: number;
  label: string;
}

/** A rectangle of the plot with axes at its left and its lower edge. */
export interface Panel {
  left: number;
  top: number;
  width: number;
  height: number;
  xTicks: Tick[];
  yTicks: Tick[];
  /** Lines at the ticks, across the panel. */
  lines: 'x' | 'y' | 'none';
  xName?: string;
}

/** A chart as px: what remains is to draw it. */
export interface Plot {
  width: number;
  height: number;
  panels: Panel[];
  /** In the order of drawing. */
  shapes: Shape[];
}

/** Width of a plot in px, and with it the form: a chart for a phone has its names above the bars and fewer ticks. */
export interface Form {
  width: number;
  narrow: boolean;
}

export const WIDE: Form = { width: 720, narrow: false };
export const NARROW: Form = { width: 340, narrow: true };

export const FONT_PX = 12;
/** Characters of a name that are looked at when it is fitted. */
const LONGEST = 120;
/** Room for the labels of an axis below a panel, and for its name. */
export const TICKS_PX = 22;
export const AXIS_NAME_PX = 16;

/** Widths of characters in a wide font, the first that fits. */
const WIDTHS_EM: readonly [[RegExp, number], ...[RegExp, number][]] = [
  [/[a-eghknopqsuvx-z\d]/, 0.64],
  [/[\p{M}\u200d]/u, 0],
  [/[\u1100-\u115f\u2e80-\ud7ff\uf900-\uffdc\u{1f000}-\u{3ffff}]/u, 1.1],
  [/[mwMW@%—…]/, 0.95],
  [/[\p{Lu}&]/u, 0.74],
  [/[ijltfrI.,:;|'!()[\] \u00a0\u202f-]/, 0.4],
  [/./su, 0.64],
];

/**
 * Width of a text in px, about: no font can be measured where there is no browser, and each browser has its own. On the large
 * side, so that what is laid out with it keeps apart.
 */
export function textWidth(text: string, fontPx = FONT_PX): number {
  let em = 0;
  for (const character of text) em += (WIDTHS_EM.find(([pattern]) => pattern.test(character)) ?? WIDTHS_EM[0])[1];
  return em * fontPx;
}

/**
 * Text from data that takes `width` px at most. What is left out is shown as `…`: in the middle, because names that are alike
 * often differ at their ends.
 */
export function fitted(text: string, width: number, fontPx = FONT_PX): string {
  const label = shown(text, LONGEST);
  if (textWidth(label, fontPx) <= width) return label;
  const characters = [...new Intl.Segmenter().segment(label)].map(({ segment }) => segment);
  for (let kept = characters.length - 1; kept > 2; kept--) {
    const end = Math.floor(kept * 0.4);
    const parts = [characters.slice(0, kept - end).join(''), characters.slice(characters.length - end).join('')];
    const cut = parts.join('…').replace(/…+/, '…');
    if (textWidth(cut, fontPx) <= width) return cut;
  }
  return '…';
}

/** A name from data in full, or nearly, as a tip shows it. */
export function tipName(name: string): string {
  return shown(name, 200);
}
