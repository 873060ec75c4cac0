import type { Fold } from 'enjambre/job';

// A job that stops at a value that it does not accept. The message says where in the input the value stands.

export default {
  summary: 'Wrong: stops at a value below zero',
  columns: ['ValorObservado'],
  empty: () => ({ rows: 0 }),
  add(state, row) {
    const value = row.number('ValorObservado');
    if (value !== null && value < 0) throw new RangeError(`${value} is below zero`);
    state.rows++;
  },
  merge: (a, b) => ({ rows: a.rows + b.rows }),
  result: (state) => state,
} satisfies Fold<{ rows: number }>;
