import { textWidth } from './plot.ts';

export interface Line {
  /** Px from the left. */
  at: number;
  text: string;
}

export interface PlacedLabel extends Line {
  /** From 0, the highest; the line reaches from there down. */
  row: number;
  /** The end of the text that is at the line. */
  align: 'left' | 'right';
}

type Placed = PlacedLabel & { from: number; to: number };

const GAP_PX = 4;
/** A staircase of labels at the right is read more easily than one that turns, so that it may take a few rows more. */
const LEFT_COST = 0.6;

/**
 * Labels of vertical lines in rows above a chart, so that no label meets another one, nor the line of another one: at the
 * right of the lines, each label lower than those that reach over its line, and at the left for the last few lines, where
 * that takes fewer rows or where there is no room at the right.
 */
export function placeLabels(lines: readonly Line[], room: { from: number; to: number }): PlacedLabel[] {
  const sorted = [...lines].sort((a, b) => a.at - b.at);
  let best: { labels: Placed[]; cost: number } | undefined;
  for (let last = 0; last <= sorted.length; last++) {
    const found = place(sorted, sorted.length - last, room);
    if (best === undefined || found.cost < best.cost) best = found;
  }
  return (best?.labels ?? []).map(({ at, text, row, align }) => ({ at, text, row, align }));
}

/**
 * Places labels at the right of the lines before `split`, and at the left of the others; costs rows, more a label that
 * reaches out at the right, where a chart can make room, more yet one that reaches out at the left, and most one that lies
 * on a line. All at one side always keep apart, so that the last never wins.
 */
function place(lines: readonly Line[], split: number, room: { from: number; to: number }) {
  const placed: Placed[] = [];
  let outAtRight = 0;
  let outAtLeft = 0;
  let crossed = 0;
  for (const line of [...lines.slice(0, split), ...lines.slice(split).reverse()]) {
    const width = textWidth(line.text) + 2 * GAP_PX;
    const align = lines.indexOf(line) < split ? 'left' : 'right';
    const span =
      align === 'left'
        ? { from: line.at + GAP_PX / 2, to: line.at + width }
        : { from: line.at - width, to: line.at - GAP_PX / 2 };
    if (span.to > room.to) outAtRight++;
    if (span.from < room.from) outAtLeft++;
    const lowest = placed.reduce((max, { row }) => Math.max(max, row), -1);
    const highest = placed.reduce((min, { row }) => Math.min(min, row), 0);
    const rows = Array.from({ length: lowest - highest + 2 }, (_, index) => highest + index);
    const row = [...rows, highest - 1].find((candidate) =>
      placed.every((other) => keepApart({ ...span, at: line.at, row: candidate }, other)),
    );
    if (row === undefined) crossed++;
    placed.push({ ...line, ...span, align, row: row ?? lowest + 1 });
  }
  const highest = placed.reduce((min, { row }) => Math.min(min, row), Infinity);
  const labels = placed.map((label) => ({ ...label, row: label.row - highest }));
  const rowCount = labels.reduce((max, { row }) => Math.max(max, row + 1), 0);
  const wrong = 1e6 * crossed + 1e4 * outAtLeft + 100 * outAtRight;
  return { labels, cost: wrong + rowCount + LEFT_COST * (lines.length - split) };
}

interface Span {
  at: number;
  from: number;
  to: number;
  row: number;
}

/** Whether neither label lies on the other one, nor on the other one's line, which reaches from its label down. */
function keepApart(a: Span, b: Span): boolean {
  if (a.row === b.row) return a.to < b.from || b.to < a.from;
  const [upper, lower] = a.row < b.row ? [a, b] : [b, a];
  return upper.at <= lower.from || upper.at >= lower.to;
}
