import { findRecordStart } from '../csv/cuts.ts';
import { usageError } from '../errors.ts';
import type { Dialect, InputFile, Partition, Slice } from '../run-dir/manifest.ts';
import { gzipMembers } from './gzip.ts';
import type { OpenFile } from './open-file.ts';
import { openFile, readBlock } from './open-file.ts';

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;
const partitionBytes = 256 * mebibyte;
const smallestPartitionBytes = 2 * mebibyte;
const maxDefaultPartitions = 4096;
const maxPartitions = 65536;

/** Text is about this many times longer than its gzip: keeps partitions even when both kinds of files are mixed. */
const gzipExpansion = 6;

/** BGZF ends with an empty member of 28 bytes: no slice of its own. */
const endMarkerBytes = 28;

/** A cut this near to a file's edge, as a share of a partition, is made at the edge. */
const edgeShare = 0.05;

/** Looked at around a cut, in turn, until the answer is sure; the widest only if no line ends in the one before. */
const widestViewBytes = 4 * mebibyte;
const viewBytes = [4 * kibibyte, 64 * kibibyte, 256 * kibibyte, widestViewBytes];

/** A place between two partitions: `[.., at)` of the file belongs to the partition before. */
interface Cut {
  file: number;
  at: number;
}

/**
 * Partitions that tile each file's data, `[dataStart, bytes)` of a plain file and `[0, bytes)` of a gzip file, with no gap and
 * no overlap. They follow each other in input order and are about equally large. Copies nothing, reads little.
 *
 * A slice of a plain file starts where a record is believed to start. A gzip slice starts with a member, wherever in a record
 * that is; a file's first one has `skip`, the header. Many small files share a partition. Only when a count is asked for can
 * partitions be empty: when there are fewer rows, or fewer gzip members, than partitions.
 *
 * @param partitionCount chosen from size and cores if undefined
 * @param headerFieldCount fields of the header: tells rows from the text of a quoted field
 * @throws EnjambreError `usage` for a count out of range; errors of `openFile`.
 */
