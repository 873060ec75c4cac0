import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dockerDropIn, retryService, retryTimer } from '../../../setup/config-files/unit-files.ts';
import { mountUnit } from '../../../setup/facts/units.ts';

const test = suite('unit files name the mount as systemd does');

/** From `systemd-escape --path --suffix=mount PATH` of systemd 257. */
const names: Record<string, string> = {
  '/mnt/shared': 'mnt-shared.mount',
  '/mnt/shared/': 'mnt-shared.mount',
  '/mnt//x': 'mnt-x.mount',
  '/mnt/a b': 'mnt-a\\x20b.mount',
  '/mnt/c#d': 'mnt-c\\x23d.mount',
  '/mnt/ñ': 'mnt-\\xc3\\xb1.mount',
  '/.a/b': '\\x2ea-b.mount',
  '/mnt/.a': 'mnt-.a.mount',
  '/mnt/a-b': 'mnt-a\\x2db.mount',
  '/a:b_c.d': 'a:b_c.d.mount',
  '/mnt/q"q': 'mnt-q\\x22q.mount',
  '/mnt/v%w': 'mnt-v\\x25w.mount',
  '/': '-.mount',
};

for (const [path, name] of Object.entries(names)) {
  test(`${path} is ${name}`, () => {
    assert.is(mountUnit(path), name);
  });
}

test('Docker waits for the mount, and starts without it', () => {
  assert.match(dockerDropIn('/mnt/a b'), '\n[Unit]\nAfter=mnt-a\\x20b.mount\nWants=mnt-a\\x20b.mount\n');
  assert.not.match(dockerDropIn('/mnt/a b'), /^(Requires|BindsTo)/m);
});

test('in a command line the backslash of a name is doubled, as systemd takes it off again', () => {
  assert.match(retryService('/mnt/a b'), '\nExecStart=systemctl start mnt-a\\\\x20b.mount\n');
});

test('nothing makes systemd itself look at the share, which may not answer', () => {
  assert.not.match(
    `${retryService('/mnt/shared')}${retryTimer()}`,
    /Condition|Assert|RequiresMountsFor|WorkingDirectory/,
  );
});

test.run();
