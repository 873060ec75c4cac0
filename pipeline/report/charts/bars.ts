import type { BarsSpec, ChartText, DifferencesSpec } from './charts.ts';
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
import { layOutRows, type Rows } from './rows.ts';
import { insidePlot, px, type Scale, scaleOf, ticksOf } from './scale.ts';

interface Row {
  name: string;
  value: number | null;
  label: string;
}

/** A bar for each item, from zero, with its value at its end. */
export function barsPlot(spec: BarsSpec, text: ChartText, form: Form): Plot {
  const rows = spec.items.map(({ name, value }) => ({ name, value, label: text.number(value) }));
  return rowsPlot(rows, spec.xName, text.number, form);
}

/** A bar for each relative difference, to the left and to the right of zero. */
export function differencesPlot(spec: DifferencesSpec, text: ChartText, form: Form): Plot {
  const rows = spec.rows.map(({ name, percent: value }) => {
    return { name, value, label: value === null ? '—' : text.percent(value) };
  });
  return rowsPlot(rows, undefined, text.percent, form);
}

function rowsPlot(rows: Row[], name: string | undefined, label: (value: number) => string, form: Form): Plot {
  const layout = layOutRows(
    rows.map((row) => row.name),
    form,
    4,
  );
  const values = rows.map(({ value }) => value ?? 0);
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  const roomFor = (side: Row[]) => side.reduce((max, row) => Math.max(max, textWidth(row.label) + 8), 0);
  const leftRoom = roomFor(rows.filter(({ value }) => (value ?? 0) < 0));
  const left = layout.left + Math.max(6, leftRoom);
  const width = form.width - left - Math.max(12, roomFor(rows.filter(({ value }) => (value ?? 0) >= 0)));
  const scale = least === most ? scaleOf(0, 1, 0, width) : scaleOf(least, most, 0, width);
  const panel: Panel = {
    left,
    top: 0,
    width,
    height: layout.height + 8,
    xTicks: insidePlot(ticksOf(scale, form.narrow ? 3 : 6, label), left, form.width),
    yTicks: [],
    lines: 'x',
    ...(name === undefined ? {} : { xName: fitted(name, width) }),
  };
  const zero = left + px(scale, 0);
  const shapes: Shape[] = [
    ...layout.labels,
    ...rows.flatMap((row, index) => bar(row, index, layout, panel, scale)),
    {
      type: 'line',
      points: [
        [zero, 0],
        [zero, panel.height],
      ],
      stroke: 'soft',
    },
  ];
  const height = panel.height + TICKS_PX + (name === undefined ? 0 : AXIS_NAME_PX);
  return { width: form.width, height, panels: [panel], shapes };
}

function bar({ name, value, label }: Row, index: number, layout: Rows, panel: Panel, scale: Scale): Shape[] {
  const zero = panel.left + px(scale, 0);
  const end = panel.left + px(scale, value ?? 0);
  const y = layout.middle(index);
  const negative = (value ?? 0) < 0;
  const text: Shape = {
    type: 'text',
    x: negative ? end - 5 : end + 5,
    y,
    text: label,
    align: negative ? 'right' : 'left',
    colour: 'ink',
  };
  if (value === null || value === 0) return [text];
  const width = Math.max(1, Math.abs(end - zero));
  const x = negative ? zero - width : zero;
  const tip = `${tipName(name)}\n${label}`;
  const { barHeight } = layout;
  return [{ type: 'rect', x, y: y - barHeight / 2, width, height: barHeight, fill: 'main', tip }, text];
}
