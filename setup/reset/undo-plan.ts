import type { Change, JournalEntry } from '../apply/journal.ts';
import type { Facts, FileFact } from '../facts/facts.ts';
import type { Command } from '../plan/command.ts';
import { undoFile } from './undo-file.ts';
import { undoPackages } from './undo-packages.ts';

/** Names what a reset does in the journal, as a step's id names what the step does. */
export const RESET = 'reset';

/** What takes one or more changes back. */
export interface Undo {
  /** Of the journal: they are marked as undone after it. */
  entries: readonly JournalEntry[];
  /** Null where all is as it was already. */
  command: Command | null;
}

export interface UndoPlan {
  undos: readonly Undo[];
  /** What stays, each with its reason. */
  stays: readonly string[];
}

/**
 * What takes back all that the journal of a node tells, newest first. Pure. What people have changed since is left to them, and
 * told.
 */
export function planUndo(facts: Facts, { keepPackages }: { keepPackages: boolean }): UndoPlan {
  // What a reset that was interrupted has done itself is nothing to take back.
  const entries = facts.journal.filter(({ state, step }) => state !== 'undone' && step !== RESET);
  const undos: Undo[] = [];
  const stays: string[] = [];
  for (const entry of [...entries].reverse()) {
    const { change } = entry;
    if (change.kind === 'file') {
      const edits = entries.filter((other) => isEditOf(other, change.path));
      // All edits of a file are taken back at once, where the first one stands.
      if (edits[0] !== entry) continue;
      const { command, stays: why } = undoFile(edits.map(fileChange), currentOf(facts, change.path), facts.backups);
      if (why !== undefined) stays.push(why);
      undos.push({ entries: edits, command });
    } else if (change.kind === 'packages' && keepPackages) {
      stays.push(`packages that set-up has installed: ${change.packages.join(', ')}`);
      undos.push({ entries: [entry], command: null });
    } else undos.push({ entries: [entry], command: undoOther(change, facts) });
  }
  return { undos, stays };
}

function undoOther(change: Exclude<Change, { kind: 'file' }>, facts: Facts): Command | null {
  switch (change.kind) {
    case 'directory':
      return {
        kind: 'run',
        sentence: `Remove ${change.path} if nothing is in it`,
        argv: ['rmdir', '--ignore-fail-on-non-empty', change.path],
        undo: null,
      };
    case 'packages':
      return undoPackages(change.packages);
    case 'run':
      return { kind: 'run', ...change.undo, undo: null };
    case 'docker':
      return isGone(change.undo.call, facts) ? null : { kind: 'docker', ...change.undo, undo: null };
  }
}

/** Whether a call has nothing left to act on. */
function isGone(call: (Change & { kind: 'docker' })['undo']['call'], { docker, swarmNodes }: Facts): boolean {
  if (docker === null || docker.swarm.state === 'inactive') return true;
  return call.name === 'label-node' && !(swarmNodes ?? []).some(({ id }) => id === call.nodeId);
}

function isEditOf({ change }: JournalEntry, path: string): boolean {
  return change.kind === 'file' && change.path === path;
}

function fileChange({ change }: JournalEntry): Change & { kind: 'file' } {
  if (change.kind !== 'file') throw new Error(`A change of kind ${change.kind} is no edit of a file.`);
  return change;
}

function currentOf({ files }: Facts, path: string): FileFact {
  return files[path] ?? { exists: false };
}
