import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { EnjambreError, usageError } from '../errors.ts';
import { wordsBelowCommonFolder } from '../input/common-folder.ts';
import type { HashKind } from '../input/identity.ts';
import { type InputInspection, inspectInput } from '../input/inspect.ts';
import type { Job } from '../jobs/job.ts';
import { findJob } from '../jobs/jobs.ts';
import type { LoadedJob } from '../jobs/own/load.ts';
import { runAgain } from '../run-dir/again.ts';
import { diskError } from '../run-dir/disk-error.ts';
import { writeDurably } from '../run-dir/durable.ts';
import { EventLog } from '../run-dir/events.ts';
import { paths } from '../run-dir/layout.ts';
import type { Dialect, Manifest } from '../run-dir/manifest.ts';
import { writeManifest } from '../run-dir/write-manifest.ts';
import { VERSION } from '../version.ts';

export interface PlanRequest {
  /** The name of a built-in job, or a job that a person brought. */
  job: string | LoadedJob;
  /** File names, folders, patterns. */
  inputs: string[];
  /** What the job was asked for; see its `resolve`. */
  options: unknown;
  /** Chosen from the input's size and the cores when left out. */
  partitions?: number;
  /** Workers that partitions are planned for. @default all cores */
  workers?: number;
  /** The run directory: new, or empty. @default runs/<run id> */
  out?: string;
  hash: HashKind;
  delimiter?: string;
  decimal?: string;
  encoding?: Dialect['encoding'];
  /** The command that starts such a run again, for messages; see `typedAgain`. */
  again?: string;
}

export interface PlannedRun {
  directory: string;
  manifest: Manifest;
  /** Sentences on what was found out about the input. */
  detected: string[];
}

/** Looks at the input, cuts it into partitions, and creates the run directory with its manifest. Copies nothing. */
export async function planRun(request: PlanRequest): Promise<PlannedRun> {
  const own = typeof request.job === 'string' ? undefined : request.job;
  const job = typeof request.job === 'string' ? findJob(request.job) : request.job.job;
  const inspection = await inspect(job, request);
  const options = await job.resolve(request.options, inspection);
  const { files, header, dialect, identity, detected, findings } = inspection;
  const found = findings.length === 0 ? {} : { findings };
  const words = wordsBelowCommonFolder(request.inputs);
  const input = { kind: job.input, words, files, header, dialect, ...found, identity };
  const cores = request.workers ?? availableParallelism();
  const partitions = await job.partition(input, options, request.partitions, cores);
  const createdAt = new Date();
  const run = runId(createdAt, job.name);
  const directory = resolve(request.out ?? join('runs', run));
  const manifest: Manifest = {
    format: 1,
    run,
    createdAt: createdAt.toISOString(),
    codeVersion: VERSION,
    ...(request.again === undefined ? {} : { again: request.again }),
    job: job.name,
    ...(own === undefined ? {} : { code: own.code }),
    options,
    jobIdentity: digest([job.name, job.format, options, dialect, own?.code.sha256]),
    input,
    partitions,
  };
  createRun(directory, manifest, own);
  return { directory, manifest, detected };
}

async function inspect(job: Job, request: PlanRequest): Promise<InputInspection> {
  const { inputs, hash, delimiter, decimal, encoding } = request;
  const reading = { hash, ...(encoding === undefined ? {} : { encoding }) };
  if (job.input === 'text') {
    const { inspectText } = await import('../input/inspect-text.ts');
    return inspectText(inputs, reading);
  }
  return inspectInput(inputs, {
    ...reading,
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(decimal === undefined ? {} : { decimal }),
  });
}

/** A job that a person brought: as it was given, and as JavaScript. */
export type OwnCode = Pick<LoadedJob, 'source' | 'javascript'>;

/**
 * The code of a run's own job, if it has one.
 *
 * @throws EnjambreError `job-changed`
 */
export function ownCodeOf(directory: string, manifest: Manifest): OwnCode | undefined {
  if (manifest.code === undefined) return undefined;
  const [source, javascript] = [paths.jobSource(directory), paths.jobCode(directory)];
  try {
    return { source: readFileSync(source, 'utf8'), javascript: readFileSync(javascript, 'utf8') };
  } catch (cause) {
    throw new EnjambreError(`The job of the run ${directory} cannot be read: ${(cause as Error).message}`, {
      code: 'job-changed',
      next: `start a new run: ${runAgain(manifest)}`,
      cause,
    });
  }
}

/** Creates a run directory with its manifest; the directory must be new or empty. */
export function createRun(directory: string, manifest: Manifest, own?: OwnCode): void {
  createDirectory(directory);
  try {
    if (own !== undefined) {
      writeDurably(paths.jobSource(directory), own.source);
      writeDurably(paths.jobCode(directory), own.javascript);
    }
    writeManifest(directory, manifest);
    const { files } = manifest.input;
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const log = new EventLog(directory);
    log.append({ at: Date.now(), type: 'planned', partitions: manifest.partitions.length, bytes, files: files.length });
    log.close();
  } catch (error) {
    throw diskError(directory, error) ?? error;
  }
}

/** Sortable by time, unique enough for two runs in one second: `20261121-101500-describe-3f9a`. */
function runId(at: Date, job: string): string {
  const [day = '', time = ''] = at.toISOString().split(/[T.]/);
  return `${day.replaceAll('-', '')}-${time.replaceAll(':', '')}-${job}-${randomBytes(2).toString('hex')}`;
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function createDirectory(directory: string): void {
  if (existsSync(paths.manifest(directory))) {
    throw usageError(`${directory} already holds a run`, `enjambre resume ${directory}, or choose another --out`);
  }
  try {
    makeDirectory(directory);
    if (readdirSync(directory).length > 0) throw usageError(`${directory} is not empty`, 'choose another --out');
  } catch (error) {
    if (error instanceof EnjambreError) throw error;
    throw new EnjambreError(`Cannot create the run directory ${directory}: ${(error as Error).message}`, {
      code: 'run-directory',
      next: 'choose another place with --out',
      cause: error,
    });
  }
}

/**
 * One level after another: Node's own recursion never returns where the system refuses with ENOENT, as below /proc. Looks at
 * no folder that it need not make, because a permission may cover the run alone.
 */
function makeDirectory(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path || existsSync(dirname(path))) throw error;
    makeDirectory(dirname(path));
    mkdirSync(path);
  }
}
