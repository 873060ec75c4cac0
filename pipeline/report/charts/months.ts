import type { ChartText, MonthsSpec, TimePoint } from './charts.ts';
import { legend } from './legend.ts';
import {
  type Form,
  fitted,
  type Panel,
  type Plot,
  type Point,
  type Shape,
  TICKS_PX,
  textWidth,
  tipName,
} from './plot.ts';
import { insidePlot, px, type Scale, scaleOf, ticksOf } from './scale.ts';
import { timePlaces, timeTicks } from './times.ts';

const NAME_PX = 20;
const GAP_PX = 14;
/** Points that are marked one by one, and that have tips: of more, neither can be told apart. */
const MOST_DOTS = 40;
const MOST_TIPS = 150;
/** The axis reaches this many spans of the middle halves beyond them. */
const SPANS_BEYOND = 1.5;

/** Curves one below the other, all on the same axes: the mean, the band of the middle half, and the full range. */
export function monthsPlot(spec: MonthsSpec, text: ChartText, form: Form): Plot {
  const many = spec.series.length > 1;
  const panelHeight = many ? (form.narrow ? 90 : 100) : form.narrow ? 170 : 210;
  const domain = valueDomain(spec.series.flatMap(({ points }) => points));
  const yScale = scaleOf(domain.min, domain.max, panelHeight, 0);
  const yTicks = ticksOf(yScale, many ? 3 : 5, text.number);
  const places = timePlaces(spec.series.flatMap(({ points }) => points.map(({ time }) => time)));
  const firstTime = spec.series[0]?.points[0]?.time ?? '';
  const left = Math.ceil(
    Math.max(...yTicks.map(({ label }) => textWidth(label) + 10), textWidth(text.time(firstTime)) / 2),
  );
  const width = form.width - left - 14;
  const xScale = scaleOf(places.first, places.last, 0, width);
  const xTicks = insidePlot(timeTicks(places, xScale, text.time), left, form.width);
  const step = panelHeight + GAP_PX + NAME_PX;
  const hasMiddle = spec.series.some(({ points }) => points.some(({ p25, p75 }) => p25 !== null && p75 !== null));
  const meaning = legend(
    [
      { form: 'line', colour: 'main', text: text.word('mean') },
      ...(hasMiddle ? [{ form: 'area' as const, colour: 'band' as const, text: text.word('middleHalf') }] : []),
      { form: 'area', colour: 'pale', text: text.word('fullRange') },
    ],
    form.width,
  );
  const shapes = meaning.shapes;
  const top = meaning.height + NAME_PX;
  const panels = spec.series.map(({ name, points }, index): Panel => {
    const last = index === spec.series.length - 1;
    const panelTop = top + index * step;
    const panel: Panel = {
      left,
      top: panelTop,
      width,
      height: panelHeight,
      xTicks: last ? xTicks : [],
      yTicks,
      lines: 'y',
    };
    const title = many ? fitted(name, 0.85 * form.width) : fitted(spec.yName, form.width);
    shapes.push({
      type: 'text',
      x: 0,
      y: panelTop - 12,
      text: title,
      align: 'left',
      colour: many ? 'ink' : 'soft',
      bold: many,
    });
    const at = (point: TimePoint) => left + px(xScale, places.at(point.time));
    shapes.push(...curve(points, at, yScale, panelTop));
    if (points.length <= MOST_TIPS) shapes.push(...tips(points, at, panel, many ? name : spec.yName, text));
    return panel;
  });
  return { width: form.width, height: top + spec.series.length * step - GAP_PX - NAME_PX + TICKS_PX, panels, shapes };
}

/** What the axis shows: all values, or where few of them are far from the middle halves, those and their surroundings. */
function valueDomain(points: readonly TimePoint[]): { min: number; max: number } {
  const range = (values: (number | null)[]) => {
    const found = values.filter((value) => value !== null);
    return found.length === 0
      ? null
      : { min: found.reduce((a, b) => Math.min(a, b)), max: found.reduce((a, b) => Math.max(a, b)) };
  };
  const core = range(points.flatMap(({ mean, p25, p75 }) => [mean, p25, p75]));
  const all = range(points.flatMap(({ mean, min, max, p25, p75 }) => [mean, min, max, p25, p75]));
  if (core === null || all === null) return { min: 0, max: 1 };
  const room = SPANS_BEYOND * (core.max - core.min);
  if (room === 0 || !Number.isFinite(room) || all.max - all.min <= 4 * room) return all;
  return { min: Math.max(all.min, core.min - room), max: Math.min(all.max, core.max + room) };
}

