import { usageError } from '../errors.ts';
import type { InputFile, Partition, Slice } from '../run-dir/manifest.ts';
import { gzipMembers } from './gzip.ts';
import type { OpenFile } from './open-file.ts';
import { openFile } from './open-file.ts';

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

/** Looked at around a cut, in turn, until the answer is sure; the widest only if nothing is found in the one before. */
export const widestViewBytes = 4 * mebibyte;
export const viewBytes: readonly number[] = [4 * kibibyte, 64 * kibibyte, 256 * kibibyte, widestViewBytes];

/** Finds the place for a cut near a wanted one; asked for ascending places, it answers ascending ones. */
export interface FileCutter {
  cutAt(wanted: number): number;
  close(): void;
}

export interface TilingRules {
  /** Chosen from size and cores if undefined. */
  partitionCount: number | undefined;
  cores: number;
  /** Most files that share a partition, about; of a count that is not asked for. */
  partitionFiles?: number;
  /** What opening a file costs, as bytes that are read in that time. */
  fileBytes: number;
  /** A file without data has a slice all the same. */
  sliceEmptyFiles: boolean;
  /** Where a plain file may be cut near a place: the next partition's first byte; undefined for nowhere within the widest view. */
  placeNear(open: OpenFile, wanted: number): number | undefined;
}

/** A place between two partitions: `[.., at)` of the file belongs to the partition before. */
interface Cut {
  file: number;
  at: number;
}

/**
 * Partitions that tile each file's data, `[dataStart, bytes)` of a plain file and `[0, bytes)` of a gzip file, with no gap and
 * no overlap. They follow each other in input order and are about equally large. Copies nothing, reads little.
 *
 * A gzip slice starts with a member; a file's first one has `skip`, the header. Many small files share a partition. Only when
 * a count is asked for can partitions be empty.
 *
 * @throws EnjambreError `usage` for a count out of range; errors of `openFile`.
 */
export function tile(files: readonly InputFile[], rules: TilingRules): Partition[] {
  const weights = files.map((file) => weightOf(file) + rules.fileBytes);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const leastCount = Math.ceil(files.length / (rules.partitionFiles ?? Number.POSITIVE_INFINITY));
  const count = rules.partitionCount ?? Math.max(leastCount, defaultPartitionCount(total, rules.cores));
  checkPartitionCount(count);
  const cuts = placeCuts(files, weights, total / count, count, rules);
  const groups = slicesBetween(files, cuts, rules.sliceEmptyFiles);
  const kept = rules.partitionCount === undefined ? groups.filter((slices) => slices.length > 0) : groups;
  if (kept.length === 0) kept.push([]);
  return kept.map((slices, index) => ({ index, slices }));
}

/** @throws EnjambreError `usage` */
export function checkPartitionCount(count: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= maxPartitions) return;
  throw usageError(`Cannot make ${count} partitions`, `--partitions takes a whole number from 1 to ${maxPartitions}`);
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
  { placeNear }: TilingRules,
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
        cutter ??= current.compression === 'gzip' ? gzipCutter(current) : plainCutter(current, placeNear);
        const span = current.bytes - dataStartOf(current);
        cuts.push({ file, at: cutter.cutAt(dataStartOf(current) + Math.floor((into / weight) * span)) });
      }
    }
  } finally {
    cutter?.close();
  }
  return cuts;
}

function plainCutter(file: InputFile, placeNear: TilingRules['placeNear']): FileCutter {
  const open = openFile(file.path);
  let last = file.dataStart;
  /** No cut can be made before it since the last one was wanted: a giant line is looked through once, not once a cut. */
  let barrenUntil = 0;
  return {
    cutAt: (wanted) => {
      // The first place after the last cut's wanted one is known already: it is that cut.
      if (wanted <= last) return last;
      const from = Math.max(wanted, barrenUntil);
      const found = placeNear(open, from);
      if (found === undefined) barrenUntil = Math.min(from + widestViewBytes - 1, file.bytes);
      else last = found;
      return last;
    },
    close: open.close,
  };
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
function slicesBetween(files: readonly InputFile[], cuts: readonly Cut[], sliceEmptyFiles: boolean): Slice[][] {
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
      // An empty file goes to the partition that leaves it behind.
      const isEmpty = dataStartOf(current) === current.bytes && (file < cut.file || cut === end);
      if (stop > start || (sliceEmptyFiles && isEmpty)) slices.push(sliceOf(current, file, start, stop));
      start = Math.max(start, stop);
      if (file === cut.file) break;
      file++;
      start = files[file] === undefined ? 0 : dataStartOf(files[file] as InputFile);
    }
    groups.push(slices);
  }
  return groups;
}

/** Part of a file, or all of it. */
export function sliceOf(file: InputFile, index: number, start = dataStartOf(file), end = file.bytes): Slice {
  const certain = start === dataStartOf(file);
  const slice: Slice = { file: index, start, end, certain };
  if (certain && file.compression === 'gzip') slice.skip = file.dataStart;
  return slice;
}

/** Bytes of the input that a partition has to read. */
export function bytesOf(partition: Partition): number {
  return partition.slices.reduce((sum, slice) => sum + Math.max(0, slice.end - slice.start), 0);
}
