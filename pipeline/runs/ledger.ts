import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { EnjambreError } from '../errors.ts';
import type { JobLedger, LedgerCheck } from '../jobs/job.ts';
import { jobOf } from '../jobs/jobs.ts';
import { checksum } from '../run-dir/checksum.ts';
import { paths } from '../run-dir/layout.ts';
import type { Manifest, Partition, Position } from '../run-dir/manifest.ts';
import { type AttemptSummary, chosenPartial, readCommit } from './attempts.ts';
import { findBrokenLink, startsFile } from './chain.ts';

export interface LedgerPartition {
  index: number;
  rows: number;
  ragged: number;
  attempt: number;
  ms: number;
  host: string;
  start: Position | null;
  end: Position | null;
}

/** The proof that every row of the input was counted once; of text, every word. */
export interface Ledger extends Omit<JobLedger, 'checks'> {
  rows: number;
  ragged: number;
  lines: number;
  partitions: LedgerPartition[];
  checks: LedgerCheck[];
}

/** Adds up the chosen attempts of a finished run, and checks them against the input and each other. */
export function readLedger(directory: string, manifest: Manifest): Ledger {
  const summaries = manifest.partitions.flatMap(({ index }) => readCommit(directory, manifest, index) ?? []);
  const job = jobOf(manifest);
  const found = job.ledger(
    manifest,
    summaries.map((summary) => chosenPartial(directory, summary)),
  );
  const sum = (of: (summary: AttemptSummary) => number) => summaries.reduce((total, summary) => total + of(summary), 0);
  const rows = sum(({ totals }) => totals.rows);
  const lines = sum(({ totals }) => totals.slices.reduce((total, slice) => total + slice.lines, 0));
  // A partition that was refused gave nothing: what it holds is neither read nor counted.
  const read = summaries.filter(({ totals }) => totals.refusal === null);
  const partitions = read.map(({ partition, attempt, totals, worker }) => ({
    index: partition,
    rows: totals.rows,
    ragged: totals.ragged,
    attempt,
    ms: worker.finishedAt - worker.startedAt,
    host: worker.host,
    start: totals.start,
    end: totals.end,
  }));
  const ragged = sum(({ totals }) => totals.ragged);
  const checks = [
    tilesInput(manifest),
    isComplete(manifest, read),
    chains(manifest, summaries),
    endsFiles(manifest, read),
    ...found.columns.map((column) => columnAddsUp(column, rows)),
    ...(found.checks ?? []),
    ...publishesRows(directory, manifest, summaries),
  ];
  return { rows, ragged, lines, partitions, columns: found.columns, examples: found.examples, checks };
}

/**
 * The ledger of a run that is to be called finished: a result that cannot be proven is none.
 *
 * @throws EnjambreError `conservation`, naming the check that fails
 */
export function provenLedger(directory: string, manifest: Manifest): Ledger {
  const ledger = readLedger(directory, manifest);
  const broken = ledger.checks.find(({ holds }) => !holds);
  if (broken === undefined) return ledger;
  throw new EnjambreError(`The run ${directory} does not add up: ${broken.name}: ${broken.detail}`, {
    code: 'conservation',
    next: 'start a new run; if that ends the same, please report it, with the run directory',
  });
}

/** Each row has a value of the column, or is counted as without one. */
function columnAddsUp(found: JobLedger['columns'][number], rows: number): LedgerCheck {
  const { column, count, missing, invalid } = found;
  const sum = count + missing + invalid;
  return {
    law: 'column',
    ...found,
    rows,
    name: `rows of ${column} add up`,
    holds: sum === rows,
    detail: `${count} values + ${missing} missing + ${invalid} invalid = ${sum} of ${rows} rows`,
  };
}

/** Planned slices lie side by side from each file's first record to its end. */
function tilesInput(manifest: Manifest): LedgerCheck {
  const name = 'partitions tile the input';
  const { files } = manifest.input;
  const covered = files.map((file) => (file.compression === 'gzip' ? 0 : file.dataStart));
  let bytes = 0;
  let ranges = 0;
  for (const { slices } of manifest.partitions) {
    for (const { file, start, end } of slices) {
      const at = covered[file];
      if (start !== at) {
        const detail = `${files[file]?.name}: gap or overlap at byte ${at}`;
        return { law: 'tiles', ranges, bytes, name, holds: false, detail };
      }
      covered[file] = end;
      bytes += end - start;
      ranges++;
    }
  }
  const short = files.findIndex((file, index) => covered[index] !== file.bytes);
  const detail =
    short < 0
      ? `${counted(ranges, 'range')}, ${bytes} bytes, no gap, no overlap`
      : `${files[short]?.name}: nothing covers byte ${covered[short]}`;
  return { law: 'tiles', ranges, bytes, name, holds: short < 0, detail };
}

