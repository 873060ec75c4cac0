import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { jobOf } from './jobs/jobs.ts';
import { executeRun, type RunHooks } from './run.ts';
import { paths } from './run-dir/layout.ts';
import { readManifest } from './run-dir/read-manifest.ts';
import { requireResult } from './runs/intact.ts';
import { type Ledger, readLedger } from './runs/ledger.ts';
import { createRun, ownCodeOf } from './runs/plan.ts';

/** The same job on the same input, with another number of partitions. */
export interface Comparison {
  partitions: number;
  /** Whether the bytes of `result.json` are the same. */
  same: boolean;
  sha256: string;
  ms: number;
}

export interface Verification {
  ledger: Ledger;
  comparisons: Comparison[];
}

/** Proves a finished run on its own input: adds up its ledger, and computes it again with other partitions. */
export async function verifyRun(
  directory: string,
  partitionCounts: number[],
  hooks: RunHooks = {},
): Promise<Verification> {
  const manifest = readManifest(directory);
  const expected = readResult(directory);
  const ledger = readLedger(directory, manifest);
  const comparisons: Comparison[] = [];
  for (const count of partitionCounts) {
    const again = join(directory, `verify-${count}-${process.pid}.tmp`);
    const { input, options } = manifest;
    const partitions = await jobOf(manifest).partition(input, options, count, availableParallelism());
    const startedAt = performance.now();
    try {
      createRun(again, { ...manifest, run: `verify-${count}`, partitions }, ownCodeOf(directory, manifest));
      await executeRun(again, {}, hooks);
      const found = readResult(again);
      const sha256 = createHash('sha256').update(found).digest('hex');
      comparisons.push({ partitions: count, same: found.equals(expected), sha256, ms: performance.now() - startedAt });
    } finally {
      rmSync(again, { recursive: true, force: true });
    }
  }
  return { ledger, comparisons };
}

function readResult(directory: string): Buffer {
  // A changed one is compared all the same: that is what shows that it is wrong.
  if (!existsSync(paths.result(directory))) requireResult(directory);
  return readFileSync(paths.result(directory));
}
