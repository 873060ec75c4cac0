import { existsSync } from 'node:fs';
import { DESCRIBE_DEFAULTS } from '../../pipeline/jobs/describe/options.ts';
import type { FrameOptions } from '../../pipeline/jobs/own/frame-options.ts';
import { type ExecuteRequest, executeRun, type RunHooks } from '../../pipeline/run.ts';
import { paths } from '../../pipeline/run-dir/layout.ts';
import { type PlannedRun, planRun } from '../../pipeline/runs/plan.ts';
import type { Output } from './carry-out.ts';

/**
 * Describes the rows of a `describe-frames` run exactly too, inside its directory, so that its report can show both. Undefined for
 * runs of other jobs. `request` is that of the run of frames, so that what both cost can be compared.
 */
export function describeExactly(
  { directory, manifest }: Pick<PlannedRun, 'directory' | 'manifest'>,
  request: ExecuteRequest,
): Output['afterwards'] {
  if (manifest.job !== 'describe-frames' || manifest.code !== undefined) return undefined;
  return async ({ signal }: RunHooks): Promise<void> => {
    const out = paths.exact(directory);
    if (!existsSync(paths.manifest(out))) {
      const { options, missing } = manifest.options as FrameOptions;
      const { column, window, percentiles } = options as { column: string; window: number; percentiles: string };
      await planRun({
        job: 'describe',
        inputs: manifest.input.files.map(({ path }) => path),
        options: {
          ...DESCRIBE_DEFAULTS,
          columns: [column],
          window,
          percentiles: percentiles.split(',').map((text) => text.trim()),
          missing: [...missing],
        },
        partitions: manifest.partitions.length,
        out,
        hash: 'sampled',
        ...manifest.input.dialect,
      });
    }
    await executeRun(out, request, signal === undefined ? {} : { signal });
  };
}
