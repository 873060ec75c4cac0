import type { Dialect, InputFile, Manifest, ManifestInput, Partition, Position } from '../run-dir/manifest.ts';

/** What is known of an input when a job is planned on it. */
export interface JobInput {
  files: InputFile[];
  /** Field names, decoded; none of text. */
  header: string[];
  dialect: Dialect;
  /** The first rows of the first file, read when asked for: contents of the fields, decoded. */
  sampleRows(): string[][];
}

/** What a worker may use for one attempt. */
export interface WorkerLimits {
  /** Bytes that a job may hold in memory before it spills to disk. */
  memoryBytes: number;
  /** Bytes that are read at a time. */
  bufferBytes: number;
  /** Rows that may be counted before they are written out: the kernel's counters have 32 bits. */
  segmentRows: number;
  /** Use vector instructions; by default where the machine has them. */
  vectors?: boolean;
}

export const DEFAULT_LIMITS: WorkerLimits = { memoryBytes: 64 << 20, bufferBytes: 256 << 10, segmentRows: 2 ** 30 };

/** One attempt at one partition, as a job's `process` gets it. */
export interface Task {
  /** The run directory. */
  run: string;
  manifest: Manifest;
  partition: Partition;
  limits: WorkerLimits;
  /** An empty directory: what the job leaves there becomes the attempt. */
  directory: string;
  /** What `prepare` made, when the worker was given it. */
  prepared?: unknown;
  /** Told of input bytes as they are read. */
  onBytes(byteCount: number): void;
}

/** A part of the input that the run's rules refuse; it counts once the partition's start is confirmed. */
export interface Refusal {
  code: string;
  /** What was found there: the start of a sentence. */
  message: string;
  next: string;
  file: number;
  /** Offset of the place in the slice's stream, which begins at `from` in the file. */
  offset: number;
}

/** Counts of one slice. */
export interface SliceTotals {
  file: number;
  rows: number;
  ragged: number;
  /** Line feeds in its records. */
  lines: number;
}

/** What processing a partition found; partials themselves lie in the attempt's directory. */
export interface PartitionTotals {
  /** Where the first record starts, and where the record after the last one starts; null without a slice. */
  start: Position | null;
  end: Position | null;
  rows: number;
  ragged: number;
  slices: SliceTotals[];
  /** The partial in the directory, or null when the input was refused. */
  partial: { bytes: number; sha256: string } | null;
  /** Files that belong to the run's output, beside the partial in the directory. */
  output?: { name: string; bytes: number; sha256: string }[];
  refusal: Refusal | null;
  /** What the job found beside its partial, for the ledger and the report. */
  details: unknown;
}

/** A value that was counted as invalid, and where it stands. */
export interface PlacedValue {
  column: string;
  text: string;
  file: string;
  /** From 1; where the record begins. */
  line: number;
  /** Offset in the file (of the decompressed stream for gzip). */
  byte: number;
}

/** What a job adds to the ledger. */
export interface JobLedger {
  columns: { column: string; count: number; missing: number; invalid: number }[];
  examples: PlacedValue[];
  /** Laws of conservation that only this job knows. */
  checks?: LedgerCheck[];
}

/** A law of conservation, whether it holds for a run, and what was found: for people. */
export type LedgerCheck = { name: string; holds: boolean; detail: string } & LawFindings;

/** Which law it is, with the numbers that show that it holds; what programs decide on. */
export type LawFindings =
  | { law: 'tiles'; ranges: number; bytes: number }
  | { law: 'processed'; done: number; partitions: number }
  | { law: 'chain'; cuts: number; text: boolean }
  | { law: 'ends'; files: number }
  /** Of text: bytes without marks at the start of files; those of gzip files are proven by checksums. */
  | { law: 'text'; bytes: number; packed: number }
  | { law: 'files'; files: number }
  /** Files that a job wrote beside its result. */
  | { law: 'output'; files: number }
  | { law: 'column'; column: string; count: number; missing: number; invalid: number; rows: number }
  /** Of a law on partitions that are not all processed. */
  | { law: 'chain-not-yet'; text: boolean; done: number; partitions: number }
  | { law: 'ends-not-yet'; done: number; partitions: number };

/** A partition's chosen attempt, as `combine` gets it. */
export interface ChosenPartial {
  partition: number;
  /** The partial's file. */
  path: string;
  totals: PartitionTotals;
}

/**
 * What to compute: the jobs of this project are written to this interface; those that people bring are adapted to it. Workers
 * load it for each run, so what only the driver needs is imported where it is used.
 */
export interface Job {
  name: string;
  /** Version of the partials' format. */
  format: number;
  input: 'csv' | 'text';
  /** What `rows` counts. */
  unit: 'row' | 'word';
  /**
   * Checks the options that were asked for against the input, and completes them. What it gives goes into the manifest.
   *
   * @throws EnjambreError `usage`, naming the option, the value and what is allowed
   */
  resolve(asked: unknown, input: JobInput): Promise<unknown> | unknown;
  /** Cuts the input; `count` is undefined where the job may choose it from size and cores. */
  partition(input: ManifestInput, options: unknown, count: number | undefined, cores: number): Promise<Partition[]>;
  /** Makes once what all workers of a machine can share, such as compiled code; must be cloneable to threads. */
  prepare?(limits: WorkerLimits): unknown;
  process(task: Task): Promise<PartitionTotals>;
  /** Merges partials, in input order, and writes result files into the run directory, `result.json` last. */
  combine(manifest: Manifest, partials: ChosenPartial[], run: string): Promise<void> | void;
  /** Adds up what the partitions found beside their partials. */
  ledger(manifest: Manifest, partials: ChosenPartial[]): JobLedger;
}
