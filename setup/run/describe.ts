import { DESCRIBE_DEFAULTS, type DescribeOptions, type GroupKey } from '../../pipeline/jobs/describe/options.ts';
import type { Manifest } from '../../pipeline/run-dir/manifest.ts';
import { given } from '../arguments.ts';
import type { RunFlags } from '../commands/run-options.ts';
import { say } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { carryOut, outputOf, planned, requestOf, runSentence } from './carry-out.ts';
import { rowsSentence } from './input-sentence.ts';

/** What `enjambre run describe` was given; what was not given is undefined. */
export interface DescribeFlags extends RunFlags {
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
}

/** `enjambre run describe FILE…`. */
export async function runDescribe(inputs: string[], flags: DescribeFlags): Promise<void> {
  const { column: columns, window, percentiles, bins, missing, strict } = flags;
  const by = flags.by ?? flags.byMonth ?? flags.byDay;
  const asked = given<Partial<DescribeOptions>>({ columns, by, window, percentiles, bins, missing, strict });
  const run = await planned('describe', inputs, { ...DESCRIBE_DEFAULTS, ...asked }, flags);
  say(inputSentence(run.manifest, columns === undefined), runSentence(run));
  await carryOut(run, requestOf(flags), { ...outputOf(flags), compareNaive: flags.compareNaive ?? false });
}

/** What the input is taken for, in one line. */
export function inputSentence({ input, options }: Manifest, columnsWereChosen: boolean): string {
  const names = (options as DescribeOptions).columns.map(printable).join(', ');
  const why = columnsWereChosen ? ' (all that hold numbers)' : '';
  return `${rowsSentence(input)}; measuring ${names}${why}.`;
}
