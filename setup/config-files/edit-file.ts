import type { JournalEntry } from '../apply/journal.ts';
import type { FileFact } from '../facts/facts.ts';
import type { Command, RunCommand, WriteFile } from '../plan/command.ts';

export interface FileEdit {
  path: string;
  /** As it is; undefined where it was not read: as absent. */
  file: FileFact | undefined;
  /** What shall be there, one character a byte; null: no file. */
  wanted: string | null;
  /** Verb and object: "Add the share to /etc/fstab". */
  sentence: string;
  ours: WriteFile['ours'];
  /** Makes the system take note. */
  activate: WriteFile['activate'];
  /** Of the node: an edit that was interrupted is made known to the system again. */
  journal: readonly JournalEntry[];
  mode?: string;
  check?: readonly string[];
}

/** What makes a file what it shall be: nothing, one write, or what makes the system take note of a write that was interrupted. */
export function editFile(edit: FileEdit): Command[] {
  const before = textOf(edit.file);
  if (before === edit.wanted)
    return isInterrupted(edit) ? edit.activate.map((argv) => activation(edit.path, argv)) : [];
  return [
    {
      kind: 'write-file',
      sentence: edit.sentence,
      path: edit.path,
      before,
      after: edit.wanted,
      ours: edit.ours,
      activate: edit.activate,
      ...(edit.mode === undefined ? {} : { mode: edit.mode }),
      ...(edit.check === undefined ? {} : { check: edit.check }),
    },
  ];
}

/** Bytes of a file, one character each; null where there is none. */
export function textOf(file: FileFact | undefined): string | null {
  return file?.exists ? file.text : null;
}

/** Whether the last write of this file that the journal knows of was begun and not ended. */
export function isInterrupted({ journal, path }: Pick<FileEdit, 'journal' | 'path'>): boolean {
  const latest = new Map<string, JournalEntry>();
  for (const entry of journal) {
    if (entry.change.kind === 'file' && entry.change.path === path) latest.set(entry.id, entry);
  }
  return [...latest.values()].at(-1)?.state === 'begun';
}

function activation(path: string, argv: readonly string[]): RunCommand {
  return {
    kind: 'run',
    sentence: `Make the system take note of ${path}: the last edit of it was interrupted`,
    argv,
    undo: null,
  };
}
