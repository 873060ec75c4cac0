import { parseArgs } from 'node:util';
import { usageError } from './errors.ts';
import { DESCRIBE_DEFAULTS, type DescribeOptions, type GroupKey } from './jobs/describe/options.ts';
import { materialize } from './runs/materialize.ts';
import { planRun } from './runs/plan.ts';
import { runScript, scriptCommand, wholeNumber } from './script.ts';

// First of the three scripts: looks at the input and plans byte ranges. Copies nothing, unless told to materialize.

const HELP = `Plan a run: cut the input into partitions, without copying it.

  node dist/split.js describe data.csv --partitions 3 --out run
  deno run --allow-read=data.csv,run --allow-write=run pipeline/split.ts describe data.csv --out run

  --out RUN               directory to create for the run
  --partitions N          number of partitions (by default from size and cores)
  --column C              column to describe; may be repeated (by default all that hold numbers)
  --by K                  key column; may be repeated
  --by-month C, --by-day C  month or day of a date column as key
  --window N --percentiles LIST --bins N --missing LIST --strict
  --delimiter D --decimal D --encoding utf-8|latin1   (by default detected)
  --hash sampled|full     how the input is recognized later
  --materialize           also write each partition as a file: RUN/parts/df_part_0.csv …

Next: node dist/process.js RUN --partition 0
`;

await runScript(HELP, async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      partitions: { type: 'string' },
      column: { type: 'string', multiple: true, default: [] },
      by: { type: 'string', multiple: true, default: [] },
      'by-month': { type: 'string' },
      'by-day': { type: 'string' },
      window: { type: 'string', default: String(DESCRIBE_DEFAULTS.window) },
      percentiles: { type: 'string', default: DESCRIBE_DEFAULTS.percentiles.join(',') },
      bins: { type: 'string', default: String(DESCRIBE_DEFAULTS.bins) },
      missing: { type: 'string' },
      strict: { type: 'boolean', default: false },
      delimiter: { type: 'string' },
      decimal: { type: 'string' },
      encoding: { type: 'string' },
      hash: { type: 'string', default: 'sampled' },
      materialize: { type: 'boolean', default: false },
    },
  });
  const [job, ...inputs] = positionals;
  if (job === undefined || inputs.length === 0)
    throw usageError('Name a job and its input', `${scriptCommand('split')} describe data.csv --out run`);
  if (values.out === undefined) throw usageError('Name the directory of the run', 'add --out RUN');
  const { encoding, hash, delimiter, decimal } = values;
  if (encoding !== undefined && encoding !== 'utf-8' && encoding !== 'latin1') {
    throw usageError(`--encoding ${encoding} is not known`, '--encoding takes utf-8 or latin1');
  }
  if (hash !== 'sampled' && hash !== 'full')
    throw usageError(`--hash ${hash} is not known`, '--hash takes sampled or full');
  const describe: DescribeOptions = {
    columns: values.column,
    by: [
      ...values.by.map((column): GroupKey => ({ column, unit: 'value' })),
      ...(values['by-month'] === undefined ? [] : [{ column: values['by-month'], unit: 'month' } as const]),
      ...(values['by-day'] === undefined ? [] : [{ column: values['by-day'], unit: 'day' } as const]),
    ],
    window: wholeNumber('--window', values.window, 1),
    percentiles: values.percentiles.split(','),
    bins: wholeNumber('--bins', values.bins, 1),
    missing: values.missing === undefined ? DESCRIBE_DEFAULTS.missing : values.missing.split(','),
    strict: values.strict,
  };
  const { directory, manifest, detected } = await planRun({
    job,
    inputs,
    describe,
    out: values.out,
    hash,
    ...(values.partitions === undefined ? {} : { partitions: wholeNumber('--partitions', values.partitions, 1) }),
    ...(delimiter === undefined ? {} : { delimiter: delimiter === 'tab' ? '\t' : delimiter }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(encoding === undefined ? {} : { encoding }),
  });
  for (const sentence of detected) process.stderr.write(`${sentence}\n`);
  for (const { index, slices } of manifest.partitions) {
    const ranges = slices.map(({ file, start, end }) => `${manifest.input.files[file]?.name} [${start}, ${end})`);
    process.stdout.write(`partition ${index}: ${ranges.join(' + ') || 'empty'}\n`);
  }
  if (values.materialize) for (const path of await materialize(directory, manifest)) process.stdout.write(`${path}\n`);
});
