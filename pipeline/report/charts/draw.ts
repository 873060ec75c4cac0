import { barsPlot, differencesPlot } from './bars.ts';
import { boxesPlot } from './boxes.ts';
import type { ChartSpec, ChartText, RenderedChart } from './charts.ts';
import { drawSvg } from './echarts.ts';
import { histogramPlot } from './histogram.ts';
import { monthsPlot } from './months.ts';
import { type Form, NARROW, type Plot, WIDE } from './plot.ts';
import { pageSvg } from './svg.ts';
import { timelinePlot } from './timeline.ts';

/** A chart in both forms. */
export function drawChart(spec: ChartSpec, text: ChartText): RenderedChart {
  const wide = plotOf(spec, text, WIDE);
  const narrow = plotOf(spec, text, NARROW);
  return {
    wide: pageSvg(drawSvg(wide), wide, spec.title, 'wide'),
    narrow: pageSvg(drawSvg(narrow), narrow, spec.title, 'narrow'),
  };
}

/** Lays out a chart. */
export function plotOf(spec: ChartSpec, text: ChartText, form: Form): Plot {
  switch (spec.kind) {
    case 'histogram':
      return histogramPlot(spec, text, form);
    case 'boxes':
      return boxesPlot(spec, text, form);
    case 'months':
      return monthsPlot(spec, text, form);
    case 'differences':
      return differencesPlot(spec, text, form);
    case 'timeline':
      return timelinePlot(spec, text, form);
    default:
      return barsPlot(spec, text, form);
  }
}
