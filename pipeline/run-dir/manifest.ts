/** How the text of the input is written. */
export interface Dialect {
  /** One byte: `,` `;` tab or `|`. */
  delimiter: string;
  /** `.` or `,`. */
  decimal: string;
  encoding: 'utf-8' | 'latin1';
}

/** One input file, as it was when the run was planned. */
export interface InputFile {
  /** Absolute path. */
  path: string;
  /** Base name: the only part of the path that a result shows. */
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

export interface ManifestInput {
  files: InputFile[];
  /** Field names of the header, decoded. */
  header: string[];
  dialect: Dialect;
  /** Digest over the files' names, sizes and hashes. */
  identity: string;
}

/** `manifest.json`: everything a worker needs, written once when the run is planned. */
export interface Manifest {
  format: 1;
  run: string;
  createdAt: string;
  codeVersion: string;
  job: string;
  options: unknown;
  /** Digest over the job's name, options and the partial format. */
  jobIdentity: string;
  input: ManifestInput;
  partitions: Partition[];
}
