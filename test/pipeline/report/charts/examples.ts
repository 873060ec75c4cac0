import type { ChartSpec, ChartText } from '../../../../pipeline/report/charts/charts.ts';

/** Texts as data may hold them, none of which is markup, a script or a drawing. */
export const HOSTILE_NAMES = [
  '</script><img src=x onerror=alert(1)>',
  '</text></svg><svg onload=alert(1)>',
  '"><b class="x" ecmeta_data_index="0">',
  'a\u202e\u2066b',
  '{a|b} %s {value} <![CDATA[x',
  '🐝👩‍👩‍👧‍👦 ESTACIÓN',
  'السد العالي',
  'x'.repeat(10_000),
];

const numbers = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });
const scientific = new Intl.NumberFormat('en', { notation: 'scientific', maximumSignificantDigits: 6 });

export const TEXT: ChartText = {
  number: (value) => (Math.abs(value) >= 1e15 ? scientific : numbers).format(value),
  percent: (value) => `${value > 0 ? '+' : ''}${numbers.format(value)}%`,
  time: (text) => text,
  duration: (ms) => (ms < 1000 ? `${numbers.format(ms)} ms` : `${numbers.format(ms / 1000)} s`),
  word: (word) => word,
};

const [markup = '', drawing = ''] = HOSTILE_NAMES;

function bins(count: number, from: number, to: number, height: (bar: number) => number) {
  const at = (bar: number) => from * (1 - bar / count) + to * (bar / count);
  return Array.from({ length: count }, (_, bar) => ({ from: at(bar), to: at(bar + 1), count: height(bar) }));
}

function marks(...values: number[]) {
  return ['mean', 'p10', 'p25', 'median', 'p75', 'p90'].map((name, index) => ({ name, value: values[index] ?? 0 }));
}

function box(name: string, middle: number, spread: number, wild = 0) {
  const [p25, p75] = [middle - spread, middle + spread];
  return { name, min: p25 - 2 * spread, p25, p50: middle, p75, max: p75 + 2 * spread + wild, rows: 1234 };
}

/** A year and a half of months, one without values. */
function months(wild = 0) {
  return Array.from({ length: 18 }, (_, index) => {
    const time = `${2023 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
    if (index === 7) return { time, mean: null, min: null, max: null, p25: null, p75: null };
    const mean = 12 + 8 * Math.sin(index / 2);
    return { time, mean, min: mean - 9, max: mean + 14 + (index === 5 ? wild : 0), p25: mean - 3, p75: mean + 4 };
  });
}

/** Charts of every kind: an ordinary one, and ones that are hard to draw. */
export const EXAMPLES: Record<string, ChartSpec> = {
  histogram: {
    kind: 'histogram',
    title: 'Bell',
    xName: 'ValorObservado',
    bins: bins(30, 0, 40, (bar) => Math.round(20_000 * Math.exp(-((bar - 14) ** 2) / 40))),
    marks: marks(18.9213, 13, 16, 18.8, 21.4, 25),
  },
  'histogram with one value far away': {
    kind: 'histogram',
    title: markup,
    xName: markup,
    bins: bins(20, -0.1, 1900.23456, (bar) => (bar === 0 ? 1_200_000 : bar === 19 ? 1 : 0)),
    marks: marks(3.2131, 0, 0, 0.2, 1.4, 12.25),
  },
  'histogram of values near the maximum': {
    kind: 'histogram',
    title: 'Right',
    xName: drawing,
    bins: bins(64, -100, 0, (bar) => bar ** 2),
    marks: marks(-20, -50, -33, -18, -7, -1),
  },
  'histogram of one value': {
    kind: 'histogram',
    title: 'One',
    xName: 'x',
    bins: [{ from: 5, to: 5, count: 12 }],
    marks: marks(5, 5, 5, 5, 5, 5),
  },
  'histogram of all doubles': {
    kind: 'histogram',
    title: 'Huge',
    xName: 'x',
    bins: bins(10, -1.7e308, 1.7e308, () => 3),
    marks: marks(0, -1e308, -1e307, 1, 1e307, 1e308),
  },
  boxes: {
    kind: 'boxes',
    title: 'Boxes',
    xName: 'ValorObservado',
    groups: Array.from({ length: 20 }, (_, index) => box(`00212057${10 + index}`, 10 + (index % 7), 1 + (index % 3))),
  },
  'boxes with a value far away': {
    kind: 'boxes',
    title: drawing,
    xName: markup,
    groups: HOSTILE_NAMES.map((name, index) => box(name, 15 + 3 * index, 2 + index / 2, index === 1 ? 900 : 0)),
  },
  'boxes of one value': { kind: 'boxes', title: 'Flat', xName: 'x', groups: [box('a', 5, 0), box('b', 5, 0)] },
  months: { kind: 'months', title: 'Months', yName: 'ValorObservado', series: [{ name: 'all', points: months() }] },
  'months of several groups': {
    kind: 'months',
    title: 'Months',
    yName: 'ValorObservado',
    series: HOSTILE_NAMES.slice(-5).map((name) => ({ name, points: months(2000) })),
  },
  differences: {
    kind: 'differences',
    title: 'Differences',
    rows: [
      { name: 'mean', percent: 1.23 },
      { name: 'std', percent: -12.5 },
      { name: 'kurtosis', percent: 140 },
      { name: 'min', percent: 0 },
      { name: 'skewness', percent: null },
    ],
  },
  timeline: {
    kind: 'timeline',
    title: 'Timeline',
    lanes: ['board-1 · 1', 'board-1 · 2', 'a-board-with-a-long-name.local · 1', drawing],
    bars: Array.from({ length: 40 }, (_, index) => ({
      lane: index % 4,
      from: Math.floor(index / 4) * 800,
      to: Math.floor(index / 4) * 800 + 760,
      label: `${markup} ${index}`,
      state: index === 7 ? ('failed' as const) : index === 12 ? ('recut' as const) : ('done' as const),
    })),
  },
  'timeline of many lanes': {
    kind: 'timeline',
    title: 'Many',
    lanes: Array.from({ length: 64 }, (_, lane) => `board-${lane}`),
    bars: Array.from({ length: 400 }, (_, index) => ({
      lane: index % 64,
      from: Math.floor(index / 64) * 60_000,
      to: Math.floor(index / 64) * 60_000 + 55_000,
      label: `partition ${index}`,
      state: 'done' as const,
    })),
  },
  bars: {
    kind: 'bars',
    title: 'Bars',
    xName: 'count',
    items: ['de', 'la', 'que', ...HOSTILE_NAMES].map((name, index) => ({ name, value: 12_345 / (index + 1) })),
  },
  'bars below zero': {
    kind: 'bars',
    title: 'Signs',
    xName: 'change',
    items: [
      { name: 'up', value: 3 },
      { name: 'down', value: -1_000_000 },
      { name: 'none', value: 0 },
    ],
  },
};
