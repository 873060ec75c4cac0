import { type Content, type Html, html } from '../html.ts';
import type { ReportModel } from '../model/model.ts';
import { findingText, oddityText } from '../text/oddity-text.ts';
import { type Context, nameOf, paragraph, section, sentence } from './context.ts';

const MOST_COLUMNS = 5;

/** Everything out of the ordinary, or that there is nothing; null where a run has no result that could be judged. */
export function renderOdd(context: Context, model: ReportModel): Html | null {
  const { t } = context;
  const { oddities, input, ledger, timeline, status } = model;
  const found: Content[] = oddities.map(
    (oddity) => html`<li class="warning">${sentence(oddityText(t, oddity, nameOf))}</li>
`,
  );
  const item = (text: Content) =>
    found.push(html`<li>${text}</li>
`);
  for (const finding of input.findings) item(findingText(t, finding, nameOf));
  // A share that is large is told already, with what it may come from.
  if (ledger.ragged > 0 && !oddities.some(({ code }) => code === 'ragged')) item(t.oddRagged(ledger.ragged));
  for (const text of columnTexts(context, model)) item(text);
  const unused = ledger.columns.some(({ missing, invalid }) => missing + invalid > 0);
  if (unused && model.result?.kind === 'describe') item(t.oddUnused);
  if (timeline.failed > 0) {
    const { reasons } = timeline;
    const listed = reasons.map(
      ({ partition, attempt, reason }) =>
        html`<li>${t.failureAt(partition, attempt)}: <span lang="en">${nameOf(reason, 300)}</span></li>
`,
    );
    const said = status.state === 'complete' ? t.oddRetries(timeline.failed) : t.oddFailures(timeline.failed);
    item([said, html`<ul class="reasons">${listed}</ul>`]);
  }
  if (timeline.recut > 0) item(t.oddRecut(timeline.recut));
  if (timeline.sessions > 1) item(t.oddSessions(timeline.sessions - 1));
  if (found.length > 0)
    return section(
      'odd',
      t.oddHeading,
      html`<ul class="odd">
${found}</ul>
`,
    );
  // What was not read yet cannot be praised.
  if (status.state === 'unfinished') return section('odd', t.oddHeading, paragraph(t.oddNothingYet));
  if (status.state !== 'complete') return null;
  return section('odd', t.oddHeading, paragraph(html`<strong>${t.oddNothing}</strong>`, nothingOdd(t, model)));
}

/** Says no more than was looked at: text has no fields, and what a job of one's own does with values is its own. */
function nothingOdd(t: Context['t'], { input, ledger }: ReportModel): string {
  if (input.kind === 'text') return t.oddNothingWords;
  return ledger.columns.length > 0 ? t.oddNothingRows : t.oddNothingFields;
}

/** Of the columns with most values that cannot be used. */
function columnTexts({ t }: Context, { ledger }: ReportModel): string[] {
  const { rows, columns, examples } = ledger;
  const odd = columns.filter(({ missing, invalid }) => missing + invalid > 0);
  odd.sort((a, b) => b.missing + b.invalid - a.missing - a.invalid);
  const texts = odd.slice(0, MOST_COLUMNS).flatMap(({ column, missing, invalid }) => {
    const example = examples.find((one) => one.column === column);
    const shownExample = example === undefined ? '' : `“${nameOf(example.text, 30)}”`;
    return [
      ...(missing > 0 ? [t.oddMissing(nameOf(column), missing, rows)] : []),
      ...(invalid > 0 ? [t.oddInvalid(nameOf(column), invalid, rows, shownExample)] : []),
    ];
  });
  return odd.length > MOST_COLUMNS ? [...texts, t.oddMoreColumns(odd.length - MOST_COLUMNS)] : texts;
}
