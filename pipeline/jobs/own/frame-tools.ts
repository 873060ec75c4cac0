import { frameToCsv } from '../../frame/csv-writer.ts';
import { concatRows, frameFromRows, loadDanfo, rowsOf } from '../../frame/danfo.ts';
import type { Manifest } from '../../run-dir/manifest.ts';
import { contextOf } from './context.ts';
import type { Context, FrameTools, OptionSpecs } from './interface.ts';

/** What all functions of a frame job are given. */
export type FrameKit = Context<OptionSpecs> & FrameTools;

export async function frameKit(manifest: Manifest, partition: number | undefined): Promise<FrameKit> {
  return {
    ...contextOf(manifest, partition),
    danfo: await loadDanfo(),
    fromRows: frameFromRows,
    rowsOf,
    concat: concatRows,
    toCsv: frameToCsv,
  };
}
