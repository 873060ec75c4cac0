import { createHash } from 'node:crypto';
import type { Change } from '../apply/journal.ts';
import { withoutOurKeys } from '../config-files/daemon-json.ts';
import { withoutBlock } from '../config-files/managed-block.ts';
import type { FileFact } from '../facts/facts.ts';
import type { Command } from '../plan/command.ts';

type Edit = Change & { kind: 'file' };

interface FileNow {
  current: FileFact;
  /** By path: the copies of old files. */
  backups: Readonly<Record<string, FileFact>>;
  /** A reset has begun to restore it, and did not come to its end: perhaps nothing took note of it. */
  isHalfRestored: boolean;
}

/**
 * What takes edits of one file back, oldest first, or why it stays as it is.
 *
 * @throws ConfigFileError if somebody has broken it since
 */
export function undoFile(
  edits: readonly Edit[],
  { current, backups, isHalfRestored }: FileNow,
): { command: Command | null; stays?: string } {
  const first = edits[0] as Edit;
  const last = edits.at(-1) as Edit;
  const { path } = first;
  const text = current.exists ? current.text : null;
  const now = sha256(text);
  if (now === first.before) {
    return { command: isHalfRestored ? restore(last, text, text, `Finish restoring ${path}`) : null };
  }
  const copy = first.backup === null ? undefined : backups[first.backup];
  const original = copy?.exists ? copy.text : null;
  if (sha256(original) !== first.before) {
    return { command: null, stays: `${path}: its copy ${first.backup} is not what it was` };
  }
  // A change that was interrupted may not have come to its file.
  const untouched = edits.some(({ after }) => after === now) && (last.ours === 'whole' || isChain(edits));
  if (untouched) return { command: restore(last, text, original, `Restore ${path} as it was`) };
  if (text === null) return { command: null, stays: `${path}: somebody has removed it since` };
  const rest = withoutOurs(last, text, original);
  if (rest === text) return { command: null, stays: `${path}: somebody has edited it since` };
  return { command: restore(last, text, rest, `Take our part out of ${path}, which was edited since`) };
}

/** Whether each edit found what an earlier one had left: else somebody has edited the file between them. */
function isChain([first, ...others]: readonly Edit[]): boolean {
  const ours = new Set([first?.before, first?.after]);
  return others.every(({ before, after }) => ours.has(before) && ours.add(after));
}

/** What is left without our part; null for no file, where there was none before and nothing else has come into it. */
function withoutOurs({ path, ours }: Edit, text: string, original: string | null): string | null {
  if (ours === 'whole') return text;
  if (ours === 'keys') return withoutOurKeys(text, original);
  const rest = withoutBlock(text, path);
  return rest === '' && original === null ? null : rest;
}

function restore(
  { path, ours, activate }: Edit,
  before: string | null,
  after: string | null,
  sentence: string,
): Command {
  return {
    kind: 'write-file',
    sentence: after === null ? `Remove ${path}` : sentence,
    path,
    before,
    after,
    ours,
    activate,
  };
}

/** SHA-256 in hex of a file's bytes, one character each; null without a file. */
function sha256(text: string | null): string | null {
  return text === null ? null : createHash('sha256').update(text, 'latin1').digest('hex');
}
