export interface HistogramSpec {
  kind: 'histogram';
  /** What the chart shows, in a sentence or a few words: its name for those who cannot see it. */
  title: string;
  xName: string;
  bins: { from: number; to: number; count: number }[];
  marks: { name: string; value: number }[];
}

export interface BoxesSpec {
  kind: 'boxes';
  title: string;
  xName: string;
  groups: { name: string; min: number; p25: number; p50: number; p75: number; max: number; rows: number }[];
}

/** A month (`2024-05`) or a day (`2024-05-01`), and what its values are; null where it has none. */
export interface TimePoint {
  time: string;
  mean: number | null;
  min: number | null;
  max: number | null;
  p25: number | null;
  p75: number | null;
}

export interface MonthsSpec {
  kind: 'months';
  title: string;
  yName: string;
  series: { name: string; points: TimePoint[] }[];
}

export interface DifferencesSpec {
  kind: 'differences';
  title: string;
  rows: { name: string; percent: number | null }[];
}

export type BarState = 'done' | 'failed' | 'recut';

export interface TimelineSpec {
  kind: 'timeline';
  title: string;
  lanes: string[];
  /** `from` and `to` in ms from the run's start. */
  bars: { lane: number; from: number; to: number; label: string; state: BarState }[];
}

export interface BarsSpec {
  kind: 'bars';
  title: string;
  xName: string;
  items: { name: string; value: number }[];
}

export type ChartSpec = HistogramSpec | BoxesSpec | MonthsSpec | DifferencesSpec | TimelineSpec | BarsSpec;

/**
 * Words inside the charts: `rows` names the axis of a histogram; `mean`, `middleHalf` (p25–p75) and `fullRange`
 * (minimum–maximum) the parts of a curve; the states those of a timeline.
 */
export type ChartWord = 'rows' | 'mean' | 'middleHalf' | 'fullRange' | BarState;

/** The report's language. */
export interface ChartText {
  number(value: number): string;
  /** A difference in percent, short: its sign and two digits. */
  percent(value: number): string;
  /** A month or a day, short: it stands under an axis. */
  time(text: string): string;
  duration(ms: number): string;
  word(word: ChartWord): string;
}

/** A chart as two SVG texts, of class `wide` and `narrow` (a phone): a media query in `CHART_STYLE` shows one. */
export interface RenderedChart {
  wide: string;
  narrow: string;
}

/** Draws the charts. Loads echarts, so that only a process that draws pays for it. */
export async function renderCharts(specs: readonly ChartSpec[], text: ChartText): Promise<RenderedChart[]> {
  if (specs.length === 0) return [];
  const { drawChart } = await import('./draw.ts');
  return specs.map((spec) => drawChart(spec, text));
}
