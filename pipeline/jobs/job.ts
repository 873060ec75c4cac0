import type { Manifest, Partition, Position } from '../run-dir/manifest.ts';

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
}

/** A partition's chosen attempt, as `combine` gets it. */
export interface ChosenPartial {
  partition: number;
  /** The partial's file. */
  path: string;
  totals: PartitionTotals;
}

/** What to compute. The same interface serves the jobs of this project and, later, users' own. */
export interface Job {
  name: string;
  /** Version of the partials' format. */
  format: number;
  /** Makes once what all workers of a machine can share, such as compiled code; must be cloneable to threads. */
  prepare?(limits: WorkerLimits): unknown;
  process(task: Task): Promise<PartitionTotals>;
  /** Merges partials, in input order, and writes result files into a directory. */
  combine(manifest: Manifest, partials: ChosenPartial[], directory: string): void;
  /** Adds up what the partitions found beside their partials. */
  ledger(manifest: Manifest, partials: ChosenPartial[]): JobLedger;
}