function curve(points: readonly TimePoint[], at: (point: TimePoint) => number, yScale: Scale, top: number): Shape[] {
  const y = (value: number) => top + px(yScale, value);
  const area = (low: 'min' | 'p25', high: 'max' | 'p75', fill: 'pale' | 'band'): Shape[] =>
    runs(points, (point) => point[low] !== null && point[high] !== null).map((run): Shape => {
      const upper = run.map((point): Point => [at(point), y(point[high] ?? 0)]);
      const lower = run.map((point): Point => [at(point), y(point[low] ?? 0)]);
      if (run.length > 1) return { type: 'area', points: [...upper, ...lower.reverse()], fill };
      return {
        type: 'rect',
        x: at(run[0] as TimePoint) - 3,
        y: upper[0]?.[1] ?? 0,
        width: 6,
        height: (lower[0]?.[1] ?? 0) - (upper[0]?.[1] ?? 0),
        fill,
      };
    });
  const means = runs(points, ({ mean }) => mean !== null);
  const dots = points.length <= MOST_DOTS ? means.flat() : means.filter((run) => run.length === 1).flat();
  const outside = points.filter(({ max, min }) => (max ?? -Infinity) > yScale.max || (min ?? Infinity) < yScale.min);
  return [
    ...area('min', 'max', 'pale'),
    ...area('p25', 'p75', 'band'),
    ...means
      .filter((run) => run.length > 1)
      .map((run): Shape => {
        return {
          type: 'line',
          points: run.map((point) => [at(point), y(point.mean ?? 0)]),
          stroke: 'main',
          thick: true,
        };
      }),
    ...dots.map((point): Shape => ({ type: 'dot', x: at(point), y: y(point.mean ?? 0), radius: 2.5, fill: 'main' })),
    ...(outside.length > MOST_DOTS ? [] : outside).map((point): Shape => {
      const above = (point.max ?? -Infinity) > yScale.max;
      const edge = top + (above ? 4 : Math.max(yScale.from, yScale.to) - 4);
      return { type: 'text', x: at(point), y: edge, text: above ? '▴' : '▾', align: 'center', colour: 'soft' };
    }),
  ];
}

/** Runs of points that have a value. */
function runs(points: readonly TimePoint[], has: (point: TimePoint) => boolean): TimePoint[][] {
  const found: TimePoint[][] = [];
  let open = false;
  for (const point of points) {
    const present = has(point);
    if (present && open) found.at(-1)?.push(point);
    else if (present) found.push([point]);
    open = present;
  }
  return found;
}

function tips(
  points: readonly TimePoint[],
  at: (point: TimePoint) => number,
  panel: Panel,
  name: string,
  text: ChartText,
): Shape[] {
  const number = (value: number | null) => (value === null ? '—' : text.number(value));
  return points.map((point, index): Shape => {
    const before = points[index - 1];
    const after = points[index + 1];
    const x = at(point);
    const from = before === undefined ? panel.left : (at(before) + x) / 2;
    const to = after === undefined ? panel.left + panel.width : (x + at(after)) / 2;
    const tip = [
      `${tipName(name)}, ${text.time(point.time)}`,
      `${text.word('mean')}: ${number(point.mean)}`,
      ...(point.p25 === null || point.p75 === null
        ? []
        : [`${text.word('middleHalf')}: ${number(point.p25)} – ${number(point.p75)}`]),
      `${text.word('fullRange')}: ${number(point.min)} – ${number(point.max)}`,
    ].join('\n');
    return {
      type: 'rect',
      x: from,
      y: panel.top,
      width: Math.max(0, to - from),
      height: panel.height,
      fill: 'clear',
      tip,
    };
  });
}
