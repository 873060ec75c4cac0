import { EnjambreError } from '../../errors.ts';
import { frameToCsv } from '../../frame/csv-writer.ts';
import type { DataFrame } from '../../frame/danfo.ts';
import { writeDurably } from '../../run-dir/durable.ts';
import { paths } from '../../run-dir/layout.ts';
import type { Manifest } from '../../run-dir/manifest.ts';
import type { ChosenPartial } from '../job.ts';
import type { AnyFrameJob, OwnSource } from './definition.ts';
import { jobFailure } from './failure.ts';
import { type FrameDetails, sumCounters } from './frame-counts.ts';
import { publishRows } from './frame-files.ts';
import { isFrame, kindOf, readFrames, refuseTooMuch, rowsJson } from './frame-lines.ts';
import type { FrameOptions } from './frame-options.ts';
import { type FrameKit, frameKit } from './frame-tools.ts';
import { lineInRun } from './function-line.ts';
import { resultHead } from './result.ts';

/** Hands all kept frames to the job, and writes what it makes of them; then publishes the rows that partitions wrote. */
export async function combineFrames(
  manifest: Manifest,
  partials: ChosenPartial[],
  run: string,
  source: OwnSource,
): Promise<void> {
  const definition = (await source.load(run, manifest)) as AnyFrameJob;
  const kit = await frameKit(manifest, undefined);
  const counters = sumCounters(partials);
  const keptBytes = partials.reduce((sum, { totals }) => sum + (totals.partial?.bytes ?? 0), 0);
  refuseTooMuch(keptBytes, 'in all');
  const frames = await readFrames(
    partials.map(({ path }) => path),
    kit.fromRows,
  );
  const { csv, json } = await combined(definition, frames, { kit, counters, source, manifest, run });
  publishRows(run, manifest, partials, ({ totals }) => (totals.details as FrameDetails).written);
  writeDurably(paths.resultCsv(run), csv);
  writeDurably(paths.result(run), `${head(manifest, partials, counters).slice(0, -1)},${json.slice(1)}\n`);
}

interface Combining {
  kit: FrameKit;
  counters: Record<string, number>;
  source: OwnSource;
  manifest: Manifest;
  run: string;
}

async function combined(
  definition: AnyFrameJob,
  frames: DataFrame[],
  { kit, counters, source, manifest, run }: Combining,
): Promise<{ csv: string; json: string }> {
  try {
    const frame: unknown = await definition.combine(frames, { ...kit, counters });
    if (!isFrame(frame, kit.danfo)) {
      throw new TypeError(`\`combine\` returned ${kindOf(frame)}, and must return a DataFrame`);
    }
    const columns = JSON.stringify(frame.columns);
    return { json: `{"columns":${columns},"data":[${rowsJson(frame, 'null')}]}`, csv: frameToCsv(frame) };
  } catch (error) {
    if (error instanceof EnjambreError) throw error;
    throw jobFailure(error, { file: source.file, fn: 'combine', line: lineInRun(run, definition.combine), manifest });
  }
}

/** What stands before the rows in `result.json`. The chunks are part of the method, and so can change the result. */
function head(manifest: Manifest, partials: readonly ChosenPartial[], counters: Record<string, number>): string {
  const { options, missing, chunkRows } = manifest.options as FrameOptions;
  const shown = { ...options, chunkRows, missing, ...manifest.input.dialect };
  return JSON.stringify({ ...resultHead(manifest, partials), options: shown, counters });
}
