import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type JournalEntry, journalLine, parseJournal, unfinished } from '../../../setup/apply/journal.ts';

const test = suite('the journal of a node tells what was begun and what is done');

const entry: JournalEntry = {
  id: 'a',
  at: '2026-11-21T19:02:10.000Z',
  by: 'ana@laptop',
  version: '0.1.0',
  step: 'exports',
  sentence: 'Export the share',
  change: { kind: 'directory', path: '/srv/nfs' },
  state: 'begun',
};

test('an entry is known by its latest state, in the order in which it was begun', () => {
  const lines = [entry, { ...entry, id: 'b' }, { ...entry, state: 'done' as const }].map(journalLine);
  const entries = parseJournal(`${lines.join('\n')}\n`);
  assert.equal(
    entries.map(({ id, state }) => `${id} ${state}`),
    ['a done', 'b begun'],
  );
  assert.equal(
    unfinished(entries).map(({ id }) => id),
    ['b'],
  );
});

test('any words come back from a line of ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (sentence) => {
      const line = journalLine({ ...entry, sentence });
      assert.match(line, /^[ -~]*$/);
      assert.equal(parseJournal(line), [{ ...entry, sentence }]);
    }),
  );
});

test('a journal that is cut anywhere keeps all of its whole lines, and what comes after it', () => {
  const first = `${journalLine(entry)}\n`;
  const second = `${journalLine({ ...entry, id: 'b' })}\n`;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: second.length - 2 }), (cut) => {
      const torn = `${first}${second.slice(0, cut)}`;
      assert.equal(parseJournal(torn), [entry]);
      assert.is(parseJournal(`${torn}\n${second}`).length, 2);
    }),
  );
});

test('lines that are no entries are left out', () => {
  const strange = [
    'null',
    '[]',
    '{}',
    '"a"',
    '{"id":"a","state":"begun"}',
    '{"id":"a","state":"odd","change":{"kind":"run"}}',
  ];
  const kind = journalLine({ ...entry, change: { kind: 'magic' } as never });
  assert.equal(parseJournal([...strange, kind, ''].join('\n')), []);
  assert.equal(parseJournal(''), []);
});

test.run();
