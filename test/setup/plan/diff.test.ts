import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { diffLines, fileDiff } from '../../../setup/plan/diff.ts';

const test = suite('the change of a file is shown line by line');

const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

test('lines that change stand between three that stay', () => {
  const before = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';
  assert.equal(diffLines(before, before.replace('5', 'five\nmore')), [
    '@@ -2,7 +2,8 @@',
    ' 2',
    ' 3',
    ' 4',
    '-5',
    '+five',
    '+more',
    ' 6',
    ' 7',
    ' 8',
  ]);
});

test('a new file, one that goes, and one that stays', () => {
  assert.equal(diffLines(null, 'a\nb\n'), ['@@ -0,0 +1,2 @@', '+a', '+b']);
  assert.equal(diffLines('a\n', null), ['@@ -1 +0,0 @@', '-a']);
  assert.equal(diffLines('a\n', 'a\n'), []);
  assert.equal(diffLines(null, ''), ['(an empty file)']);
  assert.equal(
    [fileDiff(null, 'a').kind, fileDiff('a', null).kind, fileDiff('a', 'a').kind, fileDiff('a', 'b').kind],
    ['new', 'removed', 'same', 'changed'],
  );
});

test('a last line without its end is told', () => {
  assert.equal(diffLines('a\nb', 'a\nb\n'), ['@@ -1,2 +1,2 @@', ' a', '-b', '\\ No newline at end of file', '+b']);
  assert.equal(diffLines('a\n', 'a'), ['@@ -1 +1 @@', '-a', '+a', '\\ No newline at end of file']);
});

test('bytes are shown as UTF-8 where they are, else as escapes, and none moves the cursor', () => {
  assert.equal(diffLines(null, latin1('# año\t→\n')).slice(1), ['+# año\t→']);
  assert.equal(diffLines(null, '# a\xf1o\n').slice(1), ['+# a\\xf1o']);
  assert.equal(diffLines('a\n', 'a\r\n').slice(1), ['-a', '+a\\r']);
  assert.equal(diffLines(null, '\x1b[2J\x00\n').slice(1), ['+\\x1b[2J\\x00']);
  assert.equal(diffLines(null, latin1('a\u202eb\n')).slice(1), ['+a\\u202eb']);
});

test('as data, it counts lines and says where they are', () => {
  assert.equal(fileDiff('a\nb\n', 'a\nc'), {
    kind: 'changed',
    added: 1,
    removed: 1,
    hunks: [
      {
        before: { start: 1, count: 2 },
        after: { start: 1, count: 2 },
        lines: [
          { change: 'kept', text: 'a', unended: false },
          { change: 'removed', text: 'b', unended: false },
          { change: 'added', text: 'c', unended: true },
        ],
      },
    ],
  });
});

test('lines that stay and go make the old text, those that stay and come the new one', () => {
  const line = fc.constantFrom('', 'a', 'b', '-', '+', '\\ No newline at end of file', '@@ -1 +1 @@');
  const text = fc
    .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
    .map(([lines, ended]) => lines.join('\n') + (ended ? '\n' : ''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const shown = fileDiff(before, after).hunks.flatMap(({ lines }) => lines);
      const without = (change: string) =>
        shown
          .filter((one) => one.change !== change)
          .map(({ text: words, unended }) => (unended ? words : `${words}\n`));
      // What is far from any change is not shown; what is shown is there, in order.
      assert.ok(contains(before, without('added')), JSON.stringify({ before, after, shown }));
      assert.ok(contains(after, without('removed')), JSON.stringify({ before, after, shown }));
    }),
  );
});

/** Whether pieces occur in a text one after the other. */
function contains(text: string, pieces: readonly string[]): boolean {
  let from = 0;
  for (const piece of pieces) {
    const found = text.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return true;
}

test.run();
