import type { NaiveComparison, NaiveRow } from '../../runs/naive.ts';
import { type Content, type Html, html } from '../html.ts';
import type { Cost } from '../model/comparison.ts';
import type { ReportModel } from '../model/model.ts';
import { type Context, chart, command, groupName, nameOf, paragraph, section, statisticName } from './context.ts';
import { plainTable, type TableColumn } from './table.ts';

/** Averages are computed with rounding: below this the last digits tell nothing, in percent. */
const NOISE_PERCENT = 1e-10;

/** What averages of the partitions' results would have given, and why that is something else. */
export function renderComparison(context: Context, { comparison, command: typed }: ReportModel): Html | null {
  const { t } = context;
  if (comparison === null) return null;
  if (comparison.state === 'one-part')
    return section('naive', t.naiveHeading, paragraph(t.naiveIntro), paragraph(t.naiveOnePart));
  if (comparison.state === 'costly') {
    return section(
      'naive',
      t.naiveHeading,
      paragraph(t.naiveIntro),
      paragraph(t.naiveCostly),
      command(nameOf(`${typed} --compare-naive`, 2000)),
    );
  }
  const { comparisons, total, cost } = comparison;
  return section(
    'naive',
    t.naiveHeading,
    paragraph(
      cost === null ? t.naiveIntro : t.naiveFrames,
      total > comparisons.length ? t.naiveMore(comparisons.length, total) : null,
    ),
    renderComparisons(context, comparisons),
    explanation(context, comparisons),
    cost === null ? null : renderCost(context, cost),
  );
}

/** The first one, and the others a click away. */
function renderComparisons(context: Context, [first, ...others]: NaiveComparison[]): Html {
  const folded = others.map(
    (one) => html`<details><summary>${captionOf(context, one)}</summary>
${tableAndChart(context, one)}</details>
`,
  );
  if (first === undefined) return html``;
  return html`<h3>${captionOf(context, first)}</h3>
${tableAndChart(context, first)}${folded}`;
}

function renderCost(context: Context, { exact, averaged }: { exact: Cost; averaged: Cost }): Html {
  const { t, f } = context;
  const columns: TableColumn[] = [
    { title: '', kind: 'name' },
    { title: t.naiveExact, kind: 'number' },
    { title: t.naiveAveraged, kind: 'number' },
  ];
  const row = (title: string, of: (cost: Cost) => Content) => [title, of(exact), of(averaged)];
  const rows = [
    row(t.figureTime, ({ ms }) => f.duration(ms)),
    row(t.figureWorkers, ({ workers }) => workers),
    row(t.costHeld, ({ rowsHeld }) => (rowsHeld === null ? null : Number(rowsHeld.toPrecision(2)))),
  ];
  return html`<h3>${t.costHeading}</h3>
${plainTable(context, columns, rows)}${paragraph(t.costMeaning)}`;
}

function captionOf(context: Context, { key, column, partitions }: NaiveComparison): string {
  return context.t.naiveCaption(nameOf(column), groupName(context, Object.values(key)), partitions);
}

function tableAndChart(context: Context, { key, column, rows }: NaiveComparison): Html {
  const { t } = context;
  const table = plainTable(
    context,
    [
      { title: t.statistic, kind: 'name' },
      { title: t.naiveExact, kind: 'number' },
      { title: t.naiveAveraged, kind: 'number' },
      { title: t.naiveDifference, kind: 'number' },
    ],
    rows.map((row) => [statisticName(context, row.statistic), row.exact, row.naive, differenceText(context, row)]),
  );
  const errors = rows.map((row) => ({
    name: statisticName(context, row.statistic),
    percent: differs(row) ? percentOf(row) : 0,
  }));
  const title = t.naiveTitle(nameOf(column), groupName(context, Object.values(key)));
  const drawn = rows.some(differs)
    ? chart(context, { kind: 'differences', title, rows: errors })
    : paragraph(t.naiveSame);
  return html`<div class="beside"><div>${table}</div><div>${drawn}</div></div>
`;
}

function differenceText({ t, f }: Context, row: NaiveRow): string {
  if (!differs(row)) return t.naiveNone;
  const percent = percentOf(row);
  return percent === null ? '–' : `${percent > 0 ? '+' : ''}${f.percent(percent / 100)}`;
}

function percentOf({ exact, naive }: NaiveRow): number | null {
  if (exact === naive) return 0;
  return exact === null || naive === null || exact === 0 ? null : (100 * (naive - exact)) / Math.abs(exact);
}

function differs(row: NaiveRow): boolean {
  const percent = percentOf(row);
  return percent === null || Math.abs(percent) >= NOISE_PERCENT;
}

/** Only the reasons that have to do with what differs here. */
function explanation({ t }: Context, comparisons: NaiveComparison[]): Html {
  const wrong = new Set(comparisons.flatMap(({ rows }) => rows.filter(differs).map(({ statistic }) => statistic)));
  if (wrong.size === 0) return html``;
  const any = (...names: string[]) => names.some((name) => wrong.has(name));
  const reasons = [
    any('mean') ? t.naiveMean : null,
    any('variance', 'std', 'kurtosis', 'skewness') ? t.naiveSpread : null,
    [...wrong].some((name) => name === 'mode' || /^p\d/.test(name)) ? t.naiveOrder : null,
    any('rollingVarianceSum') ? t.naiveRolling : null,
    t.naiveCuts,
  ];
  return html`<ul class="reasons">
${reasons
  .filter((reason) => reason !== null)
  .map(
    (reason) => html`<li>${reason}</li>
`,
  )}</ul>
`;
}
