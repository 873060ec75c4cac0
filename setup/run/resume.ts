import { readManifest } from '../../pipeline/run-dir/read-manifest.ts';
import { findRun } from '../../pipeline/runs/list.ts';
import { given } from '../arguments.ts';
import type { RunFlags } from '../commands/run-options.ts';
import { carryOut, outputOf, requestOf } from './carry-out.ts';
import { describeExactly } from './exact-beside.ts';

export type ResumeFlags = Pick<RunFlags, 'workers' | 'attempts' | 'memory' | 'json' | 'lang' | 'report'>;

/** `enjambre resume RUN`. */
export async function resumeRun(name: string, flags: ResumeFlags): Promise<void> {
  const directory = findRun(name);
  const manifest = readManifest(directory);
  const request = requestOf(flags);
  const afterwards = describeExactly({ directory, manifest }, request);
  await carryOut({ directory, manifest }, request, { ...outputOf(flags), ...given({ afterwards }) });
}
