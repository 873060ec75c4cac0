import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { JournalEntry } from '../../../setup/apply/journal.ts';
import { editFile, type FileEdit } from '../../../setup/config-files/edit-file.ts';

const test = suite('an edit of a file is one write, or none, or the end of one that was interrupted');

const path = '/etc/fstab';
const file = { exists: true, text: 'a\n', mode: '600', user: 0, group: 0 } as const;
const activate = [['systemctl', 'daemon-reload']] as const;
const edit: FileEdit = { path, file, wanted: 'b\n', sentence: 'Edit it', ours: 'block', activate, journal: [] };

function entry(state: JournalEntry['state'], id = 'f1', changed = path): JournalEntry {
  const change = {
    kind: 'file',
    path: changed,
    backup: null,
    before: null,
    after: null,
    ours: 'block',
    activate,
  } as const;
  const who = { at: '2026-03-02T09:14:07.120Z', by: 'ana@desk', version: '0.1.0', step: 'share-mount', sentence: 'x' };
  return { id, ...who, change, state };
}

test('a file that is not what it shall be is written, with what it was', () => {
  const write = { kind: 'write-file', sentence: 'Edit it', path, before: 'a\n', after: 'b\n', ours: 'block', activate };
  assert.equal(editFile(edit), [write]);
  assert.equal(editFile({ ...edit, file: undefined, mode: '600', check: ['true'] }), [
    { ...write, before: null, mode: '600', check: ['true'] },
  ]);
  assert.equal(editFile({ ...edit, wanted: null }), [{ ...write, after: null }]);
});

test('a file that is what it shall be is left alone', () => {
  assert.equal(editFile({ ...edit, wanted: 'a\n' }), []);
  assert.equal(editFile({ ...edit, file: { exists: false }, wanted: null }), []);
  assert.equal(editFile({ ...edit, wanted: 'a\n', journal: [entry('done')] }), []);
});

test('the system is told again of a write that was interrupted, and of no other', () => {
  const right = { ...edit, wanted: 'a\n' };
  const [command, ...more] = editFile({ ...right, journal: [entry('begun')] });
  assert.equal(more, []);
  assert.equal(command?.kind === 'run' && [command.argv, command.undo], [activate[0], null]);
  assert.equal(editFile({ ...right, journal: [entry('begun', 'f1', '/etc/exports')] }), []);
  assert.equal(editFile({ ...right, journal: [entry('begun'), entry('done')] }), []);
  assert.equal(editFile({ ...right, journal: [entry('begun'), entry('done', 'f2')] }), []);
  assert.is(editFile({ ...right, journal: [entry('done'), entry('begun', 'f2')] }).length, 1);
});

test('a file that is not right is written again, interrupted or not', () => {
  assert.is(editFile({ ...edit, journal: [entry('begun')] })[0]?.kind, 'write-file');
});

test.run();
