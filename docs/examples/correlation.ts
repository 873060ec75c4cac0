import type { Decimal, Fold } from 'enjambre/job';

// How strongly do two columns rise and fall together? A fold: each row goes into sums, and sums can be added up in any order.
// The sums are exact decimals, so that the result is the same to the last digit, however the file was cut.

const options = {
  x: { type: 'column', description: 'a column of numbers', required: true },
  y: { type: 'column', description: 'another one', required: true },
} as const;

interface Sums {
  rows: number;
  x: Decimal;
  y: Decimal;
  xx: Decimal;
  yy: Decimal;
  xy: Decimal;
}

export default {
  summary: "Pearson's correlation of two columns",
  options,
  columns: ({ x, y }) => [x, y],

  empty: ({ exact }) => ({ rows: 0, x: exact.zero, y: exact.zero, xx: exact.zero, yy: exact.zero, xy: exact.zero }),

  add(sums, row, { exact, options }) {
    const x = row.decimal(options.x);
    const y = row.decimal(options.y);
    // A row without both numbers tells nothing.
    if (x === null || y === null) return;
    sums.rows++;
    sums.x = exact.add(sums.x, x);
    sums.y = exact.add(sums.y, y);
    sums.xx = exact.add(sums.xx, exact.mul(x, x));
    sums.yy = exact.add(sums.yy, exact.mul(y, y));
    sums.xy = exact.add(sums.xy, exact.mul(x, y));
  },

  merge: (a, b, { exact }) => ({
    rows: a.rows + b.rows,
    x: exact.add(a.x, b.x),
    y: exact.add(a.y, b.y),
    xx: exact.add(a.xx, b.xx),
    yy: exact.add(a.yy, b.yy),
    xy: exact.add(a.xy, b.xy),
  }),

  // r = (n·Σxy − Σx·Σy) / √((n·Σx² − (Σx)²) · (n·Σy² − (Σy)²)); as r² it is one exact fraction, and rounded only once.
  result({ rows, x, y, xx, yy, xy }, { exact }) {
    const n = exact.of(rows);
    const covariance = exact.sub(exact.mul(n, xy), exact.mul(x, y));
    const spreadX = exact.sub(exact.mul(n, xx), exact.mul(x, x));
    const spreadY = exact.sub(exact.mul(n, yy), exact.mul(y, y));
    const size = exact.sqrtRatio(exact.mul(covariance, covariance), exact.mul(spreadX, spreadY));
    const correlation = size === null || exact.compare(covariance, exact.zero) >= 0 ? size : -size;
    return { rows, correlation };
  },
} satisfies Fold<Sums, typeof options>;
