import { type Html, html } from '../html.ts';
import type { ReportModel } from '../model/model.ts';
import type { NextStep } from '../model/status.ts';
import { type Context, command, nameOf, paragraph } from './context.ts';

const MOST_NAMED = 3;

/** What was computed, in a few words. */
export function titleOf({ t, f }: Context, { job, code, result, input }: ReportModel): string {
  if (code !== null) return t.titleOwn(nameOf(code.name));
  if (result?.kind === 'describe') {
    const columns = namedFew(f, result.columns);
    const keys = result.by.map(({ column, unit }) => {
      const name = nameOf(column);
      return unit === 'value' ? name : unit === 'month' ? t.monthOf(name) : t.dayOf(name);
    });
    return t.titleDescribe(columns, f.list(keys));
  }
  if (job === 'words') return t.titleWords(inputName({ t }, input));
  return job === 'describe-frames' ? t.titleFrames : t.titleOwn(nameOf(job));
}

function namedFew(f: Context['f'], names: string[]): string {
  const few = names.slice(0, MOST_NAMED).map((name) => nameOf(name));
  return names.length > MOST_NAMED ? `${few.join(', ')} … (${f.number(names.length)})` : f.list(few);
}

function inputName({ t }: Pick<Context, 't'>, { files, fileCount }: ReportModel['input']): string {
  return fileCount === 1 ? nameOf(files[0]?.name ?? '') : t.files(fileCount);
}

/** The head of the page: what, whether it is complete, and the figures that matter. */
export function renderHead(context: Context, model: ReportModel): Html {
  const { t } = context;
  const { job, code, input, createdAt } = model;
  const what = t.what(nameOf(code?.name ?? job), inputName(context, input), input.bytes, Date.parse(createdAt));
  return html`<header>
<p class="brand"><svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="M12 1.5 21 6.75v10.5L12 22.5 3 17.25V6.75z"/></svg> ${t.report}</p>
<h1>${titleOf(context, model)}</h1>
<p class="what">${what}</p>
${verdict(context, model)}${figures(context, model)}</header>
`;
}

function verdict({ t }: Context, model: ReportModel): Html {
  const { status, unit, checks, ledger, partitions, next } = model;
  switch (status.state) {
    case 'complete':
      return html`<div class="verdict good"><p><strong>${unit === 'row' ? t.completeRows : t.completeWords}</strong> ${t.completeDetail(checks.length)}</p></div>
`;
    case 'unproven':
      return bad(t.unproven, status.detail, t.next, next);
    case 'refused':
      return bad(t.refused, status.reason, t.next, next);
    case 'job-failed':
      return bad(t.jobFailed(nameOf(model.code?.name ?? model.job)), status.reason, t.next, next);
    case 'failed':
      return bad(t.failed(status.partitions), status.reason, t.next, next);
    default: {
      const said = status.interrupted ? t.interrupted : t.unfinished;
      return bad(said(ledger.done, partitions), null, t.next, next);
    }
  }
}

/** Reasons and advice are told by the program, in English. */
function bad(words: string, reason: string | null, label: string, { advice, command: typed }: NextStep): Html {
  return html`<div class="verdict bad"><p><strong>${words}</strong></p>
${
  reason === null
    ? null
    : html`<p lang="en" class="reason">${nameOf(reason, 1000)}</p>
`
}${advice === null && typed === null ? null : paragraph(label, advice === null ? null : html`<span lang="en">${nameOf(advice, 1000)}</span>`)}${typed === null ? null : command(nameOf(typed, 2000))}</div>
`;
}

function figures({ t, f }: Context, model: ReportModel): Html {
  const { ledger, timeline, partitions, engine, unit, result } = model;
  const values = ledger.columns.reduce((sum, { count }) => sum + count, 0);
  const found: [string, string][] = [[unit === 'row' ? t.figureRows : t.figureWords, f.number(ledger.rows)]];
  if (ledger.columns.length > 0) found.push([t.figureValues, f.number(values)]);
  if (result?.kind === 'describe' && result.by.length > 0) found.push([t.figureGroups, f.number(result.groupCount)]);
  if (result?.kind === 'words') {
    const { files, letters, lines } = result.totals;
    found.push(
      [t.figureLetters, f.number(letters)],
      [t.figureLines, f.number(lines)],
      [t.figureFiles, f.number(files)],
    );
  }
  found.push([t.figureTime, f.duration(timeline.ms)], [t.figurePartitions, f.number(partitions)]);
  if (engine !== null) found.push([t.figureWorkers, f.number(engine.workers)]);
  return html`<dl class="figures">
${found.map(
  ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>
`,
)}</dl>
`;
}