/** Files of rows that partitions have written lie beside the result as they were written. */
function publishesRows(run: string, manifest: Manifest, summaries: AttemptSummary[]): LedgerCheck[] {
  const files = summaries.flatMap(({ partition, totals }) =>
    (totals.output ?? []).map(({ name, sha256 }) => ({
      path: paths.outputFile(run, name, partition, manifest.partitions.length),
      sha256,
    })),
  );
  if (files.length === 0 || !existsSync(paths.result(run))) return [];
  const wrong = files.find(({ path, sha256 }) => checksum(path) !== sha256);
  const detail =
    wrong === undefined ? counted(files.length, 'file') : `${relative(run, wrong.path)} is missing or changed`;
  const name = 'rows that the job wrote are there';
  return [{ law: 'output', files: files.length, name, holds: wrong === undefined, detail }];
}

/** Every partition has a chosen attempt. */
function isComplete(manifest: Manifest, summaries: AttemptSummary[]): LedgerCheck {
  const [done, partitions] = [summaries.length, manifest.partitions.length];
  const detail = `${done} of ${counted(partitions, 'partition')}`;
  return {
    law: 'processed',
    done,
    partitions,
    name: 'every partition is processed',
    holds: done === partitions,
    detail,
  };
}

function chains(manifest: Manifest, summaries: AttemptSummary[]): LedgerCheck {
  const text = manifest.input.kind === 'text';
  const name = text ? 'no word is cut' : 'quote states chain';
  const processed = new Map(summaries.map(({ partition, totals }) => [partition, totals]));
  const partitions = manifest.partitions.length;
  const cuts = manifest.partitions.filter((partition) => !startsFile(manifest, partition)).length;
  const broken = findBrokenLink(manifest, processed);
  if (broken !== null) {
    const detail = `partition ${broken.partition.index} starts elsewhere than the one before it ends`;
    return { law: 'chain', cuts, text, name, holds: false, detail };
  }
  const done = summaries.filter(({ totals }) => totals.refusal === null).length;
  if (done < partitions) {
    const detail = `not known yet: ${done} of ${counted(partitions, 'partition')}`;
    return { law: 'chain-not-yet', text, done, partitions, name, holds: false, detail };
  }
  const between = text ? 'words' : 'records';
  const detail = cuts === 0 ? 'no cut inside a file' : `${counted(cuts, 'cut')}, exactly between two ${between}`;
  return { law: 'chain', cuts, text, name, holds: true, detail };
}

/** All of each file was read, and the last record that was read of it ends with the file. */
function endsFiles(manifest: Manifest, summaries: AttemptSummary[]): LedgerCheck {
  const name = 'every file is read to its end';
  const { files } = manifest.input;
  const processed = new Set(summaries.map(({ partition }) => partition));
  for (const { index, slices } of manifest.partitions) {
    const [first] = slices;
    if (first === undefined || processed.has(index)) continue;
    const progress = { done: summaries.length, partitions: manifest.partitions.length };
    const detail = `${files[first.file]?.name}: not read to its end yet`;
    return { law: 'ends-not-yet', ...progress, name, holds: false, detail };
  }
  const ends = new Map<number, Position>();
  for (const { totals } of summaries) {
    // A file that a partition leaves for the next one is read to its end, wherever the partition before had stopped in it.
    for (const { file } of totals.slices.slice(0, -1)) ends.delete(file);
    if (totals.end !== null) ends.set(totals.end.file, totals.end);
  }
  for (const [index, file] of files.entries()) {
    const end = ends.get(index);
    if (end !== undefined && file.compression === 'none' && end.at !== file.bytes) {
      const detail = `${file.name}: reading stopped at byte ${end.at} of ${file.bytes}`;
      return { law: 'ends', files: files.length, name, holds: false, detail };
    }
  }
  const expected = new Set(manifest.partitions.flatMap(({ slices }: Partition) => slices.map(({ file }) => file)));
  const detail = `${expected.size} of ${counted(files.length, 'file')}`;
  return { law: 'ends', files: files.length, name, holds: true, detail };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