export function planPartitions(
  files: readonly InputFile[],
  partitionCount: number | undefined,
  cores: number,
  dialect: Dialect,
  headerFieldCount: number,
): Partition[] {
  const weights = files.map(weightOf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const count = partitionCount ?? defaultPartitionCount(total, cores);
  if (!Number.isInteger(count) || count < 1 || count > maxPartitions) {
    throw usageError(`Cannot make ${count} partitions`, `--partitions takes a whole number from 1 to ${maxPartitions}`);
  }
  const cuts = placeCuts(files, weights, total / count, count, dialect.delimiter.charCodeAt(0), headerFieldCount);
  const groups = slicesBetween(files, cuts);
  const kept = partitionCount === undefined ? groups.filter((slices) => slices.length > 0) : groups;
  if (kept.length === 0) kept.push([]);
  return kept.map((slices, index) => ({ index, slices }));
}

/**
 * About 256 MiB each, a multiple of the cores so that none idles at the end, at most 4096; small inputs get no more
 * partitions than 2 MiB of text each are worth.
 *
 * @param textBytes size of the decompressed text, as far as known
 */
export function defaultPartitionCount(textBytes: number, cores: number): number {
  const rounds = Math.max(1, Math.ceil(textBytes / partitionBytes / cores));
  const worthwhile = Math.max(1, Math.floor(textBytes / smallestPartitionBytes));
  return Math.min(rounds * cores, worthwhile, maxDefaultPartitions);
}

function dataStartOf(file: InputFile): number {
  return file.compression === 'gzip' ? 0 : file.dataStart;
}

function weightOf(file: InputFile): number {
  return (file.bytes - dataStartOf(file)) * (file.compression === 'gzip' ? gzipExpansion : 1);
}

function placeCuts(
  files: readonly InputFile[],
  weights: readonly number[],
  share: number,
  count: number,
  delimiter: number,
  headerFieldCount: number,
): Cut[] {
  const cuts: Cut[] = [];
  let file = 0;
  let weightBefore = 0;
  let cutter: FileCutter | undefined;
  try {
    for (let index = 1; index < count; index++) {
      const wanted = index * share;
      while (file < files.length - 1 && weightBefore + (weights[file] ?? 0) <= wanted) {
        weightBefore += weights[file] ?? 0;
        file++;
        cutter?.close();
        cutter = undefined;
      }
      const current = files[file];
      if (current === undefined) break;
      const weight = weights[file] ?? 0;
      const into = wanted - weightBefore;
      if (into <= edgeShare * share) cuts.push({ file, at: dataStartOf(current) });
      else if (weight - into <= edgeShare * share) cuts.push({ file, at: current.bytes });
      else {
        cutter ??= openCutter(current, delimiter, headerFieldCount);
        const span = current.bytes - dataStartOf(current);
        cuts.push({ file, at: cutter.cutAt(dataStartOf(current) + Math.floor((into / weight) * span)) });
      }
    }
  } finally {
    cutter?.close();
  }
  return cuts;
}

/** Finds the place for a cut near a wanted one; asked for ascending places, it answers ascending ones. */
interface FileCutter {
  cutAt(wanted: number): number;
  close(): void;
}

function openCutter(file: InputFile, delimiter: number, headerFieldCount: number): FileCutter {
  return file.compression === 'gzip' ? gzipCutter(file) : plainCutter(file, delimiter, headerFieldCount);
}

function plainCutter(file: InputFile, delimiter: number, headerFieldCount: number): FileCutter {
  const open = openFile(file.path);
  let last = file.dataStart;
  /** No line ends before it since the last cut was wanted: a giant line is looked through once, not once a cut. */
  let barrenUntil = 0;
  return {
    cutAt: (wanted) => {
      // The first record start after the last cut's wanted place is known already: it is that cut.
      if (wanted <= last) return last;
      const from = Math.max(wanted, barrenUntil);
      const found = recordStartNear(open, from, delimiter, headerFieldCount);
      if (found === undefined) barrenUntil = Math.min(from + widestViewBytes - 1, file.bytes);
      else last = found;
      return last;
    },
    close: open.close,
  };
}

/** Undefined if no line ends within the widest view: then no cut is made, and one slice takes both sides of it. */
function recordStartNear(
  open: OpenFile,
  wanted: number,
  delimiter: number,
  headerFieldCount: number,
): number | undefined {
  let found: number | undefined;
  for (const byteCount of viewBytes) {
    if (found !== undefined && byteCount === widestViewBytes) break;
    const bytes = readBlock(open, wanted - 1, byteCount);
    const complete = wanted - 1 + bytes.length >= open.bytes;
    const start = findRecordStart({ bytes, complete }, delimiter, headerFieldCount);
    if (start !== undefined) found = wanted - 1 + start.at;
    if (complete || (start !== undefined && start.belief !== 'weak')) break;
  }
  return found;
}

/** Members are found when the first cut falls into the file: it costs a read of it. */
function gzipCutter(file: InputFile): FileCutter {
  const members = gzipMembers(file.path).filter((at) => at === 0 || file.bytes - at > endMarkerBytes);
  const edges = [...members, file.bytes];
  let next = 0;
  return {
    cutAt: (wanted) => {
      while (next < edges.length - 1 && (edges[next + 1] ?? 0) <= wanted) next++;
      const below = edges[next] ?? 0;
      const above = edges[next + 1] ?? file.bytes;
      return wanted - below <= above - wanted ? below : above;
    },
    close: () => undefined,
  };
}

/** The slices from each cut to the next, from the first file's start to the last one's end. */
function slicesBetween(files: readonly InputFile[], cuts: readonly Cut[]): Slice[][] {
  const groups: Slice[][] = [];
  let file = 0;
  let start = files[0] === undefined ? 0 : dataStartOf(files[0]);
  const end = { file: files.length - 1, at: files.at(-1)?.bytes ?? 0 };
  for (const cut of [...cuts, end]) {
    const slices: Slice[] = [];
    while (file <= cut.file) {
      const current = files[file];
      if (current === undefined) break;
      const stop = file < cut.file ? current.bytes : cut.at;
      if (stop > start) slices.push(sliceOf(current, file, start, stop));
      start = Math.max(start, stop);
      if (file === cut.file) break;
      file++;
      start = files[file] === undefined ? 0 : dataStartOf(files[file] as InputFile);
    }
    groups.push(slices);
  }
  return groups;
}

function sliceOf(file: InputFile, index: number, start: number, end: number): Slice {
  const certain = start === dataStartOf(file);
  const slice: Slice = { file: index, start, end, certain };
  if (certain && file.compression === 'gzip') slice.skip = file.dataStart;
  return slice;
}
