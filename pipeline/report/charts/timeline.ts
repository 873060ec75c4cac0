import type { BarState, ChartText, TimelineSpec } from './charts.ts';
import { type LegendItem, legend } from './legend.ts';
import {
  type Colour,
  type Form,
  fitted,
  type Panel,
  type Plot,
  type Shape,
  TICKS_PX,
  textWidth,
  tipName,
} from './plot.ts';
import { insidePlot, px, type Scale, scaleOf } from './scale.ts';
import { durationTicks } from './times.ts';

const TALLEST_LANE_PX = 26;
const LEAST_LANE_PX = 7;
const LABELLED_LANE_PX = 13;
const MOST_PX = 420;
const LEAST_BAR_PX = 1.5;

/** What each state looks like: they differ in form too, for those who cannot tell the colours. */
const LOOKS: Readonly<Record<BarState, { form: 'area' | 'outline'; colour: Colour }>> = {
  done: { form: 'area', colour: 'main' },
  failed: { form: 'area', colour: 'alarm' },
  recut: { form: 'outline', colour: 'soft' },
};

/** Lanes of workers over time, with a bar for each attempt. */
export function timelinePlot(spec: TimelineSpec, text: ChartText, form: Form): Plot {
  const { lanes, bars } = spec;
  const laneHeight = Math.min(TALLEST_LANE_PX, Math.max(LEAST_LANE_PX, MOST_PX / Math.max(1, lanes.length)));
  const labelEvery = Math.ceil(LABELLED_LANE_PX / laneHeight);
  const names = lanes.map((lane) => fitted(lane, form.narrow ? 84 : 160));
  const left = Math.ceil(names.reduce((max, name) => Math.max(max, textWidth(name)), 0)) + 10;
  const states = (Object.keys(LOOKS) as BarState[]).filter((state) => bars.some((bar) => bar.state === state));
  const items = states.map((state): LegendItem => ({ ...LOOKS[state], text: text.word(state) }));
  const meaning = states.some((state) => state !== 'done') ? legend(items, form.width) : { shapes: [], height: 0 };
  const top = meaning.height + 4;
  const end = bars.reduce((max, { to }) => Math.max(max, to), 0);
  const width = form.width - left - 20;
  const scale: Scale = scaleOf(0, Math.max(1, end), 0, width);
  const panel: Panel = {
    left,
    top,
    width,
    height: lanes.length * laneHeight,
    xTicks: insidePlot(durationTicks(scale, form.narrow ? 3 : 6, text.duration), left, form.width),
    yTicks: [],
    lines: 'x',
  };
  const shapes: Shape[] = [
    ...meaning.shapes,
    ...names.flatMap((name, lane): Shape[] => {
      const y = top + (lane + 0.5) * laneHeight;
      return lane % labelEvery === 0
        ? [{ type: 'text', x: left - 10, y, text: name, align: 'right', colour: 'ink' }]
        : [];
    }),
    ...bars.map(({ lane, from, to, label, state }): Shape => {
      const x = left + px(scale, from);
      const barWidth = Math.max(LEAST_BAR_PX, left + px(scale, to) - x - 1);
      const y = top + lane * laneHeight + 0.12 * laneHeight;
      const { form: look, colour } = LOOKS[state];
      const fill = look === 'area' ? { fill: colour } : { fill: 'paper' as const, stroke: colour, dashed: true };
      const low = state === 'failed' ? 0.45 : 0.76;
      const tip = `${tipName(label)}\n${text.duration(from)} – ${text.duration(to)}`;
      return { type: 'rect', x, y, width: barWidth, height: low * laneHeight, ...fill, tip };
    }),
  ];
  return { width: form.width, height: top + panel.height + TICKS_PX, panels: [panel], shapes };
}
