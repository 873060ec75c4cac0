import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { EnjambreError } from '../errors.ts';
import { readEvents } from '../run-dir/events.ts';
import { paths } from '../run-dir/layout.ts';
import { readManifest } from '../run-dir/read-manifest.ts';
import { isJobsFault } from './endings.ts';

export interface RunSummary {
  id: string;
  directory: string;
  job: string;
  /** Names of the input files, or how many they are. */
  input: string;
  createdAt: string;
  /** `refused`: the input breaks the run's rules, and `failed`: the job itself fails, so that resuming would end the same; `unreadable`: no manifest of this version. */
  state: 'finished' | 'unfinished' | 'refused' | 'failed' | 'unreadable';
  /** Partitions that have a chosen attempt, of all. */
  done: number;
  partitions: number;
  /** Null before the run is finished. */
  rows: number | null;
}

const namesShown = 3;

/** The runs in a folder, oldest first. */
export function listRuns(root: string): RunSummary[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .map((name) => join(root, name))
    .filter((directory) => existsSync(paths.manifest(directory)))
    .map(summarizeIfReadable)
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}

function summarizeIfReadable(directory: string): RunSummary {
  try {
    return summarize(directory);
  } catch (error) {
    if (!(error instanceof EnjambreError)) throw error;
    const id = basename(directory);
    const unknown = { job: '', input: '', createdAt: '', done: 0, partitions: 0, rows: null };
    return { id, directory, ...unknown, state: 'unreadable' };
  }
}

function summarize(directory: string): RunSummary {
  const { run, job, createdAt, input, partitions } = readManifest(directory);
  const events = readEvents(directory);
  const lastEvent = events.at(-1);
  const finished = events.findLast((event) => event.type === 'finished');
  const isFinished = existsSync(paths.result(directory));
  const chosen = existsSync(paths.partials(directory)) ? readdirSync(paths.partials(directory)) : [];
  return {
    id: run,
    directory,
    job,
    input:
      input.files.length > namesShown ? `${input.files.length} files` : input.files.map(({ name }) => name).join(' '),
    createdAt,
    state: isFinished ? 'finished' : lastEvent?.type === 'refused' ? refusedState(lastEvent.code) : 'unfinished',
    done: chosen.filter((name) => name.endsWith('.json')).length,
    partitions: partitions.length,
    rows: isFinished && finished?.type === 'finished' ? finished.rows : null,
  };
}

function refusedState(code: string | undefined): 'refused' | 'failed' {
  return isJobsFault(code) ? 'failed' : 'refused';
}

/**
 * The directory of a run that is named by its path, or by its id under `runs/`.
 *
 * @throws EnjambreError `no-run`, naming the newest runs there are
 */
export function findRun(name: string): string {
  for (const directory of [resolve(name), resolve('runs', name)]) {
    if (existsSync(paths.manifest(directory))) return directory;
  }
  const newest = listRuns('runs')
    .slice(-3)
    .map(({ directory }) => basename(directory));
  throw new EnjambreError(`There is no run ${JSON.stringify(name)}`, {
    code: 'no-run',
    exitCode: 2,
    next: newest.length === 0 ? 'enjambre run describe FILE' : `enjambre runs; the newest are ${newest.join(', ')}`,
  });
}
