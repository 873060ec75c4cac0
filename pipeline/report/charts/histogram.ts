import type { ChartText, HistogramSpec } from './charts.ts';
import { placeLabels } from './labels.ts';
import {
  AXIS_NAME_PX,
  FONT_PX,
  type Form,
  fitted,
  type Panel,
  type Plot,
  type Shape,
  TICKS_PX,
  textWidth,
  tipName,
} from './plot.ts';
import { insidePlot, px, type Scale, scaleOf, ticksOf } from './scale.ts';

const LABEL_ROW_PX = 16;
/** A bar of one row among millions would not be seen. */
const LEAST_BAR_PX = 1.5;
const RIGHT_PX = 16;
const LABEL_GAP_PX = 4;
const NAMES_PER_LABEL = 3;
const MOST_MARKS = 10;

/** Bars from value to value, and above them the marks: what is named, where, in rows that keep apart. */
export function histogramPlot(spec: HistogramSpec, text: ChartText, form: Form): Plot {
  const { bins } = spec;
  const panelHeight = form.narrow ? 150 : 180;
  const most = bins.reduce((max, { count }) => Math.max(max, count), 0);
  const yScale: Scale = { min: 0, max: Math.max(1, most * 1.04), from: panelHeight, to: 0 };
  const whole = (value: number) => (Number.isInteger(value) ? text.number(value) : '');
  const yTicks = ticksOf(yScale, 4, whole).filter(({ label }) => label !== '');
  const left = Math.ceil(Math.max(...yTicks.map(({ label }) => textWidth(label)), 12)) + 10;
  const { xScale, labels } = placeMarks(spec, text, left, form.width);
  const width = xScale.to;
  const rows = labels.reduce((max, { row }) => Math.max(max, row + 1), 0);
  const top = labelTop(rows);
  const panel: Panel = {
    left,
    top,
    width,
    height: panelHeight,
    xTicks: insidePlot(ticksOf(xScale, form.narrow ? 5 : 8, text.number), left, form.width),
    yTicks,
    lines: 'y',
    xName: fitted(spec.xName, width),
  };
  const shapes: Shape[] = [
    { type: 'text', x: 0, y: FONT_PX / 2 + 1, text: text.word('rows'), align: 'left', colour: 'soft' },
    ...bars(spec, text, panel, xScale, yScale),
    // Without a light edge, a line would hardly be seen on the bars.
    ...labels.map(({ at }): Shape => {
      return { type: 'rect', x: at - 1.5, y: top, width: 3, height: panelHeight, fill: 'paper' };
    }),
    ...labels.map(({ at, row }): Shape => {
      const y = labelTop(row);
      return { type: 'rect', x: at - 0.5, y, width: 1, height: top + panelHeight - y, fill: 'mark' };
    }),
    ...labels.map(({ at, row, text: label, align }): Shape => {
      const y = labelTop(row + 0.5);
      return {
        type: 'text',
        x: align === 'left' ? at + LABEL_GAP_PX : at - LABEL_GAP_PX,
        y,
        text: label,
        align,
        colour: 'ink',
      };
    }),
  ];
  return { width: form.width, height: top + panelHeight + TICKS_PX + AXIS_NAME_PX, panels: [panel], shapes };
}

/** The scale, and the labels on it; where they reach out at the right, as crowded ones do, the scale is made shorter. */
function placeMarks({ bins, marks }: HistogramSpec, text: ChartText, left: number, plotWidth: number) {
  const values = named(thinned(marks), text);
  for (let right = RIGHT_PX, tries = 1; ; tries++) {
    const xScale = scaleOf(bins[0]?.from ?? 0, bins.at(-1)?.to ?? 0, 0, plotWidth - left - right);
    const lines = values.map(({ value, label }) => ({ at: left + px(xScale, value), text: label }));
    const labels = placeLabels(lines, { from: 0, to: plotWidth });
    const reach = labels.reduce(
      (max, { at, text, align }) => (align === 'left' ? Math.max(max, at + LABEL_GAP_PX + textWidth(text)) : max),
      0,
    );
    if (reach <= plotWidth || tries === 3) return { xScale, labels };
    right += Math.ceil(reach - plotWidth);
  }
}

function bars({ bins, xName }: HistogramSpec, text: ChartText, panel: Panel, xScale: Scale, yScale: Scale): Shape[] {
  const single = bins.length === 1;
  const name = tipName(xName);
  return bins.flatMap(({ from, to, count }): Shape[] => {
    if (count === 0) return [];
    const start = single ? panel.width * 0.4 : px(xScale, from);
    const end = single ? panel.width * 0.6 : px(xScale, to);
    const gap = end - start > 4 ? 1 : 0;
    const height = Math.max(LEAST_BAR_PX, panel.height - px(yScale, count));
    const range = from === to ? text.number(from) : `${text.number(from)} – ${text.number(to)}`;
    return [
      {
        type: 'rect',
        x: panel.left + start,
        y: panel.top + panel.height - height,
        width: Math.max(0.5, end - start - gap),
        height,
        fill: 'main',
        tip: `${name} ${range}\n${text.word('rows')}: ${text.number(count)}`,
      },
    ];
  });
}

function labelTop(row: number): number {
  return FONT_PX + 8 + row * LABEL_ROW_PX;
}

/** Of more marks than can be told apart, some at even distances, the first and the last among them. */
function thinned<Mark>(marks: readonly Mark[]): Mark[] {
  if (marks.length <= MOST_MARKS) return [...marks];
  const step = (marks.length - 1) / (MOST_MARKS - 1);
  return Array.from({ length: MOST_MARKS }, (_, index) => marks[Math.round(index * step)] as Mark);
}

/** Marks of the same value share a label. */
function named(marks: readonly HistogramSpec['marks'][number][], text: ChartText): { value: number; label: string }[] {
  const byValue = new Map<number, string[]>();
  for (const { name, value } of marks) byValue.set(value, [...(byValue.get(value) ?? []), name]);
  return [...byValue].flatMap(([value, names]) => {
    const parts = Array.from({ length: Math.ceil(names.length / NAMES_PER_LABEL) }, (_, part) =>
      names.slice(part * NAMES_PER_LABEL, (part + 1) * NAMES_PER_LABEL),
    );
    return parts.map((part) => ({ value, label: `${part.join(', ')} ${text.number(value)}` }));
  });
}
