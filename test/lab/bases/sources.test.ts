import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { debianMirror, parseSources, readSources } from './sources.ts';

const test = suite("Debian's mirror is read from the machine's apt sources");

const debian = `Types: deb
# http://archive.example.org/debian/20250520T000000Z
URIs: http://deb.example.org/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://deb.example.org/debian-security/
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`;
const expected = { main: 'http://deb.example.org/debian', security: 'http://deb.example.org/debian-security' };

const mirrorOf = (text: string, format: 'sources' | 'list') => debianMirror(parseSources(text, format));

test('stanzas with comments, a security stanza of its own, and a slash at the end', () => {
  assert.equal(mirrorOf(debian, 'sources'), expected);
});

test('one-line sources, with options, comments and components after each other', () => {
  const text = `# deb http://old.example.org/debian bullseye main
deb-src http://source.example.org/debian bookworm main
deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.example.org/debian bookworm main contrib # mine
deb http://deb.example.org/debian-security bookworm-security main
`;
  assert.equal(mirrorOf(text, 'list'), expected);
});

test('an older release names its security suite otherwise', () => {
  const text = `deb http://deb.example.org/debian buster main
deb http://security.example.org/debian-security buster/updates main`;
  assert.equal(mirrorOf(text, 'list')?.security, 'http://security.example.org/debian-security');
});

test('the security mirror is guessed beside the main one, where none is named', () => {
  assert.equal(mirrorOf('deb http://near.example.org/pub/debian/ trixie main', 'list'), {
    main: 'http://near.example.org/pub/debian',
    security: 'http://near.example.org/pub/debian-security',
  });
});

test('third parties are passed over, even with suite, component or path of Debian', () => {
  const others = `deb [signed-by=/etc/apt/keyrings/docker.gpg] https://containers.example.com/linux/debian bookworm stable
deb [arch=amd64 signed-by=/usr/share/keyrings/base.gpg] https://base.example.com/repo/10.11/debian bookworm main
deb https://apt.example.com bookworm main
deb https://apt.example.com/pub/repos/apt bookworm-pgdg main
deb https://packages.example.com/apt cloud-bookworm main
`;
  assert.is(mirrorOf(others, 'list'), undefined);
  assert.equal(mirrorOf(`${others}deb http://deb.example.org/debian bookworm main`, 'list'), expected);
  const stanza = `Types: deb
URIs: https://base.example.com/repo/debian
Suites: bookworm
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBF
 -----END PGP PUBLIC KEY BLOCK-----
`;
  assert.equal(mirrorOf(`${stanza}\n${debian}`, 'sources'), expected);
});

test('a snapshot of the archive counts, whatever its path', () => {
  const text = `Types: deb deb-src
URIs: http://snapshot.example.org/archive/debian/20250520T000000Z/
Suites: trixie
Components: main non-free-firmware
`;
  assert.is(mirrorOf(text, 'sources')?.main, 'http://snapshot.example.org/archive/debian/20250520T000000Z');
});

test('installation discs, and what is switched off, are no mirrors', () => {
  const disc =
    'deb cdrom:[Debian GNU/Linux 12.5.0 _Bookworm_ - Official amd64 NETINST]/ bookworm main non-free-firmware\n';
  assert.is(mirrorOf(disc, 'list'), undefined);
  assert.equal(mirrorOf(`${disc}deb http://deb.example.org/debian/ bookworm main`, 'list'), expected);
  assert.is(mirrorOf(debian.replaceAll('Types: deb', 'Enabled: no\nTypes: deb'), 'sources'), undefined);
  assert.is(mirrorOf(debian.replaceAll('Types: deb', 'Types: deb-src'), 'sources'), undefined);
});

test("Ubuntu's own mirrors are not Debian's", () => {
  const text = `Types: deb
URIs: http://archive.example.org/ubuntu/
Suites: noble noble-updates noble-backports
Components: main universe
Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg
`;
  assert.is(mirrorOf(text, 'sources'), undefined);
  assert.is(mirrorOf('deb http://archive.example.org/ubuntu jammy main', 'list'), undefined);
});

test('a list of mirrors gives its first one', () => {
  const text = debian.replace('http://deb.example.org/debian\n', 'mirror+file:///etc/apt/mirrors/debian.list\n');
  const lists = (path: string) =>
    path === '///etc/apt/mirrors/debian.list' ? '# near\nhttps://one.example.org/debian\n' : '';
  assert.is(debianMirror(parseSources(text, 'sources'), lists)?.main, 'https://one.example.org/debian');
});

test('files of both formats are read, others are not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'enjambre-sources-'));
  try {
    mkdirSync(join(folder, 'sources.list.d'));
    writeFileSync(join(folder, 'sources.list'), '# see sources.list.d\n');
    writeFileSync(join(folder, 'sources.list.d', 'a.list.save'), 'deb http://no.example.org/debian bookworm main\n');
    assert.is(debianMirror(readSources(folder)), undefined);
    writeFileSync(join(folder, 'sources.list.d', 'debian.sources'), debian);
    writeFileSync(join(folder, 'sources.list.d', 'z.list'), 'deb https://apt.example.com bookworm main\n');
    assert.equal(debianMirror(readSources(folder)), expected);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
