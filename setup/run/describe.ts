import { DESCRIBE_DEFAULTS, type DescribeOptions, type GroupKey } from '../../pipeline/jobs/describe/options.ts';
import type { Manifest } from '../../pipeline/run-dir/manifest.ts';
import { type PlannedRun, type PlanRequest, planRun } from '../../pipeline/runs/plan.ts';
import { given } from '../arguments.ts';
import { say } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { bytesText, counted } from '../terminal/units.ts';
import { carryOut } from './carry-out.ts';
import { runWord } from './naming.ts';

/** What `enjambre run describe` was given; what was not given is undefined. */
export interface DescribeFlags {
  column?: string[];
  /** All three share one list, in the order of the command line. */
  by?: GroupKey[];
  byMonth?: GroupKey[];
  byDay?: GroupKey[];
  window?: number;
  percentiles?: string[];
  bins?: number;
  missing?: string[];
  strict?: boolean;
  compareNaive?: boolean;
  delimiter?: string;
  decimal?: string;
  encoding?: Manifest['input']['dialect']['encoding'];
  partitions?: number;
  workers?: number;
  attempts?: number;
  /** Bytes. */
  memory?: number;
  hash?: PlanRequest['hash'];
  out?: string;
  json?: boolean;
}

/** `enjambre run describe FILE…`. */
export async function runDescribe(inputs: string[], flags: DescribeFlags): Promise<void> {
  const { column: columns, window, percentiles, bins, missing, strict, partitions, workers, attempts } = flags;
  const by = flags.by ?? flags.byMonth ?? flags.byDay;
  const asked = given<Partial<DescribeOptions>>({ columns, by, window, percentiles, bins, missing, strict });
  const { out, delimiter, decimal, encoding } = flags;
  const planned = await planRun({
    job: 'describe',
    inputs,
    describe: { ...DESCRIBE_DEFAULTS, ...asked },
    hash: flags.hash ?? 'sampled',
    ...given<Partial<PlanRequest>>({ partitions, workers, out, delimiter, decimal, encoding }),
  });
  say(inputSentence(planned.manifest, columns === undefined), runSentence(planned));
  const request = given<Parameters<typeof carryOut>[1]>({ workers, attempts, memoryBytes: flags.memory });
  await carryOut(planned, request, { json: flags.json ?? false, compareNaive: flags.compareNaive ?? false });
}

/** What the input is taken for, in one line. */
export function inputSentence({ input, options }: Manifest, columnsWereChosen: boolean): string {
  const { files, dialect } = input;
  const bytes = bytesText(files.reduce((sum, file) => sum + file.bytes, 0));
  const what = files.length === 1 ? printable(files[0]?.name ?? '') : counted(files.length, 'file');
  const delimiter = dialect.delimiter === '\t' ? 'tab' : `"${dialect.delimiter}"`;
  const encoding = dialect.encoding === 'latin1' ? 'Latin-1' : 'UTF-8';
  const names = (options as DescribeOptions).columns.map(printable).join(', ');
  const why = columnsWereChosen ? ' (all that hold numbers)' : '';
  return (
    `Reading ${what}, ${bytes}: delimiter ${delimiter}, decimal mark "${dialect.decimal}", ${encoding}; ` +
    `measuring ${names}${why}.`
  );
}

function runSentence({ directory, manifest }: PlannedRun): string {
  return `Run ${runWord(directory, manifest.run)}: ${counted(manifest.partitions.length, 'partition')}.`;
}
