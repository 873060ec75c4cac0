import { parseArgs } from 'node:util';
import { argumentsOf } from './arguments/arguments.ts';
import { usageError } from './errors.ts';
import { findJob } from './jobs/jobs.ts';
import type { LoadedJob } from './jobs/own/load.ts';
import { typedAgain } from './run-dir/again.ts';
import { materialize } from './runs/materialize.ts';
import { planRun } from './runs/plan.ts';
import { runScript, scriptCommand, wholeNumber } from './script.ts';

// First of the three scripts: looks at the input and plans byte ranges. Copies nothing, unless told to materialize.

const HEAD = `Plan a run: cut the input into partitions, without copying it.

  node dist/split.js describe data.csv --partitions 3 --out run
  node dist/split.js words books/ --out run
  node dist/split.js ./my-job.ts data.csv --out run
  deno run --allow-read=data.csv,run --allow-write=run pipeline/split.ts describe data.csv --out run

  --out RUN               directory to create for the run
  --partitions N          number of partitions (by default from size and cores)
`;
const ROWS_TAIL = `
  --delimiter D --decimal D --encoding utf-8|latin1   (by default detected)
  --hash sampled|full     how the input is recognized later
  --materialize           also write each partition as a file: RUN/parts/df_part_0.csv …
`;
const TEXT_TAIL = `
  --encoding utf-8|latin1 (by default detected, file by file)
  --hash sampled|full     how the input is recognized later
`;
const NEXT = `
Next: node dist/process.js RUN --partition 0
`;

const OPTIONS = {
  out: { type: 'string' },
  partitions: { type: 'string' },
  delimiter: { type: 'string' },
  decimal: { type: 'string' },
  encoding: { type: 'string' },
  hash: { type: 'string', default: 'sampled' },
  materialize: { type: 'boolean', default: false },
} as const;

/** The help of the job that the words name, or of `describe`. */
async function help(args: string[]): Promise<string> {
  const named = args.find((arg) => !arg.startsWith('-')) ?? 'describe';
  const { job, help } = await argumentsOf(named);
  return `${HEAD}${help}${readsText(job) ? TEXT_TAIL : ROWS_TAIL}${NEXT}`;
}

/** Jobs that people bring read rows. */
function readsText(job: string | LoadedJob): boolean {
  return typeof job === 'string' && findJob(job).input === 'text';
}

/** Names as they are, unless they would break the line or the terminal. */
function shown(name: string | undefined): string {
  return name !== undefined && /\p{Cc}/u.test(name) ? JSON.stringify(name) : `${name}`;
}

await runScript(help, async (args) => {
  const named = args.find((arg) => !arg.startsWith('-'));
  if (named === undefined || named !== args[0]) {
    throw usageError('Name a job and its input', `${scriptCommand('split')} describe data.csv --out run`);
  }
  const { job, options, asked } = await argumentsOf(named);
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { ...OPTIONS, ...options } });
  const inputs = positionals.slice(1);
  if (inputs.length === 0)
    throw usageError('Name a job and its input', `${scriptCommand('split')} ${named} data.csv --out run`);
  if (values.out === undefined) throw usageError('Name the directory of the run', 'add --out RUN');
  const { encoding, hash, delimiter, decimal } = values;
  if (encoding !== undefined && encoding !== 'utf-8' && encoding !== 'latin1') {
    throw usageError(`--encoding ${encoding} is not known`, '--encoding takes utf-8 or latin1');
  }
  if (hash !== 'sampled' && hash !== 'full')
    throw usageError(`--hash ${hash} is not known`, '--hash takes sampled or full');
  const ofRows = (['delimiter', 'decimal', 'materialize'] as const).find((name) => values[name]);
  if (readsText(job) && ofRows !== undefined)
    throw usageError(`--${ofRows} is for rows, and ${named} reads text`, `leave --${ofRows} out`);
  const { directory, manifest, detected } = await planRun({
    job,
    inputs,
    options: asked(values),
    out: values.out,
    hash,
    again: typedAgain(scriptCommand('split'), args, inputs),
    ...(values.partitions === undefined ? {} : { partitions: wholeNumber('--partitions', values.partitions, 1) }),
    ...(delimiter === undefined ? {} : { delimiter: delimiter === 'tab' ? '\t' : delimiter }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(encoding === undefined ? {} : { encoding }),
  });
  for (const sentence of detected) process.stderr.write(`${sentence}\n`);
  for (const { index, slices } of manifest.partitions) {
    const ranges = slices.map(
      ({ file, start, end }) => `${shown(manifest.input.files[file]?.name)} [${start}, ${end})`,
    );
    process.stdout.write(`partition ${index}: ${ranges.join(' + ') || 'empty'}\n`);
  }
  if (values.materialize) for (const path of await materialize(directory, manifest)) process.stdout.write(`${path}\n`);
});
