import { EnjambreError } from '../../pipeline/errors.ts';
import { type SampleOptions, writeSample } from '../../pipeline/sample/sample.ts';
import { shellWord } from '../invocation.ts';
import { print, say, sayNext } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { withStopSignal } from '../terminal/stop-signal.ts';
import { bytesText, counted, countText, durationText } from '../terminal/units.ts';

export interface SampleFlags extends SampleOptions {
  output: string;
  force?: boolean;
  json?: boolean;
}

/** `enjambre sample -o FILE`. */
export async function makeSample({ output, force = false, json = false, ...options }: SampleFlags): Promise<void> {
  const startedAt = performance.now();
  const write = (signal: AbortSignal) => writeSample({ ...options, overwrite: force, signal }, output);
  const summary = await withStopSignal(() => {}, write).catch((error: unknown) => {
    if ((error as Error).name !== 'AbortError') throw error;
    throw new EnjambreError(`Stopped: ${output} was not written`, { code: 'interrupted', exitCode: 130 });
  });
  if (json) print([JSON.stringify(summary)]);
  const { rows, bytes, stations, missing, invalid, ragged } = summary;
  const mess =
    missing + invalid + ragged === 0
      ? ''
      : `; of ValorObservado ${countText(missing)} are missing and ${countText(invalid)} invalid; ${counted(ragged, 'row')} ragged`;
  const time = durationText(performance.now() - startedAt);
  say(
    `Wrote ${printable(output)}: ${counted(rows, 'row')} of ${counted(stations, 'station')}, ${bytesText(bytes)}, in ${time}${mess}.`,
  );
  sayNext(`enjambre run describe ${shellWord(output)} --column ValorObservado`);
}
