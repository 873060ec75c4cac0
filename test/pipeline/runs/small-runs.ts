import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../../../pipeline/jobs/job.ts';
import { ATTEMPT_SUMMARY, paths } from '../../../pipeline/run-dir/layout.ts';
import type { Manifest } from '../../../pipeline/run-dir/manifest.ts';
import { type AttemptSummary, type Commit, makeAttempt } from '../../../pipeline/runs/attempts.ts';
import type { PlannedRun } from '../../../pipeline/runs/plan.ts';
import { writeFiles } from '../input/scratch.ts';
import { digest, plan } from '../run/driven.ts';

/** Rows that are easily counted: stations a, b, c in turn, values 0.0, 0.5, 1.0 …, every tenth missing. */
export function smallCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const value = index % 10 === 9 ? '' : (index / 2).toFixed(1);
    return `${'abc'[index % 3]},"note ${index}",${value}\n`;
  });
  return `station,note,value\n${lines.join('')}`;
}

/** Changes what an attempt's summary says, and its commit with it: what no checksum can find. */
export function forgeSummary(directory: string, partition: number, change: (summary: AttemptSummary) => void): void {
  const commitPath = paths.partial(directory, partition);
  const commit = JSON.parse(readFileSync(commitPath, 'utf8')) as Commit;
  const path = join(paths.attempt(directory, partition, commit.attempt), ATTEMPT_SUMMARY);
  const summary = JSON.parse(readFileSync(path, 'utf8')) as AttemptSummary;
  change(summary);
  const text = JSON.stringify(summary);
  writeFileSync(path, text);
  writeFileSync(commitPath, JSON.stringify({ ...commit, summary: digest(text) }));
}

/** A planned run on a small file, in a folder of its own inside `folder`. */
export function smallRun(folder: string, name: string, rows = 300, partitions = 3): Promise<PlannedRun> {
  writeFiles(join(folder, name), { 'data.csv': smallCsv(rows) });
  return plan({
    inputs: [join(folder, name, 'data.csv')],
    partitions,
    out: join(folder, name, 'run'),
    describe: { columns: ['value'], by: [{ column: 'station', unit: 'value' }], window: 5 },
  });
}

/** Makes an attempt in this process, as a worker does. */
export function attemptAt(
  directory: string,
  manifest: Manifest,
  partition: number,
  attempt: number,
  changes: Partial<typeof DEFAULT_LIMITS> = {},
): Promise<AttemptSummary> {
  const chosen = manifest.partitions[partition];
  if (chosen === undefined) throw new Error(`there is no partition ${partition}`);
  const limits = { ...DEFAULT_LIMITS, ...changes };
  return makeAttempt(directory, manifest, { partition: chosen, attempt }, { limits });
}
