import type { Fold } from 'enjambre/job';

// A wrong job: what it does with a text, texts cannot do. TypeScript says so in the editor, and the run says so at the first row.

export default {
  summary: 'Wrong: takes a text for a number',
  columns: ['ValorObservado'],
  empty: () => ({ tenths: 0 }),
  add(state, row) {
    // @ts-expect-error A text has no toFixed: row.number('ValorObservado') was meant.
    state.tenths += Number(row.text('ValorObservado').toFixed(1)) * 10;
  },
  merge: (a, b) => ({ tenths: a.tenths + b.tenths }),
  result: (state) => state,
} satisfies Fold<{ tenths: number }>;
