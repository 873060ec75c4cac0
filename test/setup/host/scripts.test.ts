import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { connectLocal } from '../../../setup/host/local.ts';
import { secretsFrom } from '../../../setup/host/secrets.ts';
import { atServer, hostError } from './at-server.ts';

const test = suite('a script runs on a node as it was written');

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

test('one login and one session for the first script', () =>
  atServer({}, async ({ server, open }) => {
    const host = await open();
    const { code, stdout, stderr } = await host.sh('echo out; echo err >&2; exit 7');
    assert.equal([code, stdout.toString(), stderr], [7, 'out\n', 'err\n']);
    assert.equal([server.logins, server.connections, server.commands.length, host.sessions], [1, 1, 1, 1]);
  }));

test('arguments, input and output keep every byte', () =>
  atServer({}, async ({ open }) => {
    const host = await open();
    const args = ["a'b", '', 'c\\d "$x" `y` !', 'ñ\n2', '-n'];
    const told = await host.sh('for word do printf "%s|" "$word"; done', { args });
    assert.is(told.stdout.toString(), args.map((word) => `${word}|`).join(''));
    const echoed = await host.sh('cat', { input: everyByte });
    assert.equal(echoed.stdout, everyByte);
    const much = Buffer.alloc(5_000_000, everyByte);
    assert.ok((await host.sh('cat', { input: much })).stdout.equals(much));
  }));

test('characters that come in pieces stay whole, in lines too', () =>
  atServer({}, async ({ open }) => {
    const host = await open();
    const lines: string[] = [];
    const pieces =
      "printf 'a\\303'; sleep 0.1; printf '\\261b\\r\\nlast'; printf 'e\\303' >&2; sleep 0.1; printf '\\261' >&2";
    const { stdout, stderr } = await host.sh(pieces, { onLine: (line) => lines.push(line) });
    assert.is(stdout.toString(), 'añb\r\nlast');
    assert.is(stderr, 'eñ');
    assert.equal(lines.sort(), ['añb', 'eñ', 'last']);
  }));

test('a script may be longer than a command line can be', () =>
  atServer({}, async ({ open }) => {
    const host = await open();
    const { stdout } = await host.sh(`text=${'x'.repeat(400_000)}\necho \${#text}`);
    assert.is(stdout.toString(), '400000\n');
  }));

test('what the shell of an account prints is no output of the script', () =>
  atServer({ greeting: 'Welcome!\n' }, async ({ open }) => {
    const { stdout, stderr } = await (await open()).sh('echo out; echo err >&2');
    assert.equal([stdout.toString(), stderr], ['out\n', 'err\n']);
  }));

test('surroundings are the same everywhere', () =>
  atServer({}, async ({ open }) => {
    const { stdout } = await (await open()).sh(
      'pwd; umask; echo $LC_ALL $HOME $SSH_CONNECTION; case $PATH in */sbin*) echo sbin;; esac',
    );
    assert.equal(stdout.toString().split('\n'), ['/', '0022', 'C /root 127.0.0.1 1000 127.0.0.1 22', 'sbin', '']);
  }));

test('a script that a signal ends has a code above 128', () =>
  atServer({}, async ({ open }) => {
    assert.is((await (await open()).sh('kill -9 $$')).code, 137);
  }));

test('a script that reads nothing of a large input is no fault', () =>
  atServer({}, async ({ open }) => {
    assert.is((await (await open()).sh('exec 0<&-; exit 3', { input: Buffer.alloc(3_000_000) })).code, 3);
  }));

test('twenty scripts at once are eight sessions at a time', () =>
  atServer({}, async ({ open }) => {
    const host = await open();
    const all = Array.from({ length: 20 }, (_, index) => host.sh('echo $1', { args: [String(index)] }));
    const said = (await Promise.all(all)).map(({ stdout }) => Number(stdout));
    assert.equal(said, Array.from(said.keys()));
    assert.is(host.sessions, 20);
  }));

test('more than 64 MiB of output is refused', () =>
  atServer({}, async ({ open }) => {
    const error = await hostError((await open()).sh('head -c 70000000 /dev/zero'));
    assert.is(error.code, 'command-failed');
    assert.match(error.message, /64 MiB/);
  }));

test('a held script runs until it is released', () =>
  atServer({}, async ({ open }) => {
    const host = await open();
    const held = await host.hold('echo ready $1; cat; exit 4', { args: ['now'] });
    assert.is(held.firstLine, 'ready now');
    assert.is((await host.sh('echo beside')).code, 0);
    await held.release();
    assert.is((await held.ended).code, 4);
    const short = await host.hold('exit 5');
    assert.is(short.firstLine, undefined);
    assert.is((await short.ended).code, 5);
  }));

test('a held script that does not end is let go', () =>
  atServer({}, async ({ open }) => {
    const host = await open();
    const error = await hostError(host.hold('sleep 20', { deadlineMs: 300 }));
    assert.is(error.code, 'deadline');
    assert.is((await host.sh('exit 0')).code, 0);
  }));

if (process.geteuid?.() === 0) {
  test('this machine is a node like others', async () => {
    const connection = { type: 'local' } as const;
    const node = { name: 'manager', role: 'manager', address: '127.0.0.1', connection, labels: {}, notes: '' } as const;
    process.env.ENJAMBRE_SUDO_PASSWORD = 'canary-of-the-test';
    const host = connectLocal(node, secretsFrom({}));
    try {
      const { code, stdout, stderr } = await host.sh('cat; printf "%s|" "$@"; env; id -u >&2; exit 9', {
        input: everyByte,
        args: ["a'b"],
      });
      assert.equal([code, stderr], [9, '0\n']);
      assert.ok(stdout.subarray(0, 256).equals(everyByte));
      assert.match(stdout.toString(), "a'b|");
      assert.not.match(stdout.toString(), 'canary');
      const held = await host.hold('echo ready; cat');
      assert.is(held.firstLine, 'ready');
      const error = await hostError(host.sh('sleep 20', { deadlineMs: 200 }));
      assert.is(error.code, 'deadline');
      await held.release();
    } finally {
      delete process.env.ENJAMBRE_SUDO_PASSWORD;
      await host.close();
    }
  });
}

test.run();
