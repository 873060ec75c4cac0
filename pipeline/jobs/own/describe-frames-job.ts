import { numericColumns } from '../../csv/numeric-columns.ts';
import { usageError } from '../../errors.ts';
import { DESCRIBE_DEFAULTS } from '../describe/options.ts';
import type { Job } from '../job.ts';
import type { AnyFrameJob } from './definition.ts';
import described from './describe-frames.ts';
import { frameJob } from './frame.ts';
import type { FrameRequest } from './frame-options.ts';

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
