import { usageError } from '../../pipeline/errors.ts';
import { countReplica, mergeReplicas } from '../../pipeline/jobs/words/replicas.ts';
import { given } from '../arguments.ts';
import { print, say } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { counted, countText } from '../terminal/units.ts';
import { shortPath } from './naming.ts';
import { replicaNumber, type WordsFlags } from './words.ts';

/** Who this process is, as the environment says it. */
export interface ReplicaEnvironment {
  id: string | undefined;
  count: string | undefined;
}

/**
 * `enjambre run words FILE… --assign md5` as one replica of a service: counts this replica's files, and merges the results of all
 * when it is the last.
 */
export async function runReplica(
  inputs: string[],
  { id, count }: ReplicaEnvironment,
  flags: WordsFlags,
): Promise<void> {
  const { out, hash, encoding, json = false } = flags;
  if (out === undefined) {
    throw usageError('The replicas need a folder that all of them see', 'add --out FOLDER, the same for each of them');
  }
  refuseUnused(flags);
  const replicaId = replicaNumber('REPLICA_ID', id);
  const replicaCount = replicaNumber('REPLICA_COUNT', count);
  const request = { inputs, replicaId, replicaCount, out };
  const own = await countReplica({ ...request, ...given({ hash, encoding }) });
  for (const sentence of own.detected) say(printable(sentence));
  say(
    `Replica ${replicaId} of ${replicaCount}: ${countText(own.fileCount)} of ${counted(own.files.length, 'file')}, ` +
      `${counted(own.words, 'word')}, ${counted(own.letters, 'letter')}.`,
    `Result: ${shortPath(own.path)}`,
  );
  const merged = mergeReplicas(out, own, replicaCount);
  if (json) print([JSON.stringify({ replica: replicaId, result: own.path, merged: merged.done ? merged.path : null })]);
  if (!merged.done)
    return say(`Waiting for ${counted(merged.missing.length, 'replica')}: ${merged.missing.join(', ')}.`);
  say(
    `All replicas are done: ${counted(merged.fileCount, 'file')}, ${counted(merged.words, 'word')}, ` +
      `${counted(merged.letters, 'letter')}.`,
    `Result: ${shortPath(merged.path)}`,
  );
}

/** @throws EnjambreError `usage` for an option that one replica's counts cannot follow. */
function refuseUnused({ top, stopWords, partitions, lang, report }: WordsFlags): void {
  const options = { '--top': top, '--stop-words': stopWords, '--partitions': partitions, '--lang': lang };
  const typed = Object.entries(options).find(([, value]) => value !== undefined)?.[0];
  const option = typed ?? (report === false ? '--no-report' : undefined);
  if (option === undefined) return;
  throw usageError(
    `A replica has no use for ${option}: it counts words and letters of its files, as many as REPLICA_COUNT says`,
    `leave ${option} out, or unset REPLICA_ID for a run of its own`,
  );
}
