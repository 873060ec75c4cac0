// Tables for the terminal and for docs/performance.md.

/** @typedef {{ title: string, note?: string, columns: string[], rows: string[][] }} Table */
/** @typedef {import('./measure.mjs').Series} Series */

/**
 * @param {Table} table
 * @param {boolean} markdown
 */
export function render({ title, note, columns, rows }, markdown) {
  const all = [columns, ...rows];
  const widths = columns.map((_, i) => Math.max(...all.map((row) => (row[i] ?? '').length), 3));
  const line = (/** @type {string[]} */ cells) => cells.map((cell, i) => cell.padEnd(widths[i] ?? 0));
  const body = rows.map(line);
  if (!markdown) {
    const head = columns.some(Boolean) ? [line(columns), widths.map((width) => '-'.repeat(width))] : [];
    const text = [...head, ...body].map((cells) => cells.join('  ').trimEnd());
    return [title, ...text, ...(note ? [note] : [])].join('\n');
  }
  const marked = [line(columns), widths.map((width) => '-'.repeat(width)), ...body];
  const text = marked.map((cells) => `| ${cells.join(' | ')} |`);
  return [`### ${title}`, '', ...text, ...(note ? ['', note] : [])].join('\n');
}

/** Median, and the extremes in brackets. @param {Series} series */
export function seconds({ medianMs, minMs, maxMs }) {
  const [median, min, max] = [medianMs, minMs, maxMs].map((ms) => (ms / 1000).toFixed(ms < 100 ? 3 : 2));
  return `${median} (${min}–${max})`;
}

/** @param {Series} series */
export const mebibytes = ({ peakMiB }) => peakMiB.toFixed(0);

/**
 * The bytes of a file by the median time.
 * @param {number} bytes
 * @param {Series} series
 */
export const gigabytesPerSecond = (bytes, { medianMs }) => bytes / 1e6 / medianMs;

/**
 * Three cells: the figure, its bar, whether it holds. Without a bar, the figure alone.
 * @param {number} figure
 * @param {{ atMost: number } | { atLeast: number } | undefined} bar
 */
export function judged(figure, bar, digits = 2) {
  const shown = figure.toFixed(digits);
  if (bar === undefined) return [shown, '', ''];
  const [sign, limit, holds] =
    'atMost' in bar ? ['≤', bar.atMost, figure <= bar.atMost] : ['≥', bar.atLeast, figure >= bar.atLeast];
  return [shown, `${sign} ${limit}`, holds ? 'pass' : 'over'];
}
