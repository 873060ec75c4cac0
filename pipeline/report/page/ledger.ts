import type { LedgerCheck } from '../../jobs/job.ts';
import { type Content, type Html, html } from '../html.ts';
import type { ReportModel } from '../model/model.ts';
import { type Context, command, nameOf, paragraph, section } from './context.ts';
import { dataTable, plainTable, type TableCell } from './table.ts';

const MOST_PLAIN_CHECKS = 12;

/** The laws of conservation, each in words and with the numbers that show it. */
export function renderLedger(context: Context, model: ReportModel): Html {
  const { t } = context;
  const { checks, status, next } = model;
  const items = checks.map((check) => checkItem(context, check));
  const broken = checks.filter(({ holds }) => !holds).length;
  const list = html`<ul class="checks">
${items.slice(0, MOST_PLAIN_CHECKS)}</ul>
`;
  const rest = items.slice(MOST_PLAIN_CHECKS);
  return section(
    'ledger',
    t.ledgerHeading,
    paragraph(checks.length === 0 ? t.ledgerNone : t.ledgerIntro),
    checks.length === 0 ? null : list,
    rest.length === 0
      ? null
      : html`<details${broken > 0 ? html` open` : null}><summary>${t.andMore(rest.length)}</summary><ul class="checks">
${rest}</ul></details>
`,
    next.command !== null && status.state === 'complete' && !seesChunks(model)
      ? [paragraph(t.prove), command(next.command)]
      : null,
  );
}

function checkItem({ t }: Context, check: LedgerCheck): Html {
  const { law, detail } = lawTexts(t, check);
  const mark = check.holds
    ? html`<span class="mark good">✓<span class="unseen"> ${t.holds}: </span></span>`
    : html`<span class="mark bad">✗<span class="unseen"> ${t.holdsNot}: </span></span>`;
  return html`<li>${mark}<div>${law} <span class="note">${detail}</span></div></li>
`;
}

/** What the program says in English stays English where a law failed: it names the place. */
function lawTexts(t: Context['t'], check: LedgerCheck): { law: string; detail: Content } {
  const english = html`<span lang="en">${nameOf(check.detail, 300)}</span>`;
  const detail = (text: string) => (check.holds ? text : english);
  switch (check.law) {
    case 'tiles':
      return { law: t.lawTiles, detail: detail(t.lawTilesDetail(check.ranges, check.bytes)) };
    case 'processed':
      return { law: t.lawProcessed, detail: t.lawProcessedDetail(check.done, check.partitions) };
    case 'chain':
      return { law: check.text ? t.lawChainWords : t.lawChain, detail: detail(t.lawChainDetail(check.cuts)) };
    case 'chain-not-yet':
      return { law: check.text ? t.lawChainWords : t.lawChain, detail: t.lawNotYet(check.done, check.partitions) };
    case 'ends-not-yet':
      return { law: t.lawEnds, detail: t.lawNotYet(check.done, check.partitions) };
    case 'ends':
      return { law: t.lawEnds, detail: detail(t.lawEndsDetail(check.files)) };
    case 'text':
      return { law: t.lawText, detail: detail(t.lawTextDetail(check.bytes, check.packed)) };
    case 'files':
      return { law: t.lawFiles, detail: detail(t.lawEndsDetail(check.files)) };
    case 'output':
      return { law: t.lawOutput, detail: detail(t.lawEndsDetail(check.files)) };
    case 'column': {
      const { column, count, missing, invalid, rows } = check;
      return { law: t.lawColumn(nameOf(column)), detail: t.lawColumnDetail(count, missing, invalid, rows) };
    }
  }
}

