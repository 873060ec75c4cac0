import type { FrameJob } from 'enjambre/job';

// Extract, transform, load with danfo.js frames: one clean CSV file for each partition, and one summary of them all.
//
//   enjambre run ./etl.ts sample.csv --highest 40

// Each option becomes a flag of the command, with its help and its check.
const options = {
  lowest: { type: 'number', description: 'lowest possible temperature', default: -20 },
  highest: { type: 'number', description: 'highest possible temperature', default: 45 },
} as const;

export default {
  summary: 'Clean temperatures, with their day and degrees Fahrenheit',
  options,
  // Frames get these columns only. The last one holds numbers; in all others, codes such as 0021 keep their zeros.
  columns: ['CodigoEstacion', 'Municipio', 'FechaObservacion', 'ValorObservado'],
  numbers: ['ValorObservado'],

  // Called for one chunk of rows after another: no more is in memory.
  frame(frame, { options: { lowest, highest }, count, write }) {
    // Clean: what is missing or no number in the file is missing in the frame.
    const known = frame.dropNa();
    count('missing', frame.index.length - known.index.length);

    // Filter.
    const value = known.column('ValorObservado');
    const possible = known.query(value.ge(lowest).and(value.le(highest)));
    count('impossible', known.index.length - possible.index.length);

    // Derive: 01/31/2018 05:00:00 AM is 2018-01-31.
    const isoDay = (date: string) => date.replace(/^(\d+).(\d+).(\d+).*/, '$3-$1-$2');
    const day = possible.column('FechaObservacion').map(isoDay);
    const fahrenheit = possible.column('ValorObservado').mul(1.8).add(32).round(1);
    const clean = possible.addColumn('Dia', day).addColumn('Fahrenheit', fahrenheit);

    // Load: these rows are appended to output/rows-<partition>.csv in the run directory.
    write(clean);
    count('written', clean.index.length);
    return clean.groupby(['Municipio']).agg({ ValorObservado: ['count', 'min', 'max'] });
  },

  // Called once, with the frames that `frame` returned for all chunks.
  async combine(frames, { concat, fromRows, rowsOf }) {
    const chunks = await concat(frames);
    const totals = { ValorObservado_count: 'sum', ValorObservado_min: 'min', ValorObservado_max: 'max' };
    const places = chunks.groupby(['Municipio']).agg(totals).sortValues('Municipio');
    return fromRows(['Municipio', 'rows', 'min', 'max'], rowsOf(places));
  },
} satisfies FrameJob<typeof options>;
