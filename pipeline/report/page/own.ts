import { type Html, html } from '../html.ts';
import type { Cell, OwnModel, TableModel } from '../model/own-result.ts';
import { shown } from '../shown.ts';
import { type Context, chart, keyText, nameOf, paragraph, section, statisticName } from './context.ts';
import { dataTable, plainTable, type TableColumn } from './table.ts';

const MOST_BARS = 20;

/** The result of a job whose shape is its author's; of `describe-frames`, with the names of its statistics. */
export function renderOwn(context: Context, result: OwnModel, job: string): Html[] {
  const { t } = context;
  if (result.kind === 'table')
    return renderTable(context, job === 'describe-frames' ? namedFrames(context, result) : result);
  if (result.kind === 'pairs') {
    const rows = result.pairs.map(({ name, value }) => [name, value]);
    const columns: TableColumn[] = [
      { title: t.statistic, kind: 'name' },
      {
        title: t.valueColumn,
        kind: result.pairs.every(({ value }) => typeof value === 'number' || value === null) ? 'number' : 'text',
      },
    ];
    return [
      section(
        'result',
        t.resultHeading,
        paragraph(t.pairsIntro),
        dataTable(context, { id: 'result-table', caption: t.resultHeading, columns, rows }),
      ),
    ];
  }
  const lines = result.text.split('\n').map((line) => shown(line, Number.POSITIVE_INFINITY));
  const text = result.cut ? `${lines.join('\n')}…` : lines.join('\n');
  return [
    section(
      'result',
      t.resultHeading,
      paragraph(t.jsonIntro, result.cut ? t.jsonCut : null),
      html`<pre class="json"><code>${text}</code></pre>
`,
    ),
  ];
}

/** The table of `describe-frames` in the words of the page. */
function namedFrames(context: Context, table: TableModel): TableModel {
  const { t } = context;
  const own: Record<string, string> = { part: t.framePart, chunks: t.frameChunks, rows: t.rows };
  return {
    ...table,
    columns: table.columns.map((name) => own[name] ?? statisticName(context, name)),
    rows: table.rows.map(([part, ...cells]) => [part === 'all' ? t.frameAll : (part ?? null), ...cells]),
  };
}

function renderTable(context: Context, table: TableModel): Html[] {
  const { t, f } = context;
  const { columns, rows, rowCount, counters, output } = table;
  const kinds = columns.map((_, index) => kindOf(rows.map((row) => row[index] ?? null)));
  const titles = columns.map((name, index): TableColumn => {
    const kind = kinds[index] ?? 'text';
    return { title: nameOf(name), kind: index === 0 && kind === 'text' ? 'name' : kind };
  });
  const parts = [
    section(
      'result',
      t.resultHeading,
      paragraph(t.tableIntro(rows.length, rowCount)),
      barsOf(context, table, kinds),
      dataTable(context, { id: 'result-table', caption: t.resultHeading, columns: titles, rows }),
    ),
  ];
  if (counters.length > 0) {
    const counted = plainTable(
      context,
      [
        { title: t.counter, kind: 'name' },
        { title: t.count, kind: 'number' },
      ],
      counters.map(({ name, count }) => [html`<bdi>${nameOf(name)}</bdi>`, count]),
    );
    parts.push(section('counters', t.countersHeading, counted));
  }
  if (output !== null && output.fileCount > 0) {
    const items = output.files.map(
      ({ name, bytes }) => html`<li><bdi>${nameOf(name, 120)}</bdi> <span class="note">${f.bytes(bytes)}</span></li>
`,
    );
    const more = output.fileCount - output.files.length;
    if (more > 0)
      items.push(html`<li>${t.moreFiles(more)}</li>
`);
    parts.push(
      section(
        'output',
        t.outputHeading,
        paragraph(t.outputIntro(output.fileCount, output.bytes)),
        html`<ul class="files">
${items}</ul>
`,
      ),
    );
  }
  return parts;
}

function kindOf(cells: Cell[]): 'number' | 'text' {
  return cells.every((cell) => typeof cell === 'number' || cell === null) && cells.some((cell) => cell !== null)
    ? 'number'
    : 'text';
}

/** Bars where the table is a list of names with one number each. */
function barsOf(context: Context, { columns, rows }: TableModel, kinds: string[]): Html | null {
  const names = kinds.indexOf('text');
  const values = kinds.indexOf('number');
  if (names < 0 || values < 0 || columns.length !== 2 || rows.length < 2) return null;
  const items = rows.flatMap((row) => {
    const value = row[values];
    return typeof value === 'number' ? [{ name: nameOf(keyText(context, row[names]), 24), value }] : [];
  });
  const [name, value] = [nameOf(columns[names] ?? ''), nameOf(columns[values] ?? '')];
  return chart(context, {
    kind: 'bars',
    title: context.t.chartOf(value, name),
    xName: value,
    items: items.slice(0, MOST_BARS),
  });
}
