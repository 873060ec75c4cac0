import type { ColumnResult } from '../../jobs/describe/result.ts';
import type { ChartSpec } from '../charts/charts.ts';
import { type Html, html } from '../html.ts';
import type { DescribeModel, GroupModel } from '../model/describe-result.ts';
import type { ReportModel } from '../model/model.ts';
import { type Context, chart, command, groupName, keyText, nameOf, paragraph, section } from './context.ts';
import { type BoxCell, dataTable, type TableCell, type TableColumn } from './table.ts';

const MOST_HISTOGRAM_COLUMNS = 12;
const MOST_GROUPED_COLUMNS = 3;
const MULTIPLES = 6;
/** More could not be told apart. */
const MOST_BARS = 100;
const MOST_BOXES = 20;

type Statistic = keyof Context['t']['statistics'];

/** Statistics that stand before and after the percentiles. */
const BEFORE: Statistic[] = ['mean', 'std', 'min'];
const AFTER: Statistic[] = [
  'max',
  'sum',
  'variance',
  'mode',
  'modeCount',
  'kurtosis',
  'skewness',
  'rollingVarianceSum',
  'rollingWindows',
];

/** The table of results: statistics × columns, or one row for each group and column. */
export function renderDescribeResult(context: Context, result: DescribeModel): Html {
  return result.by.length === 0 ? wholeTable(context, result) : groupTable(context, result);
}

function wholeTable(context: Context, result: DescribeModel): Html {
  const { t } = context;
  const columns = result.groups[0]?.columns ?? [];
  const statistic = (name: Statistic): TableCell[] => [t.statistics[name], ...columns.map((column) => column[name])];
  const rows = [
    ...(['count', 'missing', 'invalid', ...BEFORE] as Statistic[]).map(statistic),
    ...result.percentiles.map((p): TableCell[] => [
      t.percentileLong(p),
      ...columns.map(({ percentiles }) => percentiles[p] ?? null),
    ]),
    ...AFTER.map(statistic),
  ];
  const titles = result.columns.map((name): TableColumn => ({ title: nameOf(name), kind: 'number' }));
  const table = dataTable(context, {
    id: 'result-table',
    caption: t.resultHeading,
    columns: [{ title: t.statistic, kind: 'name' }, ...titles],
    rows,
    fixed: true,
  });
  return section('result', t.resultHeading, paragraph(t.resultWhole), table);
}

function groupTable(context: Context, result: DescribeModel): Html {
  const { t } = context;
  const { by, columns, percentiles, groups, groupCount } = result;
  const several = columns.length > 1;
  const hasBoxes = boxable(percentiles);
  const number = (title: string): TableColumn => ({ title, kind: 'number' });
  const titles: TableColumn[] = [
    ...by.map(({ column }): TableColumn => ({ title: nameOf(column), kind: 'name' })),
    ...(several ? [{ title: t.column, kind: 'text' as const }] : []),
    number(t.rows),
    ...(hasBoxes ? [{ title: t.boxColumn, kind: 'box' as const }] : []),
    ...[...BEFORE].map((name) => number(t.statistics[name])),
    ...percentiles.map((p) => number(p === '50' ? t.median : t.percentile(p))),
    ...[...AFTER, 'missing' as const, 'invalid' as const].map((name) => number(t.statistics[name])),
  ];
  const rows = groups.flatMap(({ key, rows: rowCount, columns: found }) =>
    found.map((column, index): TableCell[] => [
      ...key.map((part) => keyText(context, part)),
      ...(several ? [columns[index] as string] : []),
      rowCount,
      ...(hasBoxes ? [boxOf(column)] : []),
      ...BEFORE.map((name) => column[name]),
      ...percentiles.map((p) => column.percentiles[p] ?? null),
      ...[...AFTER, 'missing' as const, 'invalid' as const].map((name) => column[name]),
    ]),
  );
  const intro = groups.length < groupCount ? t.resultGroupsCut(groups.length, groupCount) : t.resultGroups(groupCount);
  const table = dataTable(context, {
    id: 'result-table',
    caption: t.resultHeading,
    columns: titles,
    rows,
    ...(several ? { choice: { column: by.length, label: t.choose } } : {}),
  });
  return section('result', t.resultHeading, paragraph(intro), table);
}

function boxable(percentiles: readonly string[]): boolean {
  return ['25', '50', '75'].every((p) => percentiles.includes(p));
}

function boxOf({ min, max, percentiles }: ColumnResult): BoxCell {
  return [min, percentiles['25'] ?? null, percentiles['50'] ?? null, percentiles['75'] ?? null, max];
}

/** A histogram of each column; of grouped columns, small ones for the largest groups. */
export function renderHistograms(context: Context, result: DescribeModel): Html | null {
  const { t } = context;
  const grouped = result.by.length > 0;
  const columnLimit = grouped ? MOST_GROUPED_COLUMNS : MOST_HISTOGRAM_COLUMNS;
  const drawn = result.columns
    .slice(0, columnLimit)
    .flatMap((_, index) =>
      result.groups
        .slice(0, grouped ? MULTIPLES : 1)
        .flatMap((group) => histogram(context, group, index, result) ?? []),
    );
  if (drawn.length === 0) return null;
  return section(
    'histogram',
    t.histogramHeading,
    paragraph(
      t.histogramIntro,
      grouped && result.groupCount > 1 ? t.histogramGroups(Math.min(MULTIPLES, result.groups.length)) : null,
      result.columns.length > columnLimit ? t.histogramColumns(columnLimit, result.columns.length) : null,
    ),
    drawn.length > 1
      ? html`<div class="multiples">
${drawn}</div>
`
      : drawn,
  );
}

