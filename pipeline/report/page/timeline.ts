import type { Html } from '../html.ts';
import type { Bar } from '../model/lanes.ts';
import type { ReportModel } from '../model/model.ts';
import { type Context, chart, nameOf, paragraph, section } from './context.ts';

/** Who processed which partition when, with retries and failures. */
export function renderTimeline(context: Context, { timeline, partitions }: ReportModel): Html | null {
  const { t } = context;
  const { lanes, bars, combining, sessions, slowest } = timeline;
  if (bars.length === 0) return null;
  const hosts = new Set(lanes.map(({ host }) => host)).size;
  const names = lanes.map(({ host, number }) => t.lane(nameOf(host, 20), number));
  const merged = bars.some(({ count }) => count > 1);
  const drawn = bars.map(({ lane, from, to, state, ...bar }) => ({
    lane,
    from,
    to,
    state,
    label: labelOf({ t }, { ...bar, from, to }),
  }));
  if (combining !== null) {
    const { from, to } = combining;
    names.push(t.laneCombine);
    drawn.push({ lane: lanes.length, from, to, state: 'done', label: t.barCombine(to - from) });
  }
  return section(
    'timeline',
    t.timelineHeading,
    paragraph(
      t.timelineIntro(partitions, lanes.length, hosts),
      merged ? t.timelineMerged(bars.length) : null,
      slowest !== null && partitions > 1 ? t.timelineSlowest(slowest.partition, slowest.ms) : null,
      sessions > 1 ? t.timelinePauses : null,
    ),
    chart(context, { kind: 'timeline', title: t.timelineTitle, lanes: names, bars: drawn }),
  );
}

function labelOf(
  { t }: Pick<Context, 't'>,
  { first, last, count, from, to }: Omit<Bar, 'lane' | 'state' | 'rows'>,
): string {
  return count === 1 ? t.barOne(first, to - from) : t.barMany(first, last, count);
}
