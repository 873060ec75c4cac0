import type { DockerCall } from '../plan/command.ts';

/** Where a node keeps what set-up did there. */
export const STATE_FOLDER = '/var/lib/enjambre';
export const JOURNAL = `${STATE_FOLDER}/journal.jsonl`;
export const BACKUPS = `${STATE_FOLDER}/backups`;

/** One change to a node: what it was, so that it can be taken back. */
export interface JournalEntry {
  id: string;
  /** By the clock of the machine that `enjambre` ran on, ISO 8601. */
  at: string;
  /** `user@host` that ran it. */
  by: string;
  version: string;
  step: string;
  sentence: string;
  change: Change;
  /** `begun` without `done`: it was interrupted. `undone`: a reset has taken it back. */
  state: 'begun' | 'done' | 'undone';
}

export type Change =
  | {
      kind: 'file';
      path: string;
      /** Path of the copy of what was there; null: nothing was. */
      backup: string | null;
      /** SHA-256 in hex of what was there, and of what was written; null: no file. */
      before: string | null;
      after: string | null;
      ours: 'block' | 'keys' | 'whole';
      activate: readonly (readonly string[])[];
    }
  | { kind: 'directory'; path: string }
  /** Those that were not installed before: also what came along. */
  | { kind: 'packages'; packages: readonly string[] }
  | { kind: 'run'; undo: { sentence: string; argv: readonly string[] } }
  | { kind: 'docker'; undo: { sentence: string; call: DockerCall } };

const CHANGES: readonly string[] = ['file', 'directory', 'packages', 'run', 'docker'] satisfies Change['kind'][];

const STATES: readonly string[] = ['begun', 'done', 'undone'] satisfies JournalEntry['state'][];

/** An entry as a line of the journal, without its end: ASCII alone, so that it passes through any shell as it is. */
export function journalLine(entry: JournalEntry): string {
  return JSON.stringify(entry).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Entries of a journal, each in its latest state, in the order in which they were begun. Lines torn by a power cut are left out. */
export function parseJournal(text: string): JournalEntry[] {
  const entries = new Map<string, JournalEntry>();
  for (const line of text.split('\n')) {
    const entry = entryOf(line);
    if (entry !== undefined) entries.set(entry.id, entry);
  }
  return [...entries.values()];
}

/** Changes that were interrupted: they may have been made, in part or not at all. */
export function unfinished(entries: readonly JournalEntry[]): JournalEntry[] {
  return entries.filter(({ state }) => state === 'begun');
}

function entryOf(line: string): JournalEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return isEntry(value) ? value : undefined;
}

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { id, state, change } = value as Partial<Record<keyof JournalEntry, unknown>>;
  if (typeof id !== 'string' || !STATES.includes(String(state))) return false;
  return typeof change === 'object' && change !== null && 'kind' in change && CHANGES.includes(String(change.kind));
}
