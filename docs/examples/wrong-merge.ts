import type { Fold } from 'enjambre/job';

// A wrong job that runs without a complaint: the average of two averages is not the average, unless both have as many rows.
// Its result depends on how the input was cut. `enjambre check` shows it with three rows.

export default {
  summary: 'Wrong: averages averages',
  columns: ['ValorObservado'],
  empty: () => ({ rows: 0, mean: 0 }),
  add(state, row) {
    const value = row.number('ValorObservado');
    if (value === null) return;
    state.rows++;
    state.mean += (value - state.mean) / state.rows;
  },
  // Right would be a sum and a count, added up here and divided in `result`.
  merge: (a, b) => ({
    rows: a.rows + b.rows,
    mean: a.rows === 0 ? b.mean : b.rows === 0 ? a.mean : (a.mean + b.mean) / 2,
  }),
  result: (state) => ({ mean: state.mean }),
} satisfies Fold<{ rows: number; mean: number }>;
