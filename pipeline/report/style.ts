import { CHART_STYLE } from './charts/style.ts';

/** The look of a page: calm, in both themes, from a phone to a projector and on paper. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --raised: #ffffff; --ink: #1f2328; --soft: #586069; --line: #d9d6cd;
  --accent: #8a5a00; --accent-soft: #f4e7c8; --link: #0b5394;
  --good: #1a6b3c; --good-soft: #e3f2e7; --bad: #a3271f; --bad-soft: #fbe6e3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15171a; --raised: #1d2024; --ink: #e8e6e1; --soft: #a5abb3; --line: #363b42;
    --accent: #f0b840; --accent-soft: #3a2f14; --link: #8ab8f0;
    --good: #7fd09a; --good-soft: #17301f; --bad: #ff9d92; --bad-soft: #3b1d1a;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
}
main, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
main { padding-top: 2rem; }
header { margin-bottom: 2rem; }
h1 { font-size: clamp(1.6rem, 4.5vw, 2.4rem); line-height: 1.2; margin: 0.25rem 0 0.5rem; overflow-wrap: anywhere; text-wrap: balance; }
h2 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 0.5rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 0.5rem; overflow-wrap: anywhere; }
p { margin: 0 0 0.75rem; max-width: 46rem; overflow-wrap: anywhere; }
a { color: var(--link); }
code, pre { font: 0.9em/1.5 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", "Liberation Mono", monospace; overflow-wrap: anywhere; }
ul { margin: 0 0 0.75rem; padding-left: 1.25rem; max-width: 46rem; }
li { margin: 0.25rem 0; overflow-wrap: anywhere; }
section { padding: 1.75rem 0; border-top: 1px solid var(--line); }
.brand { display: flex; align-items: center; gap: 0.4rem; color: var(--soft); font-size: 0.95rem; margin: 0; }
.brand svg { fill: var(--accent); }
.what, .note { color: var(--soft); }
.note { font-size: 0.9rem; }
.unseen { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
.verdict { margin: 1.25rem 0; padding: 0.9rem 1.1rem; border-left: 0.3rem solid; border-radius: 0.3rem; }
.verdict p { margin: 0; max-width: none; }
.verdict p + p, .verdict pre { margin-top: 0.5rem; }
.verdict.good { background: var(--good-soft); border-color: var(--good); }
.verdict.good strong { color: var(--good); }
.verdict.bad { background: var(--bad-soft); border-color: var(--bad); }
.verdict.bad strong { color: var(--bad); }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; margin: 1.5rem 0 0; }
.figures div { flex: 1 0 auto; min-width: 6rem; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.figures dt { color: var(--soft); font-size: 0.95rem; }
.figures dd { margin: 0; font-size: clamp(1.4rem, 4vw, 1.9rem); font-weight: 600; line-height: 1.2; font-variant-numeric: tabular-nums; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; padding: 0; max-width: none; font-size: 0.95rem; }
nav { margin-bottom: 1.25rem; }
.odd .warning { font-weight: 600; }
.reasons { margin-top: 0.4rem; }
.command, .json { background: var(--raised); border: 1px solid var(--line); border-radius: 0.35rem; padding: 0.6rem 0.8rem; margin: 0 0 0.75rem; white-space: pre-wrap; user-select: all; }
.command span { white-space: nowrap; }
.json { user-select: auto; max-height: 32rem; overflow: auto; }
.scroll { overflow: auto; width: fit-content; min-width: min(100%, 24rem); max-width: 100%; margin-bottom: 0.75rem; border: 1px solid var(--line); border-radius: 0.35rem; background: var(--raised); }
.live .scroll { max-height: 34rem; }
table { border-collapse: separate; border-spacing: 0; width: max-content; min-width: 100%; font-size: 0.95rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.35rem 0.75rem; text-align: left; border-bottom: 1px solid var(--line); vertical-align: middle; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { position: sticky; top: 0; z-index: 2; background: var(--raised); color: var(--soft); font-weight: 600; white-space: nowrap; vertical-align: bottom; }
th.name { position: sticky; left: 0; z-index: 1; background: var(--raised); font-weight: 500; max-width: 16rem; overflow-wrap: anywhere; }
th.name ~ th.name { position: static; }
thead th.name { z-index: 3; font-weight: 600; white-space: normal; overflow-wrap: anywhere; }
thead button { text-align: inherit; }
td.text { overflow-wrap: anywhere; min-width: 6rem; max-width: 24rem; }
.number { text-align: right; white-space: nowrap; }
td.none { color: var(--soft); text-align: right; }
.box { min-width: 8rem; }
.data-table:not(.live) .box { display: none; }
td.box svg { display: block; width: 8rem; height: 0.9rem; }
.whiskers { fill: none; stroke: var(--soft); vector-effect: non-scaling-stroke; }
.middle { fill: var(--chart-band); stroke: var(--chart-main); vector-effect: non-scaling-stroke; }
.median { fill: none; stroke: var(--ink); stroke-width: 2; vector-effect: non-scaling-stroke; }
thead button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; white-space: inherit; }
thead button::after { content: "↕"; opacity: 0.35; margin-left: 0.3em; }
[aria-sort="ascending"] button::after { content: "↑"; opacity: 1; }
[aria-sort="descending"] button::after { content: "↓"; opacity: 1; }
.controls { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-bottom: 0.6rem; }
.controls:empty { display: none; }
.controls input, .controls select, .pager button { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 0.35rem; padding: 0.35rem 0.7rem; max-width: 100%; }
.controls input { width: 16rem; }
.pager { display: flex; flex-wrap: wrap; align-items: center; gap: 0.75rem; }
.pager .status { margin: 0; color: var(--soft); font-size: 0.95rem; }
.pager button { cursor: pointer; min-height: 2.4rem; }
.pager button:disabled { opacity: 0.45; cursor: default; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.checks { list-style: none; padding: 0; }
.checks li { display: flex; gap: 0.6rem; position: relative; }
.mark { font-weight: 700; }
.mark.good { color: var(--good); }
.mark.bad { color: var(--bad); }
.found { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 0.9em; }
details { margin-bottom: 0.6rem; }
summary { cursor: pointer; padding: 0.2rem 0; }
.pairs { margin: 0.25rem 0 0.75rem; }
.pairs div { display: grid; grid-template-columns: minmax(7rem, 12rem) 1fr; gap: 0.2rem 1rem; padding: 0.2rem 0; }
.pairs dt { color: var(--soft); overflow-wrap: anywhere; }
.pairs dd { margin: 0; overflow-wrap: anywhere; }
.beside { display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; align-items: start; }
.beside > * { min-width: 0; max-width: 100%; }
.beside > :last-child { flex: 1 1 22rem; }
.multiples { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem 2rem; }
.multiples .chart { min-width: 0; display: flex; flex-direction: column; }
.multiples figcaption { margin-bottom: auto; }
figcaption { font-weight: 600; font-size: 0.95rem; margin-bottom: 0.4rem; overflow-wrap: anywhere; }
footer { color: var(--soft); font-size: 0.9rem; padding-top: 1rem; padding-bottom: 2.5rem; }
${CHART_STYLE}
@media (max-width: 30rem) {
  main, footer { padding-left: 0.9rem; padding-right: 0.9rem; }
  .pairs div { grid-template-columns: 1fr; gap: 0; padding: 0.3rem 0; }
  .figures div { min-width: calc(50% - 0.75rem); }
  table { font-size: 0.875rem; }
  th, td { padding: 0.35rem 0.45rem; }
  #naive table { width: 100%; font-size: 0.78rem; }
  #naive :is(th, td) { padding: 0.35rem 0.2rem; }
  #naive :is(th, td):first-child { padding-left: 0.45rem; }
  #naive :is(th, td):last-child { padding-right: 0.45rem; }
  #naive thead th { font-size: 0.72rem; }
  #naive th.name { overflow-wrap: break-word; }
  th.name { max-width: 10rem; }
  .pager .status { order: -1; flex-basis: 100%; }
}
@media print {
  :root { --paper: #fff; --raised: #fff; --ink: #000; --soft: #444; --line: #bbb; --accent: #8a5a00; --accent-soft: #f4e7c8; --link: #000;
    --good: #1a6b3c; --good-soft: #fff; --bad: #a3271f; --bad-soft: #fff; }
  body { font-size: 10.5pt; }
  main, footer { max-width: none; padding: 0; }
  nav, .controls, .pager, thead button::after { display: none; }
  .scroll, .live .scroll { overflow: visible; max-height: none; border: 0; }
  thead th, th.name { position: static; }
  table { font-size: 8pt; width: 100%; }
  thead th { white-space: normal; }
  th, td { padding: 0.15rem 0.35rem; }
  th.name, td.text { min-width: 4.5rem; }
  table:has(thead th:nth-child(9)) { table-layout: fixed; font-size: 7pt; }
  table:has(thead th:nth-child(9)) :is(th, td) { white-space: normal; overflow-wrap: anywhere; padding: 0.15rem 0.2rem; }
  table:has(thead th:nth-child(9)) th.name { width: 16%; }
  .box, :is(th, td):nth-child(n + 13) { display: none; }
  .figures { gap: 0.5rem 1rem; }
  .figures dd { font-size: 15pt; }
  thead th:nth-child(12):not(:last-child)::after { content: " …"; }
  .live tbody tr:nth-child(n + 21) { display: none; }
  figure, tr, .verdict, .figures { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  section { padding: 1rem 0; }
}
`;
