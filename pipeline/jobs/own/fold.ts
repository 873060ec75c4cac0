import { columnIndex } from '../../csv/header.ts';
import { planPartitions } from '../../input/partitions.ts';
import { planTextPartitions } from '../../input/text-partitions.ts';
import type { Dialect, Manifest } from '../../run-dir/manifest.ts';
import { DESCRIBE_DEFAULTS } from '../describe/options.ts';
import type { ChosenPartial, Job, JobInput, PartitionTotals, Task } from '../job.ts';
import { contextOf, namedColumns, type OwnOptions } from './context.ts';
import type { AnyFold, OwnSource } from './definition.ts';
import { jobFailure, Thrown } from './failure.ts';
import { lineInRun } from './function-line.ts';
import type { Context, OptionSpecs } from './interface.ts';
import { readLines } from './lines.ts';
import { type GivenOptions, parseOptions } from './options.ts';
import { readPartition, readSlices } from './partition.ts';
import { type Places, withPlaces } from './places.ts';
import { plainOf } from './plain.ts';
import { refusedBy } from './refused.ts';
import { resultHead, resultTable, writeResult } from './result.ts';
import { calling, settled, something } from './returned.ts';
import { RowView } from './row.ts';
import { readState, stateBytes, writePartial } from './state.ts';

/** Version of how states are written. */
const FOLD_FORMAT = 1;

/** What a fold is asked for. */
export interface FoldRequest {
  /** The job's own options, as typed. */
  options: GivenOptions;
  /** @default the texts of `describe` */
  missing?: readonly string[];
}

/** A person's fold as a job. */
export function foldJob(source: OwnSource): Job {
  const fold = source.definition as AnyFold | null;
  return {
    name: source.name,
    format: FOLD_FORMAT,
    input: fold?.addBytes === undefined ? 'csv' : 'text',
    unit: 'row',
    resolve: (asked, input) => resolveFold(fold, asked as FoldRequest, input),
    partition: async ({ kind, files, dialect, header }, _, count, cores) =>
      kind === 'text'
        ? planTextPartitions(files, count, cores)
        : planPartitions(files, count, cores, dialect, header.length),
    process: (task) => withPlaces(task, (places) => processFold(source, task, places)),
    combine: (manifest, partials, run) => combineFold(source, manifest, partials, run),
    ledger: () => ({ columns: [], examples: [] }),
  };
}

function resolveFold(fold: AnyFold | null, { options: given, missing }: FoldRequest, input: JobInput): OwnOptions {
  if (fold === null) throw new Error('the options of a run are there already');
  const isText = fold.addBytes !== undefined;
  const options = parseOptions(fold.options, given, isText ? [] : input.header);
  const columns = isText ? [] : namedColumns(fold.columns, options);
  for (const column of columns ?? []) columnIndex(input.header, column);
  return { options, columns, missing: [...(missing ?? DESCRIBE_DEFAULTS.missing)] };
}

/** Reads a partition into a state, which becomes the partial. */
async function processFold(source: OwnSource, task: Task, places: Places): Promise<PartitionTotals> {
  const { manifest, partition, directory } = task;
  const fold = (await source.load(task.run, manifest)) as AnyFold;
  const reading = { encoding: manifest.input.dialect.encoding };
  const context = contextOf(manifest, partition.index, () => reading.encoding);
  try {
    const adding: Adding = { fold, context, reading, state: calling('empty', () => emptyState(fold, context)) };
    const fn = fold.addBytes === undefined ? 'add' : 'addBytes';
    const totals = await (fn === 'add' ? addRows(task, places, adding) : addLines(task, adding));
    if (totals.refusal !== null) return totals;
    const bytes = calling(totals.rows === 0 ? 'empty' : fn, () => stateBytes(adding.state));
    return { ...totals, partial: writePartial(directory, bytes) };
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    const { fn, place, thrown } = error;
    const line = lineInRun(task.run, fold[fn]);
    const occasion = { file: source.file, fn, partition: partition.index, place, line, manifest };
    return refusedBy(task, jobFailure(thrown, occasion));
  }
}

interface Adding {
  fold: AnyFold;
  context: Context<OptionSpecs>;
  /** How the file that is being read is written. */
  reading: { encoding: Dialect['encoding'] };
  state: unknown;
}

function addRows(task: Task, places: Places, adding: Adding): Promise<PartitionTotals> {
  const { manifest } = task;
  const { columns, missing } = manifest.options as OwnOptions;
  const { header, dialect } = manifest.input;
  const { fold, context } = adding;
  return readPartition(task, places, new RowView({ header, columns, missing, dialect }), (row) => {
    try {
      const returned = fold.add?.(adding.state, row, context);
      if (returned !== undefined && returned !== adding.state) adding.state = settled(returned);
    } catch (error) {
      throw new Thrown('add', error);
    }
  });
}

function addLines(task: Task, adding: Adding): Promise<PartitionTotals> {
  const { fold, context, reading } = adding;
  const { files, dialect } = task.manifest.input;
  return readSlices(task, (slice) => {
    reading.encoding = files[slice.file]?.encoding ?? dialect.encoding;
    return readLines(task, slice, (lines) => {
      try {
        const returned = fold.addBytes?.(adding.state, lines, context);
        if (returned !== undefined) adding.state = settled(returned);
      } catch (error) {
        throw new Thrown('addBytes', error);
      }
    });
  });
}

/** What `empty` gives, if it can be a state: else `add` would be blamed for it. */
function emptyState(fold: AnyFold, context: Context<OptionSpecs>): unknown {
  const state = something(fold.empty(context));
  stateBytes(state);
  return state;
}

/** Merges the partitions' states in their order, and writes the result. */
async function combineFold(
  source: OwnSource,
  manifest: Manifest,
  partials: readonly ChosenPartial[],
  run: string,
): Promise<void> {
  const fold = (await source.load(run, manifest)) as AnyFold;
  const context = contextOf(manifest, undefined);
  let place: string | undefined;
  try {
    let state: unknown;
    for (const [index, { path, partition }] of partials.entries()) {
      const next = readState(path);
      place = `partition ${partition} after those before it`;
      state = index === 0 ? next : calling('merge', () => something(fold.merge(state, next, context)));
    }
    place = undefined;
    const result = calling('result', () => plainOf(fold.result(state, context)));
    writeResult(run, { ...resultHead(manifest, partials), result }, resultTable(result));
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    const { fn, thrown } = error;
    throw jobFailure(thrown, { file: source.file, fn, place, line: lineInRun(run, fold[fn]), manifest });
  }
}
