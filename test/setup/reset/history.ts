import { createHash } from 'node:crypto';
import type { Change, JournalEntry } from '../../../setup/apply/journal.ts';
import { withBlock } from '../../../setup/config-files/managed-block.ts';
import type { Facts, FileFact } from '../../../setup/facts/facts.ts';
import { bareFacts, inventory } from '../steps/defaults.ts';

export const FSTAB = '/etc/fstab';

type FileChange = Change & { kind: 'file' };

/** What happened on a node: edits and other changes in their order, with the copies and the journal that they leave. */
export class History {
  readonly files: Record<string, FileFact> = {};
  readonly backups: Record<string, FileFact> = {};
  readonly journal: JournalEntry[] = [];

  constructor(files: Record<string, string | null> = {}) {
    for (const [path, text] of Object.entries(files)) this.files[path] = fileOf(text);
  }

  /** Set-up writes a file. */
  edit(
    path: string,
    after: string | null,
    details: Partial<FileChange> & Partial<Pick<JournalEntry, 'state' | 'step'>> = {},
  ): this {
    const { state = 'done', step = 'some-step', ...rest } = details;
    const before = this.text(path);
    const backup = before === null ? null : `/var/lib/enjambre/backups/${this.journal.length}`;
    if (backup !== null) this.backups[backup] = fileOf(before);
    const common = { kind: 'file', path, backup, before: sha256(before), after: sha256(after) } as const;
    this.change({ ...common, ours: 'block', activate: [['systemctl', 'daemon-reload']], ...rest }, { state, step });
    this.files[path] = fileOf(after);
    return this;
  }

  /** Set-up puts lines into its block. */
  block(path: string, lines: readonly string[]): this {
    return this.edit(path, withBlock(this.text(path), lines, path));
  }

  /** Somebody else writes it. */
  byHand(path: string, text: string | null): this {
    this.files[path] = fileOf(text);
    return this;
  }

  change(change: Change, details: Partial<JournalEntry> = {}): this {
    const id = String(this.journal.length + 1);
    const common = { id, at: '2026-11-21T10:00:00Z', by: 'ana@laptop', version: '0.1.0', step: 'some-step' };
    this.journal.push({ ...common, sentence: `Change ${id}`, state: 'done', ...details, change });
    return this;
  }

  text(path: string): string | null {
    const file = this.files[path];
    return file?.exists ? file.text : null;
  }

  facts(details: Partial<Facts> = {}): Facts {
    const [manager] = inventory.nodes;
    if (manager === undefined) throw new Error('The lab has a manager.');
    const { files, backups, journal } = this;
    return { ...bareFacts(manager), files, backups, journal, ...details };
  }
}

export function sha256(text: string | null): string | null {
  return text === null ? null : createHash('sha256').update(text, 'latin1').digest('hex');
}

function fileOf(text: string | null): FileFact {
  return text === null ? { exists: false } : { exists: true, text, mode: '644', user: 0, group: 0 };
}
