import { existsSync } from 'node:fs';
import { EnjambreError } from '../../errors.ts';
import type { DescribeOptions } from '../../jobs/describe/options.ts';
import type { LedgerCheck } from '../../jobs/job.ts';
import { jobOf } from '../../jobs/jobs.ts';
import type { WordsOptions } from '../../jobs/words/options.ts';
import { readEvents } from '../../run-dir/events.ts';
import { paths } from '../../run-dir/layout.ts';
import type { Encoding, InputFinding, JobCode, Manifest } from '../../run-dir/manifest.ts';
import { readManifest } from '../../run-dir/read-manifest.ts';
import { type Ledger, readLedger } from '../../runs/ledger.ts';
import { findOddities, type Oddity } from '../../runs/oddities.ts';
import { commandOf, jobOptions } from './command.ts';
import { type ComparisonModel, readComparison } from './comparison.ts';
import { type DescribeModel, readDescribeResult } from './describe-result.ts';
import { readExactBeside } from './exact-beside.ts';
import { type OwnModel, readOwnResult } from './own-result.ts';
import { type NextStep, nextOf, readStatus, type Status } from './status.ts';
import { readTimeline, type Timeline } from './timeline.ts';
import { readWordsResult, type WordsModel } from './words-result.ts';

export type ResultModel = DescribeModel | WordsModel | OwnModel;

/** Everything a report says, in numbers and codes that any language can put into words. */
export interface ReportModel {
  run: string;
  job: string;
  code: JobCode | null;
  unit: 'row' | 'word';
  createdAt: string;
  version: string;
  status: Status;
  next: NextStep;
  input: {
    kind: 'csv' | 'text';
    /** The first ones. */
    files: { name: string; bytes: number; hash: string; gzip: boolean }[];
    fileCount: number;
    bytes: number;
    columnCount: number;
    dialect: Manifest['input']['dialect'];
    /** How the files are written, the most frequent first. */
    encodings: { encoding: Encoding; files: number }[];
    findings: InputFinding[];
    identity: string;
  };
  options: { name: string; value: string }[];
  command: string;
  engine: { name: string; workers: number } | null;
  partitions: number;
  ledger: Pick<Ledger, 'rows' | 'ragged' | 'lines' | 'columns' | 'examples'> & { done: number };
  checks: LedgerCheck[];
  oddities: Oddity[];
  /** Null before there is one. */
  result: ResultModel | null;
  comparison: ComparisonModel | null;
  timeline: Timeline;
}

const MOST_FILES = 20;

/** Reads what a report says of a run, from its directory alone; memory is bounded, whatever the result's size. */
export function reportModel(run: string): ReportModel {
  const manifest = readManifest(run);
  const events = readEvents(run);
  const { ledger, damage } = ledgerOf(run, manifest);
  const status = readStatus(run, events, ledger, damage);
  const result = existsSync(paths.result(run)) ? readResult(run, manifest) : null;
  const started = events.findLast((event) => event.type === 'started');
  const { rows, ragged, lines, columns, examples } = ledger ?? NO_LEDGER;
  const { files, header, dialect, findings, identity, kind } = manifest.input;
  return {
    run: manifest.run,
    job: manifest.job,
    code: manifest.code ?? null,
    unit: jobOf(manifest).unit,
    createdAt: manifest.createdAt,
    version: manifest.codeVersion,
    status,
    next: nextOf(run, manifest, status),
    input: {
      kind,
      files: files
        .slice(0, MOST_FILES)
        .map(({ name, bytes, hash, compression }) => ({ name, bytes, hash, gzip: compression === 'gzip' })),
      fileCount: files.length,
      bytes: files.reduce((sum, file) => sum + file.bytes, 0),
      columnCount: header.length,
      dialect,
      encodings: encodingsOf(manifest.input),
      findings: findings ?? [],
      identity,
    },
    options: optionsOf(manifest),
    command: commandOf(manifest),
    engine: started === undefined ? null : { name: started.engine, workers: started.workers },
    partitions: manifest.partitions.length,
    // Lines are counted on from partition to partition: with one missing, the places after it are not known.
    ledger: {
      rows,
      ragged,
      lines,
      columns,
      examples: result === null ? [] : examples,
      done: ledger?.partitions.length ?? 0,
    },
    checks: ledger?.checks ?? [],
    oddities: ledger === null || result === null ? [] : findOddities({ manifest, ledger }),
    result,
    comparison: comparisonOf(run, manifest, result, ledger !== null),
    timeline: readTimeline(run, manifest, events),
  };
}

const NO_LEDGER: Pick<Ledger, 'rows' | 'ragged' | 'lines' | 'columns' | 'examples'> = {
  rows: 0,
  ragged: 0,
  lines: 0,
  columns: [],
  examples: [],
};

/** Null when an attempt that was chosen is damaged. */
function ledgerOf(run: string, manifest: Manifest): { ledger: Ledger | null; damage: string | null } {
  try {
    return { ledger: readLedger(run, manifest), damage: null };
  } catch (error) {
    if (!(error instanceof EnjambreError)) throw error;
    return { ledger: null, damage: error.message };
  }
}

function encodingsOf({ files, dialect }: Manifest['input']): { encoding: Encoding; files: number }[] {
  const counts = new Map<Encoding, number>();
  for (const { encoding = dialect.encoding } of files) counts.set(encoding, (counts.get(encoding) ?? 0) + 1);
  const found = [...counts].map(([encoding, count]) => ({ encoding, files: count }));
  return found.sort((a, b) => b.files - a.files);
}

function readResult(run: string, { job, code, options }: Manifest): ResultModel {
  if (code === undefined && job === 'describe') return readDescribeResult(run, options as DescribeOptions);
  if (code === undefined && job === 'words') return readWordsResult(run, options as WordsOptions);
  return readOwnResult(run);
}

function comparisonOf(
  run: string,
  manifest: Manifest,
  result: ResultModel | null,
  whole: boolean,
): ComparisonModel | null {
  if (result === null || !whole) return null;
  if (result.kind !== 'describe') return result.kind === 'words' ? null : readExactBeside(run, manifest, result);
  return readComparison(
    run,
    manifest,
    result.groupCount,
    result.groups.map(({ key }) => key),
  );
}

function optionsOf({ options }: Manifest): { name: string; value: string }[] {
  return Object.entries(jobOptions(options)).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : { name, value: optionText(value) },
  );
}

function optionText(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  if (Array.isArray(value)) return value.map(optionText).join(', ');
  if (typeof value === 'object' && value !== null && 'column' in value && 'unit' in value) {
    return value.unit === 'value' ? String(value.column) : `${value.column} (${value.unit})`;
  }
  return JSON.stringify(value);
}
