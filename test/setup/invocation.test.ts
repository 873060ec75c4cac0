import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Invocation, nearPath, ownName, shellWord, typeable } from '../../setup/invocation.ts';

const test = suite('commands are shown as they must be typed here');

const invocation = (script: string): Invocation => ({
  argv: ['/usr/bin/node', script],
  cwd: '/home/ana/lab',
});

test('the name is that of the installed command, or what runs the file', () => {
  assert.is(ownName(invocation('/usr/local/bin/enjambre')), 'enjambre');
  assert.is(ownName(invocation('/home/ana/.npm/_npx/1/node_modules/.bin/enjambre')), 'npx enjambre');
  assert.is(ownName(invocation('/home/ana/lab/dist/enjambre.js')), 'node dist/enjambre.js');
  assert.is(ownName(invocation('/home/ana/lab/setup/main.ts')), 'deno run -A setup/main.ts');
  assert.is(ownName(invocation('/opt/my tools/enjambre.js')), "node '/opt/my tools/enjambre.js'");
});

test('only commands are rewritten, and paths lose the current folder', () => {
  const here = invocation('/home/ana/lab/dist/enjambre.js');
  assert.is(
    typeable('ls "/home/ana/lab/x"; then: enjambre resume /home/ana/lab/runs/1', here),
    'ls "x"; then: node dist/enjambre.js resume runs/1',
  );
  assert.is(
    typeable('give it to those who gave you enjambre as a file', here),
    'give it to those who gave you enjambre as a file',
  );
});

test('commands on a lab name the inventory that was named, those that do and others stay', () => {
  const advice =
    'enjambre trust worker1 --replace, or enjambre apply --inventory lab.json; then enjambre explain exports';
  const on = (...words: string[]) =>
    typeable(advice, { argv: ['/usr/bin/node', '/usr/local/bin/enjambre', ...words], cwd: '/home/ana' });
  assert.is(on('status'), advice);
  for (const words of [['--inventory', '/srv/my lab.json'], ['--inventory=/srv/my lab.json']]) {
    assert.is(on('status', ...words), advice.replace('trust', "trust --inventory '/srv/my lab.json'"));
  }
});

test('a path below the current folder is shown without it', () => {
  assert.is(nearPath('/home/ana/lab/runs/1', '/home/ana/lab'), 'runs/1');
  assert.is(nearPath('/home/ana/other', '/home/ana/lab'), '/home/ana/other');
  assert.is(nearPath('/home/ana/lab', '/home/ana/lab'), '/home/ana/lab');
});

test('words are quoted where a shell needs it', () => {
  assert.equal(['data.csv', 'a b', "it's", '', '$HOME', 'año'].map(shellWord), [
    'data.csv',
    "'a b'",
    "'it'\\''s'",
    "''",
    "'$HOME'",
    "'año'",
  ]);
});

test.run();
