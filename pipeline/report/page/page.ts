import { type ChartText, renderCharts } from '../charts/charts.ts';
import { clientScript } from '../client.ts';
import { Html, html } from '../html.ts';
import type { ReportModel } from '../model/model.ts';
import { style } from '../style.ts';
import { catalogueOf } from '../text/catalogue.ts';
import { formatsOf, type Lang } from '../text/formats.ts';
import { renderComparison } from './comparison.ts';
import { type Context, fillCharts } from './context.ts';
import { renderBoxes, renderCurves, renderDescribeResult, renderHistograms } from './describe.ts';
import { renderHead, titleOf } from './head.ts';
import { renderLedger, renderProblems, renderRepeat } from './ledger.ts';
import { renderOdd } from './odd.ts';
import { renderOwn } from './own.ts';
import { renderTimeline } from './timeline.ts';
import { renderWords } from './words.ts';

/** Nothing is fetched: what a page needs is in it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/** A report as one page of HTML that needs nothing else. */
export async function renderReport(model: ReportModel, lang: Lang): Promise<string> {
  const context: Context = { t: catalogueOf(lang), f: formatsOf(lang), charts: [] };
  const { t, f } = context;
  const parts = [
    renderOdd(context, model),
    ...renderResult(context, model),
    renderTimeline(context, model),
    renderLedger(context, model),
    renderProblems(context, model),
    renderRepeat(context, model),
  ].filter((part) => part !== null);
  const page = html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="enjambre ${model.version}">
<title>${titleOf(context, model)}</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
${renderHead(context, model)}${contents(context, parts)}${parts}</main>
<footer><p>${t.footer(model.version)}</p></footer>
<script>${new Html(clientScript)}</script>
</body>
</html>
`;
  const text: ChartText = {
    number: f.number,
    percent: (value) => `${value > 0 ? '+' : ''}${f.percent(value / 100)}`,
    time: f.time,
    duration: f.duration,
    word: (word) => t.chartWords[word],
  };
  return fillCharts(page.text, await renderCharts(context.charts, text));
}

function renderResult(context: Context, model: ReportModel): (Html | null)[] {
  const { result } = model;
  if (result === null) return [];
  if (result.kind === 'words') return renderWords(context, result);
  if (result.kind !== 'describe')
    return [...renderOwn(context, result, model.code === null ? model.job : ''), renderComparison(context, model)];
  return [
    renderDescribeResult(context, result),
    renderHistograms(context, result),
    renderBoxes(context, model, result),
    renderCurves(context, result),
    renderComparison(context, model),
  ];
}

/** Links to the sections, by their headings. */
function contents({ t }: Context, parts: Html[]): Html {
  const links = parts.flatMap(({ text }) => {
    const [, id, heading] = /^<section id="([^"]*)"><h2>(.*?)<\/h2>/.exec(text) ?? [];
    return id === undefined || heading === undefined
      ? []
      : [
          html`<li><a href="#${id}">${new Html(heading)}</a></li>
`,
        ];
  });
  return html`<nav aria-label="${t.contents}"><ul>
${links}</ul></nav>
`;
}
