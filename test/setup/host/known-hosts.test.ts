import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  fingerprintOf,
  keyTypeOf,
  knownTypes,
  namesHost,
  parseKnownHosts,
  verdictOn,
  withPin,
} from '../../../setup/host/known-hosts.ts';
import { KnownHosts } from '../../../setup/host/known-hosts-file.ts';

const test = suite('host keys are known, unknown, changed or revoked as OpenSSH sees it');

const one = keyOf('ssh-ed25519', 1);
const two = keyOf('ssh-ed25519', 2);
const ecdsa = keyOf('ecdsa-sha2-nistp256', 3);

function keyOf(type: string, fill: number): Buffer {
  const length = Buffer.from([0, 0, 0, type.length]);
  return Buffer.concat([length, Buffer.from(type), Buffer.from([0, 0, 0, 32]), Buffer.alloc(32, fill)]);
}

function line(hosts: string, key: Buffer, before = ''): string {
  return `${before}${hosts} ${keyTypeOf(key)} ${key.toString('base64')} comment\n`;
}

/** State of a key that 192.168.1.21 shows at a port. */
function stateOf(text: string, key: Buffer, port = 22): string {
  return verdictOn(parseKnownHosts(text, 'file'), '192.168.1.21', port, key).state;
}

/** Made by `ssh-keygen -H` of [192.168.1.21]:2222, and by `ssh-keygen -l` of the key `one`. */
const HASHED = '|1|x/99jfa7vrX+AchBbwWtIkTY+3o=|jNB/Ces+hBUqfPZZMHUmMfvzVTU=';
const FINGERPRINT = 'SHA256:RXm/ruZ0eTzRXKwi1AQEDynB0VgHQ2ac9KPSFdf/YnA';

const cases: [string, string, Buffer, number, string][] = [
  ['no line', '', one, 22, 'unknown'],
  ['its line', line('192.168.1.21', one), one, 22, 'known'],
  ['a line of another machine', line('192.168.1.22', one), one, 22, 'unknown'],
  ['another key of its type', line('192.168.1.21', two), one, 22, 'changed'],
  ['a key of another type only', line('192.168.1.21', ecdsa), one, 22, 'changed'],
  ['two keys, one of which it is', line('192.168.1.21', two) + line('192.168.1.21', one), one, 22, 'known'],
  ['several names', line('worker1,192.168.1.21', one), one, 22, 'known'],
  ['a pattern', line('192.168.1.*', one), one, 22, 'known'],
  ['a pattern with a question mark', line('192.168.1.2?', one), one, 22, 'known'],
  ['a pattern that is too short', line('192.168.1.?', one), one, 22, 'unknown'],
  ['a pattern that leaves it out', line('192.168.1.*,!192.168.1.21', one), one, 22, 'unknown'],
  ['leaving out goes before, wherever it stands', line('!192.168.1.21,192.168.1.*', one), one, 22, 'unknown'],
  ['another port', line('192.168.1.21', one), one, 2222, 'unknown'],
  ['its port', line('[192.168.1.21]:2222', one), one, 2222, 'known'],
  ['a revoked key', line('*', one, '@revoked '), one, 22, 'revoked'],
  ['a revoked key that is known too', line('192.168.1.21', one) + line('*', one, '@revoked '), one, 22, 'revoked'],
  ['another key revoked', line('*', two, '@revoked '), one, 22, 'unknown'],
  ['an authority', line('*', one, '@cert-authority '), one, 22, 'unknown'],
  ['comments and odd lines', `# ${line('192.168.1.21', one)}\nodd\n\n 192.168.1.21 ssh-ed25519\n`, one, 22, 'unknown'],
  ['tabs, blanks and CRLF', line('192.168.1.21', one).replaceAll(' ', ' \t').replace('\n', '\r\n'), one, 22, 'known'],
];
for (const [about, text, key, port, state] of cases) {
  test(about, () => assert.is(stateOf(text, key, port), state));
}

