import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { EnjambreError } from '../../pipeline/errors.ts';
import { type ExecuteRequest, executeRun } from '../../pipeline/run.ts';
import { paths } from '../../pipeline/run-dir/layout.ts';
import type { PlannedRun } from '../../pipeline/runs/plan.ts';
import { printFile, say, sayNext } from '../terminal/output.ts';
import { runWord, shortPath } from './naming.ts';
import { showReport } from './report.ts';
import { watched } from './watch.ts';

/** Brings a planned run to its end before the person's eyes, and shows the result. */
export async function carryOut(
  { directory, manifest }: Pick<PlannedRun, 'directory' | 'manifest'>,
  request: ExecuteRequest,
  output: { json: boolean; compareNaive: boolean },
): Promise<void> {
  const { run } = manifest;
  const partitions = manifest.partitions.length;
  const wasFinished = existsSync(paths.result(directory));
  if (wasFinished) say('This run is finished already.');
  const startedAt = performance.now();
  const outcome = await watched((hooks) => executeRun(directory, request, hooks), { partitions }).catch(
    (error: unknown) => {
      if (!(error instanceof EnjambreError) || error.code !== 'interrupted') throw error;
      const next = `enjambre resume ${runWord(directory, run)}`;
      throw new EnjambreError('Stopped', { code: error.code, exitCode: error.exitCode, next, cause: error });
    },
  );
  showReport(outcome, { ms: wasFinished ? null : performance.now() - startedAt, table: !output.json });
  if (output.compareNaive) {
    const { showNaive } = await import('./naive-table.ts');
    showNaive(directory, { table: !output.json });
  }
  if (output.json) await printFile(paths.result(directory));
  say(`Result: ${shortPath(paths.result(directory))} and ${basename(paths.resultCsv(directory))}`);
  sayNext(`enjambre verify ${runWord(directory, run)}`);
}
