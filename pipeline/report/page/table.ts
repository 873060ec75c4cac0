import { type Content, Html, html, jsonScript } from '../html.ts';
import { shown } from '../shown.ts';
import type { Context } from './context.ts';

/** Minimum, p25, p50, p75, maximum: drawn as a small box plot. */
export type BoxCell = (number | null)[];
export type TableCell = string | number | boolean | null | BoxCell;

export interface TableColumn {
  title: string;
  /** `name` stays in sight when the table is wider than the screen. */
  kind: 'name' | 'text' | 'number' | 'box';
}

export interface TableContent {
  id: string;
  caption: string;
  columns: TableColumn[];
  rows: TableCell[][];
  /** Column whose values are chosen one at a time. */
  choice?: { column: number; label: string };
  /** Rows that belong together in their order: all of them stand in the page, and nothing sorts them. */
  fixed?: boolean;
}

/** Rows that are there without JavaScript, and on paper. */
const STATIC_ROWS = 20;
const CELL_LENGTH = 80;

/**
 * A table of any length: the first rows stand in the page; a script shows all of them in pages, searches and sorts. Its data
 * lie beside it as JSON.
 */
export function dataTable({ t, f }: Context, content: TableContent): Html {
  const { id, caption, columns, choice, fixed = false } = content;
  const rows = content.rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? shown(cell, CELL_LENGTH) : cell)),
  );
  const chosen = choice === undefined ? rows : rows.filter((row) => row[choice.column] === rows[0]?.[choice.column]);
  const texts = {
    search: t.search,
    searchLabel: t.searchLabel,
    previous: t.previous,
    following: t.following,
    pageOf: t.pageOf,
    noMatch: t.noMatch,
    sortBy: t.sortBy,
    choose: choice?.label ?? '',
  };
  const data = { kinds: columns.map(({ kind }) => kind), choice: choice?.column ?? null, texts, rows };
  const first = fixed ? chosen : chosen.slice(0, STATIC_ROWS);
  const source = fixed ? null : html` data-source="${id}-data"`;
  return html`<div class="data-table"${source}>
<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
${headOf(columns)}<tbody>
${first.map(
  (row) => html`<tr>${row.map((cell, index) => cellOf({ t, f }, columns[index]?.kind ?? 'text', cell))}</tr>
`,
)}</tbody></table></div>
${
  chosen.length > first.length
    ? html`<p class="note first-rows">${t.firstOf(first.length, chosen.length)}</p>
`
    : null
}</div>
${fixed ? null : jsonScript(`${id}-data`, data)}
`;
}

/** A table of few rows, as it is. */
export function plainTable(context: Context, columns: TableColumn[], rows: Content[][]): Html {
  return html`<div class="scroll"><table>
${headOf(columns)}<tbody>
${rows.map(
  (row) => html`<tr>${row.map((cell, index) => plainCell(context, columns[index]?.kind ?? 'text', cell))}</tr>
`,
)}</tbody></table></div>
`;
}

function headOf(columns: TableColumn[]): Html {
  return html`<thead><tr>${columns.map(({ title, kind }) => html`<th scope="col" class="${kind}">${title}</th>`)}</tr></thead>
`;
}

function plainCell(context: Context, kind: TableColumn['kind'], cell: Content): Html {
  if (typeof cell === 'number' || cell === null) return cellOf(context, kind, cell);
  return kind === 'name' ? html`<th scope="row" class="name">${cell}</th>` : html`<td class="${kind}">${cell}</td>`;
}

function cellOf({ t, f }: Pick<Context, 't' | 'f'>, kind: TableColumn['kind'], cell: TableCell): Html {
  if (kind === 'box') return html`<td class="box"></td>`;
  if (cell === null) return html`<td class="${kind} none" title="${t.undefinedNumber}">–</td>`;
  if (typeof cell === 'number') return numberCell(f, cell);
  const text = typeof cell === 'boolean' ? String(cell) : (cell as string);
  return kind === 'name'
    ? html`<th scope="row" class="name">${bdi(text)}</th>`
    : html`<td class="${kind}">${bdi(text)}</td>`;
}

/** Rounded, with all of its digits at hand. */
function numberCell(f: Context['f'], value: number): Html {
  const text = f.number(value);
  const full = String(value);
  return html`<td class="number" title="${full}">${text}</td>`;
}

/** Text of any direction, which must not turn what stands around it. */
function bdi(text: string): Html {
  return new Html(`<bdi>${html`${text}`.text}</bdi>`);
}
