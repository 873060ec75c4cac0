import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ConfigFileError } from '../../../setup/config-files/config-file-error.ts';
import { editFstab, type FstabEntry, fstabLine, parseFstab, requireSafe } from '../../../setup/config-files/fstab.ts';
import { adoptFstab } from '../../../setup/config-files/fstab-adoption.ts';
import { withoutBlock } from '../../../setup/config-files/managed-block.ts';
import { utf8 } from '../../../setup/facts/raw-text.ts';
import { anyBytes, anyPath } from './bytes.ts';

const test = suite('fstab is edited so that a board boots, and a line by hand is respected');

const entry: FstabEntry = {
  source: '10.0.0.1:/srv/nfs/shared',
  target: '/mnt/shared',
  type: 'nfs4',
  options: ['rw', 'hard', 'nosuid', 'nodev', 'nofail', '_netdev', 'x-systemd.mount-timeout=3min'],
};
const line =
  '10.0.0.1:/srv/nfs/shared /mnt/shared nfs4 rw,hard,nosuid,nodev,nofail,_netdev,x-systemd.mount-timeout=3min 0 0';
const bind: FstabEntry = {
  source: '/srv/nfs/shared',
  target: '/mnt/shared',
  type: 'none',
  options: ['bind', 'nofail'],
};
const servers = ['manager', '10.0.0.1'];
const root = 'UUID=0b4f9f6e / ext4 errors=remount-ro 0 1\n';

function refusal(run: () => unknown): ConfigFileError {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigFileError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

test('the share gets a line in a block, and all else stays', () => {
  assert.is(fstabLine(entry), line);
  assert.is(
    editFstab(root, [entry]),
    `${root}# BEGIN enjambre (managed: edits inside are replaced)\n${line}\n# END enjambre\n`,
  );
});

test('only what both mount and systemd understand is escaped', () => {
  assert.is(
    fstabLine({ ...bind, source: '/srv/a b#c\\d\te(ñ', target: '/mnt/%"\'' }),
    `/srv/a\\040b#c\\134d\\011e(\xc3\xb1 /mnt/%"' none bind,nofail 0 0`,
  );
});

test('odd spacing, comments and other ends of lines are read', () => {
  const text =
    '# a comment\r\n\t/dev/sda1\t /mnt/a\\040b   ext4\tdefaults,noatime 0\t2\r\n\r\n//nas/x /mnt/x cifs\nbroken\n';
  assert.equal(parseFstab(text), [
    { line: 2, source: '/dev/sda1', target: '/mnt/a b', type: 'ext4', options: ['defaults', 'noatime'] },
    { line: 4, source: '//nas/x', target: '/mnt/x', type: 'cifs', options: ['defaults'] },
  ]);
});

for (const source of ['10.0.0.1:/srv/nfs/shared', 'manager:/srv/nfs/shared/']) {
  test(`a line by hand from ${source} is adopted, and told what it lacks`, () => {
    const adopted = adoptFstab(`${root}${source} /mnt/shared/ nfs defaults 0 0\n`, entry, servers);
    assert.ok(adopted.isAdopted);
    assert.equal(
      adopted.warnings.map((text) => /Line 2 of \/etc\/fstab lacks "(\w+)"/.exec(text)?.[1]),
      ['nosuid', 'nodev', 'nofail'],
    );
  });
}

test('a bind mount by hand is adopted', () => {
  const text = '/srv/nfs/shared /mnt/shared none defaults,bind,nofail 0 0\n';
  assert.equal(adoptFstab(text, bind, servers), { isAdopted: true, warnings: [] });
});

test('our own line is no line by hand', () => {
  assert.not(adoptFstab(editFstab(root, [entry]), entry, servers).isAdopted);
  assert.not(adoptFstab(null, entry, servers).isAdopted);
});

const conflicts: Record<string, string> = {
  'something else': '/dev/sdb1 /mnt/shared ext4 defaults 0 2',
  'another server': 'nas:/srv/nfs/shared /mnt/shared nfs defaults 0 0',
  'another directory': 'manager:/srv/nfs /mnt/shared nfs defaults 0 0',
  'data that may be lost': 'manager:/srv/nfs/shared /mnt/shared nfs soft,nofail 0 0',
  'nothing at boot': 'manager:/srv/nfs/shared /mnt/shared nfs noauto,nofail 0 0',
  'two things': 'manager:/srv/nfs/shared /mnt/shared nfs nofail 0 0\n/dev/sdb1 /mnt/shared ext4 defaults 0 2',
};

for (const [what, text] of Object.entries(conflicts)) {
  test(`a line by hand that mounts ${what} is a problem that names it`, () => {
    const { code, line: number, next } = refusal(() => adoptFstab(`${root}${text}\n`, entry, servers));
    assert.is(code, 'conflicting-line');
    assert.is(number, what === 'two things' ? 3 : 2);
    assert.match(next ?? '', /^change line \d of \/etc\/fstab/);
  });
}

test('an edit that could keep a board from booting is refused', () => {
  const good = editFstab(root, [entry]);
  const unsafe: [string | null, string | null, FstabEntry[]][] = [
    [root, editFstab('', [entry]), [entry]],
    [root, editFstab(root.replace('/ ', '/x '), [entry]), [entry]],
    [root, good?.slice(0, -1) ?? '', [entry]],
    [root, root, [entry]],
    [root, good?.replace('nfs4', 'nfs44') ?? '', [entry]],
  ];
  for (const [before, after, entries] of unsafe) {
    assert.is(refusal(() => requireSafe(before, after, entries)).code, 'unsafe-edit');
  }
  requireSafe(root, good, [entry]);
});

test('an option that is misspelled, or that a comma would split, is refused', () => {
  for (const option of ['nofial', 'nfs', 'x-systemd.requires-mounts-for=/a,b']) {
    assert.is(refusal(() => editFstab(root, [{ ...entry, options: [option] }])).code, 'unsafe-edit');
  }
});

test('a path with the end of a line in it stays one line', () => {
  assert.not.throws(() => editFstab(root, [{ ...entry, target: '/mnt/a\nb' }]));
  assert.is(parseFstab(editFstab(root, [{ ...entry, target: '/mnt/a\nb' }]) ?? '')[1]?.target, '/mnt/a\nb');
});

test('any path reads back as it was meant', () => {
  fc.assert(
    fc.property(anyPath, anyPath, (source, target) => {
      const [read, ...more] = parseFstab(fstabLine({ ...entry, source: `10.0.0.1:${source}`, target }));
      assert.is(more.length, 0);
      assert.is(utf8(read?.source ?? ''), `10.0.0.1:${source}`);
      assert.is(utf8(read?.target ?? ''), target);
      assert.equal(read?.options, entry.options);
    }),
    { numRuns: 500 },
  );
});

test('editing twice is editing once, every other byte stays, and the way back gives the file', () => {
  fc.assert(
    fc.property(anyBytes, anyPath, (text, target) => {
      const wanted = [{ ...entry, target }];
      const once = editFstab(text, wanted) ?? '';
      assert.is(editFstab(once, wanted), once);
      assert.ok(once.startsWith(text));
      assert.is(withoutBlock(once, '/etc/fstab'), text);
      assert.is(editFstab(once, []), text);
    }),
  );
});

test.run();
