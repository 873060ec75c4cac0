import type { ChartSpec, RenderedChart } from '../charts/charts.ts';
import { type Content, Html, html } from '../html.ts';
import { shown } from '../shown.ts';
import type { Catalogue } from '../text/en.ts';
import type { Formats } from '../text/formats.ts';

/** What every part of a page writes with: the language's words and formats, and the charts to be drawn. */
export interface Context {
  t: Catalogue;
  f: Formats;
  charts: ChartSpec[];
}

/** A place for a chart, which is drawn together with all others; see `fillCharts`. One of several says what it shows. */
export function chart(context: Context, spec: ChartSpec, caption: string | null = null): Html {
  context.charts.push(spec);
  const drawn = new Html(placeholder(context.charts.length - 1));
  return html`<figure class="chart">${caption === null ? null : html`<figcaption>${caption}</figcaption>`}${drawn}</figure>
`;
}

/** Escaped text holds no such comment. */
function placeholder(index: number): string {
  return `<!--chart ${index}-->`;
}

/** Puts the drawn charts into their places: each a wide one, and a narrow one for phones; the style sheet shows one of them. */
export function fillCharts(page: string, drawn: readonly RenderedChart[]): string {
  return page.replace(/<!--chart (\d+)-->/g, (_, index: string) => {
    const { wide, narrow } = drawn[Number(index)] ?? { wide: '', narrow: '' };
    return wide + narrow;
  });
}

/** A part of the page under its heading, with a sentence or two on what it shows. */
export function section(id: string, heading: string, ...content: readonly Content[]): Html {
  return html`<section id="${id}"><h2>${heading}</h2>
${content}</section>
`;
}

export function paragraph(...sentences: readonly Content[]): Html {
  const text = sentences.filter((sentence) => sentence !== null && sentence !== '');
  return html`<p>${text.map((sentence, index) => (index === 0 ? [sentence] : [' ', sentence]))}</p>
`;
}

/** A command to type; copied whole by one click into it. */
export function command(text: string): Html {
  // A line may end between words alone: after a hyphen of an option it would look like two.
  const words = text.split(' ').map((word) => (word.length > LONGEST_WHOLE ? word : html`<span>${word}</span>`));
  return html`<pre class="command"><code>${words.map((word, index) => (index === 0 ? [word] : [' ', word]))}</code></pre>
`;
}

/** A longer word is cut where the line ends. */
const LONGEST_WHOLE = 28;

/** Names from data, ready for a sentence or an axis. */
export function nameOf(text: string, length = 40): string {
  return shown(text, length);
}

/** A value of a key: `(none)` for one that is missing, `""` for an empty text. */
export function keyText({ t }: Pick<Context, 't'>, part: string | number | boolean | null | undefined): string {
  return part === '' ? '""' : String(part ?? t.noKey);
}

/** The name of a statistic in the words of the page; other names as they are. */
export function statisticName({ t }: Context, name: string): string {
  const [, percentile] = /^p([\d.]+)$/.exec(name) ?? [];
  if (percentile !== undefined) return percentile === '50' ? t.median : t.percentile(percentile);
  return Object.hasOwn(t.statistics, name) ? t.statistics[name as keyof typeof t.statistics] : name;
}

/** What names a group: its key's values, as `keyText` shows them; all of them show, however long one is. */
export function groupName(context: Context, key: readonly (string | null)[], length = 60): string {
  const parts = key.map((part) => keyText(context, part));
  let room = length - SEPARATOR.length * (parts.length - 1);
  const lengths = new Map<number, number>();
  const byLength = [...parts.entries()].sort(([, a], [, b]) => a.length - b.length);
  for (const [place, [index, part]] of byLength.entries()) {
    const own = Math.max(SHORTEST_PART, Math.min(part.length, Math.floor(room / (parts.length - place))));
    lengths.set(index, own);
    room -= own;
  }
  return parts.map((part, index) => shown(part, lengths.get(index))).join(SEPARATOR);
}

const SEPARATOR = ' · ';
const SHORTEST_PART = 6;

/** The first letter of a sentence as a capital. */
export function sentence(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
}
