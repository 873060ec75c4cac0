import { type Colour, FONT_PX, type Shape, textWidth } from './plot.ts';

export interface LegendItem {
  form: 'line' | 'area' | 'outline';
  colour: Colour;
  text: string;
}

const SWATCH_PX = 14;
const GAP_PX = 6;
const ROW_PX = 18;

/** What the forms of a chart mean, in lines at its top; `height` is what they take. */
export function legend(items: readonly LegendItem[], width: number): { shapes: Shape[]; height: number } {
  let [x, y] = [0, FONT_PX / 2 + 2];
  const shapes = items.flatMap(({ form, colour, text }): Shape[] => {
    const itemWidth = SWATCH_PX + GAP_PX + textWidth(text);
    if (x > 0 && x + itemWidth > width) [x, y] = [0, y + ROW_PX];
    const at = x;
    x += itemWidth + 2 * GAP_PX;
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
    return [swatch, { type: 'text', x: at + SWATCH_PX + GAP_PX, y, text, align: 'left', colour: 'soft' }];
  });
  return { shapes, height: y + ROW_PX - 2 };
}

function outlined(form: 'area' | 'outline', colour: Colour): { fill: Colour; stroke?: Colour; dashed?: boolean } {
  return form === 'area' ? { fill: colour } : { fill: 'paper', stroke: colour, dashed: true };
}
