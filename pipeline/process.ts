import { parseArgs } from 'node:util';
import { EnjambreError, usageError } from './errors.ts';
import { DEFAULT_LIMITS } from './jobs/job.ts';
import { jobOf } from './jobs/jobs.ts';
import { readManifest } from './run-dir/read-manifest.ts';
import { listAttempts, makeAttempt } from './runs/attempts.ts';
import { recut } from './runs/chain.ts';
import { runScript, scriptCommand, wholeNumber } from './script.ts';

// Second of the three scripts: processes one partition, and leaves an attempt in the run directory.

const HELP = `Process one partition of a run.

  node dist/process.js RUN --partition 0
  PARTITION=0 node dist/process.js RUN
  deno run --allow-read=RUN,data.csv --allow-write=RUN pipeline/process.ts RUN --partition 0

  --partition N    which one, from 0 (or PARTITION in the environment; with Deno: --allow-env=PARTITION)
  --attempt N      number of the attempt (by default the next free one)
  --start AT[:SKIP]  start at this byte, where the partition before ended (gzip: at the member, skipping bytes of text)
  --memory MIB     memory to use before spilling to disk (default ${DEFAULT_LIMITS.memoryBytes >> 20})

Next, when all partitions are processed: node dist/combine.js RUN
`;

await runScript(HELP, async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      partition: { type: 'string' },
      attempt: { type: 'string' },
      start: { type: 'string' },
      memory: { type: 'string' },
    },
  });
  const [run, ...others] = positionals;
  if (run === undefined || others.length > 0)
    throw usageError('Name one run directory', `${scriptCommand('process')} RUN --partition 0`);
  const manifest = readManifest(run);
  const index = wholeNumber('--partition', values.partition ?? partitionOfEnvironment());
  let partition = manifest.partitions[index];
  if (partition === undefined) {
    const last = manifest.partitions.length - 1;
    throw usageError(`There is no partition ${index}`, `--partition takes a number from 0 to ${last}`);
  }
  if (values.start !== undefined) {
    const [at = '', skip = '0'] = values.start.split(':');
    const file = partition.slices[0]?.file ?? 0;
    partition = recut(partition, { file, at: wholeNumber('--start', at), skip: wholeNumber('--start', skip) });
  }
  const attempt =
    values.attempt === undefined
      ? (listAttempts(run, index).at(-1) ?? 0) + 1
      : wholeNumber('--attempt', values.attempt, 1);
  const memoryBytes =
    values.memory === undefined ? DEFAULT_LIMITS.memoryBytes : wholeNumber('--memory', values.memory, 1) * 2 ** 20;
  const limits = { ...DEFAULT_LIMITS, memoryBytes };
  const { totals } = await makeAttempt(run, manifest, { partition, attempt }, { limits });
  if (totals.refusal !== null) {
    const { code, message, offset, next } = totals.refusal;
    // Values that the run's options refuse are a matter of those; a job that fails is not.
    if (offset < 0) throw new EnjambreError(message, { code, next });
    throw usageError(`Partition ${index} is refused: at byte ${offset}, ${message}`, next);
  }
  const place = (position: typeof totals.start) =>
    position === null ? 'nowhere' : `byte ${position.at}${position.skip === 0 ? '' : `:${position.skip}`}`;
  const { unit } = jobOf(manifest);
  const read = `${totals.rows} ${unit}${totals.rows === 1 ? '' : 's'} from ${place(totals.start)} to ${place(totals.end)}`;
  const found = totals.start === null ? 'nothing to read' : read;
  process.stdout.write(`partition ${index}, attempt ${attempt}: ${found}\n`);
});

function partitionOfEnvironment(): string {
  const missing = () => usageError('Name the partition', 'add --partition N, or set PARTITION in the environment');
  let text: string | undefined;
  try {
    text = process.env.PARTITION;
  } catch {
    // Deno without the permission to read the environment: the same as not set.
  }
  if (text === undefined || text === '') throw missing();
  return text;
}
