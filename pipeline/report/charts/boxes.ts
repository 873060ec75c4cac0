import type { BoxesSpec, ChartText } from './charts.ts';
import {
  AXIS_NAME_PX,
  type Form,
  fitted,
  type Panel,
  type Plot,
  type Shape,
  TICKS_PX,
  textWidth,
  tipName,
} from './plot.ts';
import { layOutRows } from './rows.ts';
import { insidePlot, px, type Scale, scaleOf, ticksOf } from './scale.ts';

type Group = BoxesSpec['groups'][number];

/** The axis reaches this many spans of the boxes beyond them; a single wild value would press all boxes into lines. */
const SPANS_BEYOND = 1.5;

/** A box for each group: whiskers from minimum to maximum, the middle half, the median. */
export function boxesPlot(spec: BoxesSpec, text: ChartText, form: Form): Plot {
  const { groups } = spec;
  const domain = boxDomain(groups);
  const rows = layOutRows(
    groups.map(({ name }) => name),
    form,
    4,
  );
  const gutter = (values: number[]) =>
    values.reduce((max, value) => Math.max(max, textWidth(beyond(text, value)) + 6), 0);
  const leftGutter = gutter(groups.filter(({ min }) => min < domain.min).map(({ min }) => min));
  const rightGutter = gutter(groups.filter(({ max }) => max > domain.max).map(({ max }) => max));
  const left = rows.left + leftGutter + 4;
  const width = form.width - left - Math.max(rightGutter, 14);
  const scale = scaleOf(domain.min, domain.max, 0, width);
  const panel: Panel = {
    left,
    top: 0,
    width,
    height: rows.height + 8,
    xTicks: insidePlot(ticksOf(scale, form.narrow ? 4 : 7, text.number), left, form.width),
    yTicks: [],
    lines: 'x',
    xName: fitted(spec.xName, width),
  };
  const shapes = groups.flatMap((group, index) => box(group, rows.middle(index), rows.barHeight, panel, scale, text));
  return {
    width: form.width,
    height: panel.height + TICKS_PX + AXIS_NAME_PX,
    panels: [panel],
    shapes: [...rows.labels, ...shapes],
  };
}

/** What the axis shows: all values, or where the boxes would be small among them, the boxes and their surroundings. */
export function boxDomain(groups: readonly Pick<Group, 'min' | 'p25' | 'p75' | 'max'>[]): { min: number; max: number } {
  const least = (pick: (group: Pick<Group, 'min' | 'p25'>) => number) =>
    groups.reduce((min, group) => Math.min(min, pick(group)), Infinity);
  const most = (pick: (group: Pick<Group, 'p75' | 'max'>) => number) =>
    groups.reduce((max, group) => Math.max(max, pick(group)), -Infinity);
  const all = { min: least(({ min }) => min), max: most(({ max }) => max) };
  if (groups.length === 0) return { min: 0, max: 1 };
  const low = least(({ p25 }) => p25);
  const high = most(({ p75 }) => p75);
  const room = SPANS_BEYOND * (high - low);
  if (room === 0 || !Number.isFinite(room) || all.max - all.min <= 4 * room) return all;
  return { min: Math.max(all.min, low - room), max: Math.min(all.max, high + room) };
}

function box(group: Group, middle: number, height: number, panel: Panel, scale: Scale, text: ChartText): Shape[] {
  const { min, p25, p50, p75, max } = group;
  const at = (value: number) => panel.left + px(scale, value);
  const whisker = (x: number, part: number): Shape => ({
    type: 'line',
    points: [
      [x, middle - height * part],
      [x, middle + height * part],
    ],
    stroke: 'soft',
  });
  const values = [min, p25, p50, p75, max].map((value) => text.number(value)).join(' · ');
  const tip = `${tipName(group.name)}\n${values}\n${text.word('rows')}: ${text.number(group.rows)}`;
  const width = Math.max(1, at(p75) - at(p25));
  const shapes: Shape[] = [
    { type: 'rect', x: at(min), y: middle - height, width: at(max) - at(min), height: 2 * height, fill: 'clear', tip },
    {
      type: 'line',
      points: [
        [at(min), middle],
        [at(max), middle],
      ],
      stroke: 'soft',
    },
    { type: 'rect', x: at(p25), y: middle - height / 2, width, height, fill: 'band', stroke: 'main', tip },
    {
      type: 'line',
      points: [
        [at(p50), middle - height / 2],
        [at(p50), middle + height / 2],
      ],
      stroke: 'ink',
      thick: true,
    },
  ];
  if (min >= scale.min) shapes.push(whisker(at(min), 0.3));
  else shapes.push(outside(at(min) - 4, middle, beyond(text, min, '◂'), 'right'));
  if (max <= scale.max) shapes.push(whisker(at(max), 0.3));
  else shapes.push(outside(at(max) + 4, middle, beyond(text, max), 'left'));
  return shapes;
}

/** What lies beyond the axis, said in figures. */
function beyond(text: ChartText, value: number, arrow: '◂' | '▸' = '▸'): string {
  return arrow === '▸' ? `▸ ${text.number(value)}` : `${text.number(value)} ◂`;
}

function outside(x: number, y: number, label: string, align: 'left' | 'right'): Shape {
  return { type: 'text', x, y, text: label, align, colour: 'soft' };
}
