import type { Html } from '../html.ts';
import type { WordsModel } from '../model/words-result.ts';
import { type Context, chart, nameOf, paragraph, section } from './context.ts';
import { dataTable } from './table.ts';

const MOST_BARS = 20;

/** Most frequent words, files, and how long the files are. */
export function renderWords(context: Context, result: WordsModel): Html[] {
  return [topWords(context, result), files(context, result), spread(context, result)].filter((part) => part !== null);
}

function topWords(context: Context, { top, totals, stopWords }: WordsModel): Html | null {
  const { t } = context;
  if (top.length === 0) return null;
  const items = top.slice(0, MOST_BARS).map(({ term, count }) => ({ name: nameOf(term, 24), value: count }));
  return section(
    'result',
    t.wordsTopHeading,
    paragraph(t.wordsTopIntro(totals.terms, totals.distinctTerms), stopWords > 0 ? t.wordsStop(stopWords) : null),
    chart(context, { kind: 'bars', title: t.wordsTopTitle(items.length), xName: t.times, items }),
    dataTable(context, {
      id: 'terms-table',
      caption: t.wordsTopHeading,
      columns: [
        { title: t.term, kind: 'name' },
        { title: t.times, kind: 'number' },
      ],
      rows: top.map(({ term, count }) => [term, count]),
    }),
  );
}

function files(context: Context, result: WordsModel): Html {
  const { t } = context;
  return section(
    'files',
    t.wordsFilesHeading,
    paragraph(t.wordsFilesIntro(result.files.length, result.fileCount)),
    dataTable(context, {
      id: 'files-table',
      caption: t.wordsFilesHeading,
      columns: [
        { title: t.file, kind: 'name' },
        ...[t.wordCount, t.letterCount, t.lineCount, t.byteCount].map((title) => ({ title, kind: 'number' as const })),
      ],
      rows: result.files.map(({ name, words, letters, lines, bytes }) => [name, words, letters, lines, bytes]),
    }),
  );
}

function spread(context: Context, { distribution }: WordsModel): Html | null {
  const { t } = context;
  if (distribution === null) return null;
  const { from, to, counts, mean, median } = distribution;
  const width = (to - from) / counts.length;
  const bins = counts.map((count, bar) => ({ from: from + bar * width, to: from + (bar + 1) * width, count }));
  return section(
    'spread',
    t.wordsSpreadHeading,
    paragraph(t.wordsSpreadIntro(mean, median)),
    chart(context, {
      kind: 'histogram',
      title: t.wordsPerFile,
      xName: t.wordCount,
      bins,
      marks: [
        { name: t.statistics.mean, value: mean },
        { name: t.median, value: median },
      ],
    }),
  );
}
