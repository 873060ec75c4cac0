import { type Colour, FONT_PX, type Shape, textWidth } from './plot.ts';

export interface LegendItem {
  form: 'line' | 'area' | 'outline';
  colour: Colour;
  text: string;
}

const SWATCH_PX = 14;

/** What the forms of a chart mean, in a line at its top. */
export function legend(items: readonly LegendItem[], left: number): Shape[] {
  const y = FONT_PX / 2 + 2;
  let x = left;
  return items.flatMap(({ form, colour, text }): Shape[] => {
    const at = x;
    x += SWATCH_PX + 6 + textWidth(text) + 12;
    const swatch: Shape =
      form === 'line'
        ? {
            type: 'line',
            points: [
              [at, y],
              [at + SWATCH_PX, y],
            ],
            stroke: colour,
            thick: true,
          }
        : { type: 'rect', x: at + 0.5, y: y - 5, width: SWATCH_PX - 1, height: 10, ...outlined(form, colour) };
    return [swatch, { type: 'text', x: at + SWATCH_PX + 6, y, text, align: 'left', colour: 'soft' }];
  });
}

function outlined(form: 'area' | 'outline', colour: Colour): { fill: Colour; stroke?: Colour; dashed?: boolean } {
  return form === 'area' ? { fill: colour } : { fill: 'paper', stroke: colour, dashed: true };
}
