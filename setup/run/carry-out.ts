import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import process from 'node:process';
import { EnjambreError } from '../../pipeline/errors.ts';
import { type ExecuteRequest, executeRun, type RunHooks } from '../../pipeline/run.ts';
import { typedAgain } from '../../pipeline/run-dir/again.ts';
import { paths } from '../../pipeline/run-dir/layout.ts';
import { hasIntactResult } from '../../pipeline/runs/intact.ts';
import { type PlannedRun, type PlanRequest, planRun } from '../../pipeline/runs/plan.ts';
import { given } from '../arguments.ts';
import type { RunFlags } from '../commands/run-options.ts';
import { printFile, say, sayNext } from '../terminal/output.ts';
import { counted } from '../terminal/units.ts';
import { makeReport } from './make-report.ts';
import { runWord, shortPath } from './naming.ts';
import { showSummary } from './summary.ts';
import { watched } from './watch.ts';

export interface Output {
  json: boolean;
  /** Show what averages of the parts would give. */
  compareNaive: boolean;
  /** Null for no report. */
  report: { lang?: 'en' | 'es' } | null;
  /** Work that belongs to the run, done after its result is there. */
  afterwards?: (hooks: RunHooks) => Promise<void>;
}

/** Plans a run as its flags say. */
export async function planned(
  job: PlanRequest['job'],
  inputs: string[],
  options: unknown,
  flags: RunFlags,
): Promise<PlannedRun> {
  const { partitions, workers, out, delimiter, decimal, encoding, hash = 'sampled' } = flags;
  const again = typedAgain('enjambre', process.argv.slice(2), inputs);
  const request = { job, inputs, options, hash, again };
  return planRun({
    ...request,
    ...given<Partial<PlanRequest>>({ partitions, workers, out, delimiter, decimal, encoding }),
  });
}

/** What a run's flags say of its execution and output. */
export function requestOf({ workers, attempts, memory }: RunFlags): ExecuteRequest {
  return given<ExecuteRequest>({ workers, attempts, memoryBytes: memory });
}

export function outputOf({ json = false, report = true, lang }: RunFlags): Output {
  return { json, compareNaive: false, report: report ? given<{ lang?: 'en' | 'es' }>({ lang }) : null };
}

/** Brings a planned run to its end before the person's eyes, and shows the result. */
export async function carryOut(
  { directory, manifest }: Pick<PlannedRun, 'directory' | 'manifest'>,
  request: ExecuteRequest,
  { json, compareNaive, report, afterwards }: Output,
): Promise<void> {
  const { run } = manifest;
  const partitions = manifest.partitions.length;
  const wasFinished = hasIntactResult(directory);
  if (wasFinished) say('This run is finished already.');
  const startedAt = performance.now();
  let ms: number | null = null;
  const outcome = await watched(
    async (hooks) => {
      const ended = await executeRun(directory, request, hooks, manifest);
      if (!wasFinished) ms = performance.now() - startedAt;
      await afterwards?.(hooks);
      return ended;
    },
    { partitions },
  ).catch((error: unknown) => {
    if (!(error instanceof EnjambreError) || error.code !== 'interrupted') throw error;
    const next = `enjambre resume ${runWord(directory, run)}`;
    throw new EnjambreError('Stopped', { code: error.code, exitCode: error.exitCode, next, cause: error });
  });
  showSummary(outcome, { ms, table: !json });
  if (compareNaive) {
    const { showNaive } = await import('./naive-table.ts');
    showNaive(directory, { table: !json });
  }
  if (json) await printFile(paths.result(directory));
  const table = existsSync(paths.resultCsv(directory)) ? ` and ${basename(paths.resultCsv(directory))}` : '';
  say(`Result: ${shortPath(paths.result(directory))}${table}`);
  if (report !== null) await makeReport(directory, report);
  sayNext(`enjambre verify ${runWord(directory, run)}`);
}

/** How a run is called, and how it is cut. */
export function runSentence({ directory, manifest }: PlannedRun): string {
  return `Run ${runWord(directory, manifest.run)}: ${counted(manifest.partitions.length, 'partition')}.`;
}