function histogram(context: Context, group: GroupModel, index: number, { columns }: DescribeModel): Html | null {
  const { t } = context;
  const column = group.columns[index];
  const found = column?.histogram ?? null;
  if (column === undefined || found === null || column.mean === null) return null;
  const { from, to, counts } = found;
  // Not from + bar · width: the range of doubles can be wider than the largest one.
  const at = (bar: number) => from * (1 - bar / counts.length) + to * (bar / counts.length);
  const bins = counts.map((count, bar) => ({ from: at(bar), to: at(bar + 1), count }));
  const marks = Object.entries(column.percentiles).flatMap(([p, value]) =>
    value === null ? [] : [{ name: p === '50' ? t.median : t.percentile(p), value, at: Number(p) }],
  );
  marks.sort((a, b) => a.at - b.at);
  const name = nameOf(columns[index] as string);
  const groupTitle = groupName(context, group.key);
  const title = t.histogramTitle(name, groupTitle);
  const spec: ChartSpec = {
    kind: 'histogram',
    title,
    xName: name,
    bins: fewerBins(bins),
    marks: [
      { name: t.statistics.mean, value: column.mean },
      ...marks.map(({ name: label, value }) => ({ name: label, value })),
    ],
  };
  const caption = columns.length === 1 ? groupTitle : title;
  return chart(context, spec, caption === '' ? null : caption);
}

interface Bin {
  from: number;
  to: number;
  count: number;
}

/** At most `MOST_BARS` bars: neighbours become one, the same number everywhere but perhaps at the end. */
function fewerBins(bins: Bin[]): Bin[] {
  const size = Math.ceil(bins.length / MOST_BARS);
  const merged: Bin[] = [];
  for (let at = 0; at < bins.length; at += size) {
    const together = bins.slice(at, at + size);
    const [first, last] = [together[0] as Bin, together.at(-1) as Bin];
    merged.push({ from: first.from, to: last.to, count: together.reduce((sum, { count }) => sum + count, 0) });
  }
  return merged;
}

/** Box plots of the largest groups; null without groups. */
export function renderBoxes(context: Context, { command: typed }: ReportModel, result: DescribeModel): Html | null {
  const { t } = context;
  if (result.by.length === 0 || result.groups.length === 0) return null;
  if (!boxable(result.percentiles)) {
    const wanted = [...new Set([...result.percentiles, '25', '50', '75'])]
      .sort((a, b) => Number(a) - Number(b))
      .join(',');
    const again = `${typed.replace(/ --percentiles \S+/, '')} --percentiles ${wanted}`;
    return section('boxes', t.boxesHeading, paragraph(t.boxesMissing), command(nameOf(again, 2000)));
  }
  const drawn = result.columns.slice(0, MOST_GROUPED_COLUMNS).flatMap((name, index) => {
    const groups = result.groups.flatMap(({ key, rows, columns }) => {
      const [min, p25, p50, p75, max] = boxOf(columns[index] as ColumnResult);
      if (min == null || p25 == null || p50 == null || p75 == null || max == null) return [];
      return [{ name: groupName(context, key, 60), min, p25, p50, p75, max, rows }];
    });
    if (groups.length === 0) return [];
    const column = nameOf(name);
    const title = t.boxesTitle(column);
    const spec: ChartSpec = { kind: 'boxes', title, xName: column, groups: groups.slice(0, MOST_BOXES) };
    return chart(context, spec, result.columns.length > 1 ? title : null);
  });
  if (drawn.length === 0) return null;
  const more = result.groupCount > MOST_BOXES ? t.boxesMore(MOST_BOXES) : null;
  return section('boxes', t.boxesHeading, paragraph(t.boxesIntro, more), drawn);
}

/** Statistics over time, where a key is a month or a day. */
export function renderCurves(context: Context, result: DescribeModel): Html | null {
  const { t } = context;
  const { curves } = result;
  if (curves === null) return null;
  const { unit, series, earlier } = curves;
  const hasMiddle = ['25', '75'].every((p) => result.percentiles.includes(p));
  const drawn = result.columns.slice(0, MOST_GROUPED_COLUMNS).map((column, index) => {
    const name = nameOf(column);
    const shown = series.map(({ key, points }) => ({
      name: key.length === 0 ? name : groupName(context, key, 60),
      points: points.flatMap(({ time, columns }) => {
        const found = columns[index];
        if (found === undefined) return [];
        const { mean, min, max, percentiles } = found;
        return [{ time, mean, min, max, p25: percentiles['25'] ?? null, p75: percentiles['75'] ?? null }];
      }),
    }));
    const title = t.curvesTitle(name);
    const spec: ChartSpec = { kind: 'months', title, yName: name, series: shown };
    return chart(context, spec, result.columns.length > 1 ? title : null);
  });
  return section(
    'curves',
    t.curvesHeading,
    paragraph(
      unit === 'month' ? t.curvesMonths(hasMiddle) : t.curvesDays(hasMiddle),
      curves.keys.length > 0 ? t.curvesSeries(series.length) : null,
      earlier === 0 ? null : unit === 'month' ? t.curvesEarlierMonths(earlier) : t.curvesEarlierDays(earlier),
    ),
    drawn,
  );
}
