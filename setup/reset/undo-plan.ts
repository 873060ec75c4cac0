import type { Change, JournalEntry } from '../apply/journal.ts';
import { ConfigFileError } from '../config-files/config-file-error.ts';
import { toBytes } from '../config-files/octal.ts';
import type { Facts, FileFact } from '../facts/facts.ts';
import { SENTINEL } from '../facts/files.ts';
import type { Command } from '../plan/command.ts';
import { undoFile } from './undo-file.ts';
import { undoPackages } from './undo-packages.ts';

/** Names what a reset does in the journal, as a step's id names what the step does. */
export const RESET = 'reset';

const DOCKER_PACKAGES = ['docker.io', 'docker-ce'];

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
      const { command, stays: why } = undoEdits(edits, change.path, facts);
      if (why !== undefined) stays.push(why);
      undos.push({ entries: edits, command });
    } else if (change.kind === 'packages' && keepPackages) {
      // Their entry stays too: another reset may take them.
      stays.push(`packages that set-up has installed: ${change.packages.join(', ')}`);
    } else {
      if (change.kind === 'docker' && isMute(facts)) {
        stays.push(`Docker does not answer, so nobody can "${change.undo.sentence}"`);
      }
      const command = undoOther(change, facts);
      // A node that joined again, as after a run that was killed, leaves once.
      const isTwice = isLeave(command) && undos.some((later) => isLeave(later.command));
      undos.push({ entries: [entry], command: isTwice ? null : command });
    }
  }
  return { undos, stays };
}

function undoEdits(edits: readonly JournalEntry[], path: string, facts: Facts): ReturnType<typeof undoFile> {
  const isHalfRestored = facts.journal.some(
    (entry) => entry.step === RESET && entry.state === 'begun' && isEditOf(entry, path),
  );
  const current = facts.files[path] ?? sentinelOnShare(path, facts);
  if (current === undefined) return { command: null, stays: `${path}: it is no part of the inventory any more` };
  try {
    return undoFile(edits.map(fileChange), { current, backups: facts.backups, isHalfRestored });
  } catch (error) {
    // What somebody has broken since is theirs to mend: all else can be taken back.
    if (error instanceof ConfigFileError) return { command: null, stays: `${path}: ${error.message}` };
    throw error;
  }
}

/** The sentinel of a share that was there before set-up: it is read with a time limit, apart from other files. */
function sentinelOnShare(path: string, { share, directories }: Facts): FileFact | undefined {
  const isOnShare = Object.keys(directories).some((folder) => path === `${folder}/${SENTINEL}`);
  if (share.mounted === null || !isOnShare) return undefined;
  return { exists: true, text: toBytes(share.mounted), mode: '644', user: 0, group: 0 };
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

/** Whether Docker runs and gives no answer, though there is something that it must undo: it may only be busy. */
export function isDockerSilent({ docker, units, journal }: Facts): boolean {
  const isNeeded = journal.some(
    ({ change, state, step }) => change.kind === 'docker' && state !== 'undone' && step !== RESET,
  );
  return docker === null && units['docker.service']?.active === 'active' && isNeeded;
}

/** Whether Docker is there and does not answer. */
function isMute({ docker, packages }: Facts): boolean {
  return docker === null && DOCKER_PACKAGES.some((name) => packages.installed[name] !== undefined);
}

function isLeave(command: Command | null): boolean {
  return command?.kind === 'docker' && command.call.name === 'swarm-leave';
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
