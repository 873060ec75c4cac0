import { columnIndex } from '../../csv/header.ts';
import { numericColumns } from '../../csv/numeric-columns.ts';
import { usageError } from '../../errors.ts';
import { DESCRIBE_DEFAULTS } from '../describe/options.ts';
import type { JobInput } from '../job.ts';
import { namedColumns, type OwnOptions } from './context.ts';
import type { AnyFrameJob } from './definition.ts';
import { type GivenOptions, parseOptions } from './options.ts';

/** What a frame job is asked for. */
export interface FrameRequest {
  /** The job's own options, as typed. */
  options: GivenOptions;
  /** @default the texts of `describe` */
  missing?: readonly string[];
  /** @default 10,000 */
  chunkRows?: number;
}

/** The options of a frame job's run; all of them can change the result. */
export interface FrameOptions extends OwnOptions {
  /** Most rows of one frame. */
  chunkRows: number;
  /** The columns of the frames, in order. */
  columns: string[];
  /** Those of them that hold numbers. */
  numbers: string[];
}

export const DEFAULT_CHUNK_ROWS = 10_000;
const MOST_CHUNK_ROWS = 10_000_000;

/**
 * Completes what was asked for, so that all partitions get frames of the same columns and types.
 *
 * @throws EnjambreError `usage`
 */
export function resolveFrameOptions(definition: AnyFrameJob, request: FrameRequest, input: JobInput): FrameOptions {
  const { chunkRows = DEFAULT_CHUNK_ROWS, missing = DESCRIBE_DEFAULTS.missing } = request;
  if (!Number.isInteger(chunkRows) || chunkRows < 1 || chunkRows > MOST_CHUNK_ROWS) {
    throw usageError(
      `--chunk-rows ${chunkRows} is not allowed`,
      `--chunk-rows takes a whole number from 1 to ${MOST_CHUNK_ROWS}`,
    );
  }
  const options = parseOptions(definition.options ?? {}, request.options, input.header);
  const columns = namedColumns(definition.columns, options) ?? [...input.header];
  if (columns.length === 0) throw usageError('The job asks for frames without columns', 'name one in its `columns`');
  for (const column of columns) columnIndex(input.header, column);
  const given = namedColumns(definition.numbers, options);
  for (const column of given ?? []) columnIndex(input.header, column);
  const numbers = given ?? foundNumbers(input, missing);
  return {
    options,
    missing: [...missing],
    chunkRows,
    columns,
    numbers: numbers.filter((column) => columns.includes(column)),
  };
}

function foundNumbers({ header, dialect, sampleRows }: JobInput, missing: readonly string[]): string[] {
  return numericColumns(header, sampleRows(), { decimal: dialect.decimal, missing, keyColumns: [] });
}
