import { join } from 'node:path';
import { EnjambreError } from '../../errors.ts';
import type { DataFrame } from '../../frame/danfo.ts';
import { ATTEMPT_PARTIAL } from '../../run-dir/layout.ts';
import type { PartitionTotals, Task } from '../job.ts';
import type { AnyFrameJob, OwnSource } from './definition.ts';
import { jobFailure } from './failure.ts';
import { Chunk, type RowPlace } from './frame-chunk.ts';
import type { FrameDetails } from './frame-counts.ts';
import { HashedFile, RowFiles } from './frame-files.ts';
import { frameLine, isFrame, kindOf, refuseTooMuch } from './frame-lines.ts';
import { type FrameKit, frameKit } from './frame-tools.ts';
import { lineInRun } from './function-line.ts';
import type { FrameContext, OptionSpecs } from './interface.ts';
import { readSlices } from './partition.ts';
import { type Places, PlaceWanted, withPlaces } from './places.ts';
import { refusedBy } from './refused.ts';
import { readRows } from './rows.ts';

/** The worker's half of a frame job: gives the job one frame after another, and keeps what it returns. */
export async function processFrames(task: Task, source: OwnSource): Promise<PartitionTotals> {
  const definition = (await source.load(task.run, task.manifest)) as AnyFrameJob;
  const kit = await frameKit(task.manifest, task.partition.index);
  try {
    return await withPlaces(task, (places) => new FrameWorker(task, source, definition, kit, places).run());
  } catch (error) {
    return refusedBy(task, error, ['job-failed', 'frames-too-large']);
  }
}

class FrameWorker {
  private readonly task: Task;
  private readonly source: OwnSource;
  private readonly definition: AnyFrameJob;
  private readonly kit: FrameKit;
  private readonly places: Places;
  private readonly chunk: Chunk;
  private readonly files: RowFiles;
  private readonly kept: HashedFile;
  private readonly counters = new Map<string, number>();
  private chunks = 0;
  private rows = 0;
  /** Slice whose place the job asked for while it was not known. */
  private wantedSlice: number | null = null;

  constructor(task: Task, source: OwnSource, definition: AnyFrameJob, kit: FrameKit, places: Places) {
    this.task = task;
    this.source = source;
    this.definition = definition;
    this.kit = kit;
    this.places = places;
    this.chunk = new Chunk(task);
    this.files = new RowFiles(task.directory);
    this.kept = new HashedFile(join(task.directory, ATTEMPT_PARTIAL));
  }

  async run(): Promise<PartitionTotals> {
    try {
      const totals = await this.read();
      if (totals.refusal !== null) {
        this.abandon();
        return totals;
      }
      if (this.chunk.rowCount > 0) await this.give();
      if (this.rows !== totals.rows) throw new Error(`frames got ${this.rows} of ${totals.rows} rows`);
      const { output, written } = this.files.close();
      const { columns, examples } = this.chunk.counts;
      const details: FrameDetails = {
        columns,
        examples,
        counters: Object.fromEntries(this.counters),
        chunks: this.chunks,
        written,
      };
      return { ...totals, partial: this.kept.close(), output, details };
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  private read(): Promise<PartitionTotals> {
    const { task, chunk, places } = this;
    return readSlices(task, (slice, index) => {
      const onRow = () => (chunk.take(index) ? this.give() : undefined);
      return readRows(task, slice, { row: chunk.row, onRow, before: places.get(index) });
    });
  }

  private abandon(): void {
    this.kept.abandon();
    this.files.abandon();
  }

  /** Hands the rows that were gathered to the job as a frame, and keeps the frame that it returns. */
  private async give(): Promise<void> {
    const { chunk, kit, definition } = this;
    this.rows += chunk.rowCount;
    const [first, last] = [chunk.first, chunk.last] as [RowPlace, RowPlace];
    const frame = chunk.toFrame(kit.danfo);
    try {
      this.keep(await definition.frame(frame, this.context(first)));
    } catch (error) {
      this.fail(error, first, last);
    }
    if (this.wantedSlice !== null) throw new PlaceWanted(this.wantedSlice);
    chunk.forgetPlaces();
    this.chunks++;
  }

  private keep(returned: unknown): void {
    if (returned === undefined) return;
    if (!isFrame(returned, this.kit.danfo)) {
      throw new TypeError(`\`frame\` returned ${kindOf(returned)}, and must return a DataFrame or nothing`);
    }
    this.kept.write(frameLine(returned));
    refuseTooMuch(this.kept.bytes, `in partition ${this.task.partition.index}`);
  }

  private fail(error: unknown, first: RowPlace, last: RowPlace): never {
    if (this.wantedSlice !== null) throw new PlaceWanted(this.wantedSlice);
    if (error instanceof EnjambreError) throw error;
    const unknown = [first, last].find(({ before }) => before === null);
    if (unknown !== undefined) throw new PlaceWanted(unknown.slice);
    const { manifest, partition } = this.task;
    const line = lineInRun(this.task.run, this.definition.frame);
    const occasion = { file: this.source.file, fn: 'frame', partition: partition.index, line, manifest };
    throw jobFailure(error, { ...occasion, place: `rows from ${placeText(first)} to ${placeText(last, first.file)}` });
  }

  private context(first: RowPlace): FrameContext<OptionSpecs> {
    const ask = (value: (place: ReturnType<typeof known>) => number): number => {
      if (first.before !== null) return value(known(first));
      this.wantedSlice = first.slice;
      return Number.NaN;
    };
    const firstRow = {
      file: first.file,
      get line() {
        return ask(({ line }) => line);
      },
      get byte() {
        return ask(({ byte }) => byte);
      },
    };
    const tools = {
      partition: this.task.partition.index,
      chunk: this.chunks,
      firstRow,
      write: (frame: DataFrame, name = 'rows') => this.write(frame, name),
      count: (name: string, n = 1) => this.count(name, n),
    };
    return { ...this.kit, ...tools };
  }

  private write(frame: DataFrame, name: string): void {
    if (!isFrame(frame, this.kit.danfo))
      throw new TypeError(`context.write was given ${kindOf(frame)}, not a DataFrame`);
    this.files.write(frame, name);
  }

  private count(name: string, n: number): void {
    if (!Number.isFinite(n))
      throw new TypeError(`context.count(${JSON.stringify(name)}, ${n}): it counts with numbers`);
    this.counters.set(name, (this.counters.get(name) ?? 0) + n);
  }
}

function known({ file, before, linesInto, bytesInto }: RowPlace): { file: string; line: number; byte: number } {
  return { file, line: (before?.lines ?? 0) + linesInto + 1, byte: (before?.bytes ?? 0) + bytesInto };
}

function placeText(place: RowPlace, fileSaid?: string): string {
  const { file, line, byte } = known(place);
  return `${file === fileSaid ? '' : `${file} `}line ${line}, byte ${byte}`;
}
