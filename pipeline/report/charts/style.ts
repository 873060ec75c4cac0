/**
 * Colours and sizes of the charts, for both themes, on the colours of the page, whose style sheet includes this. Blue and
 * orange are told apart with every kind of colour blindness. A chart is as wide as its box: in a box too narrow for texts of
 * a readable size there is the narrow form instead.
 */
export const CHART_STYLE = `
:root {
  --chart-ink: var(--ink); --chart-soft: var(--soft); --chart-line: var(--line); --chart-paper: var(--paper); --chart-clear: transparent;
  --chart-main: #3b78b3; --chart-band: #a9c8e6; --chart-pale: #dfe9f2; --chart-mark: #a34a00; --chart-alarm: #c2410c;
}
@media (prefers-color-scheme: dark) {
  :root { --chart-main: #5f9bd3; --chart-band: #35567a; --chart-pale: #232f3c; --chart-mark: #f5b455; --chart-alarm: #ff8a5c; }
}
.chart { container-type: inline-size; margin: 0 0 1.25rem; }
.chart svg { display: block; width: 100%; height: auto; font-size: 12px; overflow: visible; font-variant-numeric: tabular-nums; }
.chart svg.narrow { display: none; max-width: 460px; }
@container (max-width: 600px) {
  .chart svg.wide { display: none; }
  .chart svg.narrow { display: block; }
}
@media print {
  :root { --chart-main: #3b78b3; --chart-band: #a9c8e6; --chart-pale: #dfe9f2; --chart-mark: #a34a00; --chart-alarm: #c2410c; }
  .chart { break-inside: avoid; }
}
`;
