import type { FrameJob } from 'enjambre/job';

// The mean of each month, with danfo.js's groupby.
//
//   enjambre run ./monthly.ts sample.csv --value ValorObservado

const options = {
  date: { type: 'column', description: 'column of dates, as 01/31/2018', default: 'FechaObservacion' },
  value: { type: 'column', description: 'column of numbers', default: 'ValorObservado' },
} as const;

export default {
  summary: 'Count and mean of each month',
  options,
  columns: ({ date, value }) => [date, value],
  numbers: ({ value }) => [value],

  async frame(frame, { fromRows, rowsOf }) {
    // Plain cells are often the shortest way from one frame to the next.
    const cells = rowsOf(frame.dropNa()).map(([date, value]) => {
      const [month, , year] = String(date).slice(0, 10).split('/');
      return [`${year}-${month}`, value];
    });
    const dated = await fromRows(['month', 'value'], cells);
    // Means cannot be put together to the mean of all; sums and counts can.
    return dated.groupby(['month']).agg({ value: ['sum', 'count'] });
  },

  async combine(frames, { concat, fromRows, rowsOf }) {
    const chunks = await concat(frames);
    const months = chunks.groupby(['month']).agg({ value_sum: 'sum', value_count: 'sum' }).sortValues('month');
    const rows = rowsOf(months).map(([month, sum, count]) => [month, count, Number(sum) / Number(count)]);
    return fromRows(['month', 'count', 'mean'], rows);
  },
} satisfies FrameJob<typeof options>;
