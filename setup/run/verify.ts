import { EnjambreError } from '../../pipeline/errors.ts';
import { jobOf } from '../../pipeline/jobs/jobs.ts';
import type { Manifest } from '../../pipeline/run-dir/manifest.ts';
import { readManifest } from '../../pipeline/run-dir/read-manifest.ts';
import { hasIntactResult } from '../../pipeline/runs/intact.ts';
import type { Ledger } from '../../pipeline/runs/ledger.ts';
import { findRun } from '../../pipeline/runs/list.ts';
import { type Comparison, verifyRun } from '../../pipeline/verify.ts';
import { apart, print, say } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { tableLines } from '../terminal/table.ts';
import { counted, countText, durationText } from '../terminal/units.ts';
import { runWord } from './naming.ts';
import { watched } from './watch.ts';

const defaultCounts = [1, 3, 7];

/** Jobs that see their rows in chunks may give another result where the input is cut elsewhere. */
function seesChunks({ job, code }: Manifest): boolean {
  return code?.kind === 'frame' || (code === undefined && job === 'describe-frames');
}
/** Characters of a checksum that tell results apart for a person. */
const digestLength = 16;

export interface VerifyFlags {
  partitions?: number[];
  json?: boolean;
}

/** `enjambre verify RUN`. */
export async function verify(name: string, { partitions: asked, json = false }: VerifyFlags): Promise<void> {
  const directory = findRun(name);
  const manifest = readManifest(directory);
  const partitions = asked ?? (seesChunks(manifest) ? [manifest.partitions.length] : defaultCounts);
  const word = runWord(directory, manifest.run);
  const titleOf = (count: number) => `With ${counted(count, 'partition')}: `;
  const found = await watched((hooks) => verifyRun(directory, partitions, hooks), { titleOf }).catch(
    (error: unknown) => {
      if (!(error instanceof EnjambreError) || error.code !== 'interrupted') throw error;
      throw new EnjambreError('Stopped', {
        code: error.code,
        exitCode: 130,
        next: `enjambre verify ${word}`,
        cause: error,
      });
    },
  );
  const { ledger, comparisons } = found;
  const broken = ledger.checks.filter(({ holds }) => !holds).length;
  const different = comparisons.filter(({ same }) => !same).length;
  const verified = broken + different === 0;
  if (json) print([JSON.stringify({ run: manifest.run, verified, ...found })]);
  else print(apart([...checkLines(ledger), '', ...comparisonLines(comparisons)]));
  if (!verified)
    throw refuted(word, {
      broken,
      different,
      advice: adviceOf(manifest, word, broken > 0 || !hasIntactResult(directory)),
    });
  const conclusion =
    seesChunks(manifest) && asked === undefined
      ? 'computed again with the same partitions, the result is the same'
      : 'the result does not depend on the partitions';
  say(`Verified: ${counted(ledger.rows, jobOf(manifest).unit)}, each counted once; ${conclusion}.`);
}

/** The ledger's checks, one a line. */
export function checkLines({ checks }: Ledger): string[] {
  const rows = checks.map(({ name, holds, detail }) => [holds ? 'yes' : 'NO', printable(name), printable(detail)]);
  return tableLines([{ title: 'holds' }, { title: 'check' }, { title: 'found' }], rows);
}

/** How the result came out with other numbers of partitions. */
export function comparisonLines(comparisons: readonly Comparison[]): string[] {
  const rows = comparisons.map(({ partitions, same, sha256, ms }) => [
    countText(partitions),
    same ? 'same bytes' : 'DIFFERENT',
    `${sha256.slice(0, digestLength)}…`,
    durationText(ms),
  ]);
  const titles = [{ title: 'partitions', align: 'right' as const }, { title: 'result.json' }, { title: 'sha256' }];
  return tableLines([...titles, { title: 'time', align: 'right' }], rows);
}

/** What to do about a result that is not verified. */
function adviceOf(manifest: Manifest, word: string, isDamaged: boolean): string {
  const { code } = manifest;
  if (isDamaged) return `enjambre resume ${word}`;
  if (code?.kind === 'fold') return `enjambre check ${code.name} FILE, which shows rows where it differs`;
  if (seesChunks(manifest)) {
    return 'nothing is broken: a job that sees its rows in chunks may give another result where they are cut elsewhere';
  }
  return `keep its directory and report it; try enjambre verify ${word} again to see whether it repeats (if not: bad memory?)`;
}

function refuted(
  word: string,
  { broken, different, advice }: { broken: number; different: number; advice: string },
): EnjambreError {
  const reasons = [
    ...(broken > 0 ? [`${counted(broken, 'check')} of its ledger failed`] : []),
    ...(different > 0
      ? [`${counted(different, 'number of partitions', 'numbers of partitions')} gave another result`]
      : []),
  ];
  return new EnjambreError(`The run ${word} is not verified: ${reasons.join(', and ')}`, {
    code: 'not-verified',
    next: advice,
  });
}