/** Missing and invalid values of each column, with examples and their places; null where there are no columns. */
export function renderProblems(context: Context, { ledger, result }: ReportModel): Html | null {
  const { t, f } = context;
  const { rows, columns, examples } = ledger;
  if (columns.length === 0 || rows === 0) return null;
  const counts = columns.map(({ column, count, missing, invalid }): TableCell[] => [
    column,
    count,
    missing,
    invalid,
    f.percent((missing + invalid) / rows),
  ]);
  const table = dataTable(context, {
    id: 'problems-table',
    caption: t.problemsHeading,
    columns: [
      { title: t.problemColumn, kind: 'name' },
      { title: t.statistics.count, kind: 'number' },
      { title: t.statistics.missing, kind: 'number' },
      { title: t.statistics.invalid, kind: 'number' },
      { title: t.problemShare, kind: 'number' },
    ],
    rows: counts,
  });
  const places = plainTable(
    context,
    [
      { title: t.problemText, kind: 'name' },
      { title: t.problemColumn, kind: 'text' },
      { title: t.problemFile, kind: 'text' },
      { title: t.problemLine, kind: 'number' },
      { title: t.problemByte, kind: 'number' },
    ],
    examples.map(({ column, text, file, line, byte }) => [
      html`<bdi class="found">${nameOf(text, 60)}</bdi>`,
      html`<bdi>${nameOf(column)}</bdi>`,
      html`<bdi>${nameOf(file)}</bdi>`,
      line,
      byte,
    ]),
  );
  const found =
    examples.length === 0
      ? null
      : [
          html`<h3>${t.problemsPlaces}</h3>
`,
          places,
        ];
  return section(
    'problems',
    t.problemsHeading,
    paragraph(t.problemsIntro, result?.kind === 'describe' ? t.oddUnused : null),
    table,
    found,
  );
}

/** What somebody needs to get the same digits. */
export function renderRepeat(context: Context, model: ReportModel): Html {
  const { t, f } = context;
  const { input, options, engine, timeline, code } = model;
  const files = input.files.map(
    ({
      name,
      bytes,
      hash,
      gzip,
    }) => html`<li><bdi>${nameOf(name, 120)}</bdi> <span class="note">${f.bytes(bytes)}${gzip ? ', gzip' : ''}, <code>${hash}</code></span></li>
`,
  );
  if (input.fileCount > files.length)
    files.push(html`<li>${t.moreFiles(input.fileCount - files.length)}</li>
`);
  const { delimiter, decimal, encoding } = input.dialect;
  const written = input.kind === 'text' ? encodingsText(context, model) : t.inputDialect(delimiter, decimal, encoding);
  const run: [string, Content][] = [
    [t.runId, model.run],
    [t.runVersion, `enjambre ${model.version}`],
    [t.runRuntime, f.list(timeline.runtimes)],
    ...(engine === null ? [] : [[t.runEngine, engine.name] as [string, Content]]),
    ...(code === null
      ? []
      : [[t.runJob, html`<bdi>${nameOf(code.name)}</bdi> <code>sha256:${code.sha256}</code>`] as [string, Content]]),
    [t.inputIdentity, html`<code>${input.identity}</code>`],
    [t.inputEncoding, written],
  ];
  return section(
    'repeat',
    t.repeatHeading,
    paragraph(seesChunks(model) ? t.repeatIntroFrames : t.repeatIntro),
    command(nameOf(model.command, 2000)),
    html`<details><summary>${t.repeatInput}</summary><ul class="files">
${files}</ul></details>
<details><summary>${t.repeatOptions}</summary>
${definitions(options.map(({ name, value }) => [nameOf(name), html`<bdi>${nameOf(value, 400)}</bdi>`]))}</details>
<details><summary>${t.repeatRun}</summary>
${definitions(run)}</details>
`,
  );
}

function encodingsText({ t, f }: Context, { input }: ReportModel): string {
  const { encodings } = input;
  const alone = encodings.length === 1;
  return f.list(encodings.map(({ encoding, files }) => (alone ? encoding : `${encoding} (${t.files(files)})`)));
}

/** Whether the result may depend on where the input is cut: such a job sees chunks of rows. */
function seesChunks({ job, code }: ReportModel): boolean {
  return code === null ? job === 'describe-frames' : code.kind === 'frame';
}

function definitions(pairs: [string, Content][]): Html {
  return html`<dl class="pairs">
${pairs.map(
  ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>
`,
)}</dl>
`;
}