test('hashed names as ssh-keygen -H writes them', () => {
  const hashed = '|1|l4PsZfqAFlH2pkXhXtdHCVVJ9SM=|3ZhXcKoYWAKMtcjxYOxXjqSoUCk=';
  assert.not(namesHost(hashed, '192.168.1.21'));
  assert.not(namesHost('|2|AA==|AA==', '192.168.1.21'));
  assert.not(namesHost('|1|', '192.168.1.21'));
  assert.ok(namesHost(HASHED, '[192.168.1.21]:2222'));
  assert.not(namesHost(HASHED, '192.168.1.21'));
});

test('a changed key names file and line, an authority is mentioned', () => {
  const text = `# first\n${line('192.168.1.21', two)}`;
  const changed = verdictOn(parseKnownHosts(text, '/home/a/known_hosts'), '192.168.1.21', 22, one);
  assert.is(changed.state === 'changed' && changed.where, '/home/a/known_hosts:2');
  const unknown = verdictOn(parseKnownHosts(line('*', two, '@cert-authority '), 'f'), '192.168.1.21', 22, one);
  assert.equal(unknown.state === 'unknown' && unknown.notes, ['f:1: @cert-authority is not used']);
});

test('the types that are known for a machine', () => {
  const text = line('192.168.1.21', ecdsa) + line('192.168.1.*', one) + line('*', two, '@revoked ');
  assert.equal(knownTypes(parseKnownHosts(text, 'f'), '192.168.1.21', 22), ['ecdsa-sha2-nistp256', 'ssh-ed25519']);
});

test('a fingerprint as ssh-keygen -l shows it', () => {
  const key = Buffer.from('AAAAC3NzaC1lZDI1NTE5AAAAIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB', 'base64');
  assert.equal(key, one);
  assert.is(fingerprintOf(key), FINGERPRINT);
});

test('patterns with many stars end soon', () => {
  const since = Date.now();
  assert.not(namesHost(`${'*a'.repeat(30)}b`, 'a'.repeat(200)));
  assert.ok(Date.now() - since < 1_000);
});

test('whatever a file holds, what is pinned is known, and other lines stay as they are', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 65_535 }), fc.boolean(), (lines, port, replace) => {
      const text = lines.join('\n');
      const pinned = withPin(text, { host: '192.168.1.21', port, key: one, comment: 'worker1' }, replace);
      assert.is(stateOf(pinned, one, port), 'known');
      assert.ok(pinned.startsWith(text));
      const twice = withPin(pinned, { host: '192.168.1.21', port, key: two, comment: 'worker1' }, true);
      assert.is(stateOf(twice, two, port), 'known');
      assert.is(stateOf(twice, one, port), 'changed');
      assert.ok(twice.startsWith(text));
    }),
  );
});

test('the file is for its owner alone, and those of OpenSSH are not touched', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'enjambre-known-'));
  try {
    const [own, other] = [join(folder, 'new', 'known_hosts'), join(folder, 'other')];
    writeFileSync(other, line('192.168.1.22', two));
    const hosts = await KnownHosts.read(own, [other]);
    const pins = [21, 23, 24].map((last) =>
      hosts.pin({ host: `192.168.1.${last}`, port: 22, key: one, comment: `worker${last}` }),
    );
    await Promise.all(pins);
    assert.is(statSync(own).mode & 0o777, 0o600);
    assert.is(statSync(join(folder, 'new')).mode & 0o777, 0o700);
    for (const last of [21, 23, 24]) assert.is(hosts.verdict(`192.168.1.${last}`, 22, one).state, 'known');
    assert.is(hosts.verdict('192.168.1.22', 22, one).state, 'changed');
    await hosts.pin({ host: '192.168.1.22', port: 22, key: one, comment: 'worker22' }, true);
    assert.is((await KnownHosts.read(own, [other])).verdict('192.168.1.22', 22, one).state, 'known');
    assert.is(readFileSync(other, 'utf8'), line('192.168.1.22', two));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.run();
