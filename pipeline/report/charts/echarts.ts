import { CustomChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type Colour, FONT_PX, type Plot, type Shape, type Tick } from './plot.ts';

// Each part that is named here is part of the bundle.
use([CustomChart, GridComponent, SVGRenderer]);

/** Draws a plot; the SVG text is echarts' own, with its ids and attributes, where `data_index` counts the shapes. */
export function drawSvg(plot: Plot): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: plot.width, height: plot.height });
  try {
    chart.setOption(optionOf(plot));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/** Axes are in px, whatever their values: echarts draws, and need not know how to label a span of 1e308. */
function optionOf({ panels, shapes }: Plot): EChartsCoreOption {
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit', fontSize: FONT_PX },
    grid: panels.map(({ left, top, width, height }) => ({ left, top, width, height, outerBoundsMode: 'none' })),
    xAxis: panels.map((panel, gridIndex) => ({
      gridIndex,
      max: panel.width,
      ...axis(panel.xTicks, panel.lines === 'x'),
      ...(panel.xName === undefined ? {} : axisName(panel.xName)),
    })),
    yAxis: panels.map((panel, gridIndex) => ({
      gridIndex,
      max: panel.height,
      inverse: true,
      ...axis(panel.yTicks, panel.lines === 'y'),
    })),
    series: {
      type: 'custom',
      coordinateSystem: 'none',
      progressive: 0,
      data: shapes.map((_, index) => index),
      renderItem: ({ dataIndex }: { dataIndex: number }) => element(shapes[dataIndex] as Shape),
    },
  };
}

function axis(ticks: readonly Tick[], lines: boolean) {
  const labels = new Map(ticks.map(({ at, label }) => [at, label]));
  const customValues = [...labels.keys()];
  return {
    type: 'value',
    min: 0,
    show: ticks.length > 0,
    axisLine: { show: false },
    axisTick: { show: false, customValues },
    axisLabel: {
      customValues,
      hideOverlap: false,
      color: css('soft'),
      formatter: (at: number) => labels.get(at) ?? '',
    },
    splitLine: { show: lines, showMinLine: true, showMaxLine: true, lineStyle: { color: css('line') } },
  };
}

function axisName(name: string) {
  return { name, nameLocation: 'middle', nameGap: 24, nameTextStyle: { color: css('soft') } };
}

function element(shape: Shape) {
  switch (shape.type) {
    case 'rect': {
      const { x, y, width, height } = shape;
      return { type: 'rect', shape: { x, y, width, height }, style: { fill: css(shape.fill), ...stroke(shape) } };
    }
    case 'line':
      return { type: 'polyline', shape: { points: shape.points }, style: { fill: 'none', ...stroke(shape) } };
    case 'area':
      return { type: 'polygon', shape: { points: shape.points }, style: { fill: css(shape.fill) } };
    case 'dot': {
      const { x: cx, y: cy, radius: r } = shape;
      return { type: 'circle', shape: { cx, cy, r }, style: { fill: css(shape.fill) } };
    }
    default: {
      const { x, y, text, align, colour, bold } = shape;
      const font = { fontSize: FONT_PX, fontFamily: 'inherit', fontWeight: bold ? 600 : 'normal' };
      return { type: 'text', style: { x, y, text, align, verticalAlign: 'middle', fill: css(colour), ...font } };
    }
  }
}

function stroke({ stroke, dashed, thick }: { stroke?: Colour; dashed?: boolean; thick?: boolean }) {
  if (stroke === undefined) return {};
  return { stroke: css(stroke), lineWidth: thick ? 2 : 1, ...(dashed ? { lineDash: [3, 3] } : {}) };
}

function css(colour: Colour): string {
  return `var(--chart-${colour})`;
}
