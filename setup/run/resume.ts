import type { ExecuteRequest } from '../../pipeline/run.ts';
import { readManifest } from '../../pipeline/run-dir/read-manifest.ts';
import { findRun } from '../../pipeline/runs/list.ts';
import { given } from '../arguments.ts';
import { carryOut } from './carry-out.ts';

export interface ResumeFlags {
  workers?: number;
  attempts?: number;
  /** Bytes. */
  memory?: number;
  json?: boolean;
}

/** `enjambre resume RUN`. */
export async function resumeRun(name: string, { workers, attempts, memory, json = false }: ResumeFlags): Promise<void> {
  const directory = findRun(name);
  const manifest = readManifest(directory);
  await carryOut({ directory, manifest }, given<ExecuteRequest>({ workers, attempts, memoryBytes: memory }), {
    json,
    compareNaive: false,
  });
}
