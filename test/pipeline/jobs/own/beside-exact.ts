import type { ExecuteRequest } from '../../../../pipeline/run.ts';
import { planRun } from '../../../../pipeline/runs/plan.ts';
import { describeExactly } from '../../../../setup/run/exact-beside.ts';
import { finish } from '../../run/driven.ts';

/** A run of `describe-frames` with the exact one inside it, as the command makes both; its directory. */
export async function besideExact(
  out: string,
  inputs: string[],
  cut: { partitions?: number; chunkRows?: number; workers: number },
): Promise<string> {
  const { partitions = 1, chunkRows, workers } = cut;
  const options = { options: {}, ...(chunkRows === undefined ? {} : { chunkRows }) };
  const planned = await planRun({ job: 'describe-frames', inputs, options, hash: 'sampled', partitions, out });
  const request: ExecuteRequest = { workers };
  await finish(planned.directory, request);
  await describeExactly(planned, request)?.({});
  return planned.directory;
}
