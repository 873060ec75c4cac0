import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { csvLine } from '../../csv/line.ts';
import { EnjambreError } from '../../errors.ts';
import { type Cell, type DataFrame, rowsOf } from '../../frame/danfo.ts';
import { syncDirectory, temporaryName } from '../../run-dir/durable.ts';
import { paths } from '../../run-dir/layout.ts';
import type { Manifest } from '../../run-dir/manifest.ts';
import type { ChosenPartial, PartitionTotals } from '../job.ts';

/** A file of rows that partitions write, as the ledger of a partition knows it. */
export interface WrittenRows {
  name: string;
  columns: string[];
  rows: number;
}

/** Rows that are written at a time. */
const ROWS_AT_A_TIME = 1000;

/** A file that is written piece by piece, with its checksum. */
export class HashedFile {
  bytes = 0;
  private readonly path: string;
  private readonly fd: number;
  private readonly hash: Hash = createHash('sha256');

  constructor(path: string) {
    this.path = path;
    this.fd = openSync(path, 'w');
  }

  write(text: string): void {
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.fd, bytes, at);
    this.hash.update(bytes);
    this.bytes += bytes.length;
  }

  close(): { bytes: number; sha256: string } {
    fsyncSync(this.fd);
    closeSync(this.fd);
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  abandon(): void {
    closeSync(this.fd);
    rmSync(this.path, { force: true });
  }
}

/** The CSV files that one partition's frames are written to, in the attempt's directory. */
export class RowFiles {
  private readonly directory: string;
  private readonly files = new Map<string, { file: HashedFile; written: WrittenRows }>();

  constructor(directory: string) {
    this.directory = directory;
  }

  /** @throws Error about what the job did wrong */
  write(frame: DataFrame, name: string): void {
    if (!/^[A-Za-z0-9_-]{1,60}$/.test(name)) {
      throw new Error(`context.write: the name ${JSON.stringify(name)} is no name of letters, digits, "-" and "_"`);
    }
    const columns = frame.columns as string[];
    const known = this.files.get(name) ?? this.open(name, columns);
    if (columns.join('\n') !== known.written.columns.join('\n'))
      throw new Error(otherColumns(name, columns, known.written));
    const rows = rowsOf(frame);
    for (let at = 0; at < rows.length; at += ROWS_AT_A_TIME) {
      const lines = rows.slice(at, at + ROWS_AT_A_TIME).map((row: Cell[]) => csvLine(row));
      known.file.write(lines.join(''));
    }
    known.written.rows += rows.length;
  }

  private open(name: string, columns: string[]): { file: HashedFile; written: WrittenRows } {
    const file = new HashedFile(join(this.directory, `${name}.csv`));
    file.write(csvLine(columns));
    const opened = { file, written: { name, columns: [...columns], rows: 0 } };
    this.files.set(name, opened);
    return opened;
  }

  close(): { output: NonNullable<PartitionTotals['output']>; written: WrittenRows[] } {
    const opened = [...this.files.values()];
    const output = opened.map(({ file, written: { name } }) => ({ name: `${name}.csv`, ...file.close() }));
    return { output, written: opened.map(({ written }) => written) };
  }

  abandon(): void {
    for (const { file } of this.files.values()) file.abandon();
    this.files.clear();
  }
}

function otherColumns(name: string, columns: readonly string[], first: Pick<WrittenRows, 'columns'>): string {
  return `context.write: "${name}" has the columns ${first.columns.join(', ')}, and this frame has ${columns.join(', ')}`;
}

/**
 * Gives the partitions' files their names in the run's output: `rows-007.csv`.
 *
 * @throws EnjambreError `job-failed` if partitions wrote different columns under one name
 */
export function publishRows(
  run: string,
  manifest: Manifest,
  partials: readonly ChosenPartial[],
  writtenBy: (partial: ChosenPartial) => readonly WrittenRows[],
): void {
  const columnsOf = new Map<string, WrittenRows>();
  for (const partial of partials) {
    for (const written of writtenBy(partial)) {
      const first = columnsOf.get(written.name) ?? written;
      columnsOf.set(written.name, first);
      if (first.columns.join('\n') === written.columns.join('\n')) continue;
      throw new EnjambreError(`Partition ${partial.partition}: ${otherColumns(written.name, written.columns, first)}`, {
        code: 'job-failed',
        next: 'let the job write the same columns for every frame, then start a new run',
      });
    }
  }
  const outputs = partials.flatMap(({ partition, path, totals }) =>
    (totals.output ?? []).map(({ name }) => ({ partition, from: join(dirname(path), name) })),
  );
  if (outputs.length === 0) return;
  mkdirSync(paths.output(run), { recursive: true });
  const { length } = manifest.partitions;
  for (const { partition, from } of outputs) publish(from, paths.outputFile(run, basename(from), partition, length));
  syncDirectory(paths.output(run));
}

/** A second name for the same bytes, where the file system and the permissions allow that; a copy elsewhere. */
function publish(from: string, to: string): void {
  const aside = temporaryName(to);
  rmSync(aside, { force: true });
  try {
    linkSync(from, aside);
  } catch {
    copyFileSync(from, aside);
  }
  renameSync(aside, to);
}
