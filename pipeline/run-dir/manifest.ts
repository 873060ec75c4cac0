export type Encoding = 'utf-8' | 'latin1';

/** How the text of the input is written. Of text files, only the encoding means something. */
export interface Dialect {
  /** One byte: `,` `;` tab or `|`. */
  delimiter: string;
  /** `.` or `,`. */
  decimal: string;
  encoding: Encoding;
}

/** One input file, as it was when the run was planned. */
export interface InputFile {
  /** Absolute path. */
  path: string;
  /** The only part of the path that a result shows: the base name, or for text files the path below their common folder. */
  name: string;
  bytes: number;
  mtimeMs: number;
  /** `sampled:<hex>` or `sha256:<hex>`. */
  hash: string;
  compression: 'none' | 'gzip';
  /** Offset of the first record: after a byte order mark and the header line. In decompressed bytes for gzip. */
  dataStart: number;
  /** Line feeds before `dataStart`. */
  headerLines: number;
  /** Of a text file that differs from the dialect's. */
  encoding?: Encoding;
}

/**
 * A place in the input where a record starts. For a plain file `at` is the byte offset and `skip` is 0; for gzip `at` is
 * the compressed offset of a member and `skip` counts decompressed bytes from that member's start.
 */
export interface Position {
  file: number;
  at: number;
  skip: number;
}

/** A contiguous piece of one file: `[start, end)` in bytes of the file as stored (compressed bytes for gzip). */
export interface Slice {
  file: number;
  start: number;
  end: number;
  /** `start` is known to be the start of a record (start of data), or was confirmed by the partition before. */
  certain: boolean;
  /** Decompressed bytes to skip from `start`, when known (gzip only). */
  skip?: number;
}

/** One unit of work: usually one slice; many small files share a partition. */
export interface Partition {
  index: number;
  slices: Slice[];
}

/**
 * Something that was found about the files when they were looked at, that those who read the result must know: files that are
 * no text or were found again, folders of earlier runs; they were left out. Or files that are Latin-1, as no UTF-8 is.
 */
export interface InputFinding {
  code: 'no-text' | 'earlier-runs' | 'found-twice' | 'latin1';
  count: number;
  /** Of the first ones; no paths. */
  names: string[];
}

export interface ManifestInput {
  /** Rows below a header, or text of any kind. */
  kind: 'csv' | 'text';
  /** Names, folders and patterns that name the files, to be typed in the folder that holds them; an old run has none. */
  words?: string[];
  files: InputFile[];
  /** Field names of the header, decoded; none of text. */
  header: string[];
  dialect: Dialect;
  /** Left out where nothing was found. */
  findings?: InputFinding[];
  /** Digest over the files' names, sizes and hashes. */
  identity: string;
}

/** A job that a person brought: its code lies in the run directory, so that the run needs nothing else. */
export interface JobCode {
  /** Base name of the file that was given, as `my-job.ts`. */
  name: string;
  kind: 'fold' | 'frame';
  /** SHA-256 of the file that was given. */
  sha256: string;
}

/** `manifest.json`: everything a worker needs, written once when the run is planned. */
export interface Manifest {
  format: 1;
  run: string;
  createdAt: string;
  codeVersion: string;
  /** The command that starts a run like this one, as a person typed it. */
  again?: string;
  job: string;
  /** Of a job that a person brought. */
  code?: JobCode;
  options: unknown;
  /** Digest over the job's name, code, options and the partial format. */
  jobIdentity: string;
  input: ManifestInput;
  partitions: Partition[];
}
