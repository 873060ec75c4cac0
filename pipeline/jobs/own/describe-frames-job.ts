import { numericColumns } from '../../csv/numeric-columns.ts';
import { usageError } from '../../errors.ts';
import { parsePercentile, percentileKey } from '../../stats/percentiles.ts';
import { DESCRIBE_DEFAULTS } from '../describe/options.ts';
import type { Job } from '../job.ts';
import type { AnyFrameJob } from './definition.ts';
import described from './describe-frames.ts';
import { frameJob } from './frame.ts';
import type { FrameRequest } from './frame-options.ts';
import type { GivenOption } from './options.ts';

/** For the command line, which shows its options. */
export const definition = described as unknown as AnyFrameJob;

const job = frameJob({
  name: 'describe-frames',
  file: 'describe-frames.ts',
  kind: 'frame',
  definition,
  load: async () => definition,
});

/** The statistics of `describe` as the original system computed them: with frames, and as averages of averages. */
export const describeFrames: Job = {
  ...job,
  // A job's file sees no input before it runs; this one may leave the choice of the column to us.
  resolve: (asked, input) => {
    const request = asked as FrameRequest;
    checkPercentiles(request.options.percentiles);
    if (request.options.column !== undefined) return job.resolve(request, input);
    const missing = request.missing ?? DESCRIBE_DEFAULTS.missing;
    const rules = { decimal: input.dialect.decimal, missing, keyColumns: [] };
    const [column] = numericColumns(input.header, input.sampleRows(), rules);
    if (column === undefined) {
      throw usageError(
        'No column of the input looks like numbers',
        `name one: --column ${JSON.stringify(input.header[0])}`,
      );
    }
    return job.resolve({ ...request, options: { ...request.options, column } }, input);
  },
};

/** Said before anything is planned: the frames would stumble over them, and so would the exact run beside. */
function checkPercentiles(list: GivenOption): void {
  if (typeof list !== 'string') return;
  const texts = list.split(',').map((text) => text.trim());
  for (const text of texts) parsePercentile(text);
  const keys = texts.map(percentileKey);
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
  if (repeated !== undefined) throw usageError(`--percentiles names "${repeated}" twice`, 'name it once');
}
