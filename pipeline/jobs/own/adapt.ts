import type { Manifest } from '../../run-dir/manifest.ts';
import type { Job } from '../job.ts';
import type { OwnDefinition } from './definition.ts';
import { foldJob } from './fold.ts';
import { guarded } from './foreign.ts';
import { frameJob } from './frame.ts';

/** A job's definition, as the adapters to `Job` get it. */
export interface OwnSource {
  name: string;
  /** How messages call the job's file. */
  file: string;
  kind: 'fold' | 'frame';
  /** Known while a run is planned; null for a run that is there already. */
  definition: OwnDefinition | null;
  /** Gives the definition where partitions are processed and combined. */
  load(run: string, manifest: Manifest): Promise<OwnDefinition>;
}

/** A person's job as the driver sees it. */
export function adaptJob(source: OwnSource): Job {
  const job = source.kind === 'fold' ? foldJob(source) : frameJob(source);
  const combine: Job['combine'] = (...run) =>
    guarded({ file: source.file, doing: 'combining results' }, () => job.combine(...run));
  return { ...job, combine };
}
