import { basename, join } from 'node:path';

/** Where things lie in a run directory. */
export const paths = {
  manifest: (run: string) => join(run, 'manifest.json'),
  events: (run: string) => join(run, 'events.jsonl'),
  lock: (run: string) => join(run, 'driver.lock'),
  attempts: (run: string, partition: number) => join(run, 'attempts', String(partition)),
  attempt: (run: string, partition: number, attempt: number) =>
    join(run, 'attempts', String(partition), String(attempt)),
  partials: (run: string) => join(run, 'partials'),
  /** Names the attempt that was chosen for a partition. */
  partial: (run: string, partition: number) => join(run, 'partials', `${partition}.json`),
  result: (run: string) => join(run, 'result.json'),
  resultCsv: (run: string) => join(run, 'result.csv'),
  /** Files that partitions leave beside the result, such as cleaned rows. */
  output: (run: string) => join(run, 'output'),
  /** Where the file `<name>.csv` of a partition's attempt is published; numbers are padded, so that names sort as partitions do. */
  outputFile: (run: string, name: string, partition: number, partitions: number) =>
    join(
      run,
      'output',
      `${basename(name, '.csv')}-${String(partition).padStart(String(partitions - 1).length, '0')}.csv`,
    ),
  /** What averages of the parts' results would have given instead. */
  naive: (run: string) => join(run, 'naive.json'),
  report: (run: string) => join(run, 'report.html'),
  /** A job that a person brought, as it was given and as JavaScript. */
  jobSource: (run: string) => join(run, 'job.ts'),
  jobCode: (run: string) => join(run, 'job.mjs'),
  /** The same input described exactly, beside a job that describes it with frames. */
  exact: (run: string) => join(run, 'exact'),
};

/** Files of one attempt. */
export const ATTEMPT_SUMMARY = 'attempt.json';
export const ATTEMPT_PARTIAL = 'partial.bin';
