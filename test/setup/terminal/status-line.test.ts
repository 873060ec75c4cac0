import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { canRedraw, StatusLine } from '../../../setup/terminal/status-line.ts';

const test = suite('one line is drawn over where that is possible');

function screen(columns = 40) {
  const written: string[] = [];
  return { written, write: (text: string) => written.push(text), isTTY: true, columns };
}

test('only a terminal without NO_COLOR, CI or TERM=dumb is drawn on', () => {
  const terminal = screen();
  assert.ok(canRedraw(terminal, { TERM: 'xterm' }));
  assert.ok(canRedraw(terminal, { TERM: 'xterm', NO_COLOR: '', CI: 'false' }));
  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }, { CI: 'true' }, { CI: '1' }]) {
    assert.not(canRedraw(terminal, { TERM: 'xterm', ...env }), JSON.stringify(env));
  }
  assert.not(canRedraw({ ...terminal, isTTY: false }, { TERM: 'xterm' }));
});

test('a line that stays replaces the one that is drawn, and the last one is wiped', () => {
  const terminal = screen();
  const line = new StatusLine(terminal, true);
  line.draw('10 %');
  line.add('Partition 3 failed.');
  line.draw('20 %');
  line.clear();
  line.clear();
  assert.is(terminal.written.join(''), '\r10 %\u001b[K\r\u001b[KPartition 3 failed.\n\r20 %\u001b[K\r\u001b[K');
});

test('a drawn line is shorter than the terminal, so that it never wraps', () => {
  const terminal = screen(24);
  new StatusLine(terminal, true).draw('x'.repeat(100));
  assert.is(terminal.written[0], `\r${'x'.repeat(22)}…\u001b[K`);
});

test('without a terminal nothing is drawn, and what stays has no escape codes', () => {
  const file = screen();
  const line = new StatusLine(file, false);
  line.draw('10 %');
  line.add('done');
  line.clear();
  assert.equal(file.written, ['done\n']);
});

test.run();
